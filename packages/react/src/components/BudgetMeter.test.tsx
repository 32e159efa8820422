import { openShop, origin, sayYes } from '@payerkit/testing/screens'
import '../styles/budget.css'
import { createBudget, type Limit } from '@payerkit/core/budget'
import { createIndexedDbStore, createMemoryStore } from '@payerkit/core/stores'
import { describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { BudgetMeter, type BudgetMeterProps } from '../budget/index.js'
import { frame, mountSession, part, until } from '../testing/mountSession.js'

const day = 86_400_000
const daily: Limit = { currency: 'usd', amount: '1.00', per: 'all', period: day }
const each: Limit = { currency: 'usd', amount: '0.05', per: 'payment' }

const button = (name: string | RegExp) => page.getByRole('button', { name })
const field = page.getByRole('textbox', { name: 'Amount in USD' })
const status = page.getByRole('status')
const meters = () => [...document.querySelectorAll('meter')].map((meter) => meter.value)
const texts = (name: string) =>
  [...document.querySelectorAll(`[data-part="${name}"]`)].map(({ textContent }) => textContent)

/** A budget with limits that were agreed to, and a shop whose payer has it. */
async function mount(limits: readonly Limit[] = [], props: Partial<BudgetMeterProps> = {}) {
  const store = createMemoryStore()
  const budget = createBudget({ store, limits })
  await budget.ready()
  const shop = openShop({ policy: budget.policy, approve: sayYes })
  const mounted = await mountSession(shop.payer, <BudgetMeter budget={budget} {...props} />)
  return { budget, shop, store, ...mounted }
}

async function press(name: string): Promise<void> {
  await expect.element(button(name)).not.toHaveAttribute('aria-disabled')
  await button(name).click()
}

describe('what is shown', () => {
  test('without a limit, that everything is asked for', async () => {
    await mount()
    await expect.element(page.getByText('You are asked for every payment.')).toBeVisible()
    expect(part('limits')).toBeNull()
    expect(part('budget')?.dataset.state).toBe('ready')
  })

  test('what is left of each limit, and it follows every payment', async () => {
    const { shop } = await mount([each, daily])
    expect(texts('limit-title')).toEqual(['Each payment', 'On all sites together, in 24 hours'])
    expect(texts('limit-says')).toEqual(['Up to $0.05.', '$0.00 of $1.00 in the last 24 hours; $1.00 left.'])
    await shop.payer.fetch(`${origin}/photo`)
    await until(() =>
      expect(texts('limit-says')[1]).toMatch(
        /^\$0\.01 of \$1\.00 in the last 24 hours; \$0\.99 left\. \$0\.01 of it comes free at .+\.$/,
      ),
    )
    expect(meters()).toEqual([0.01])
  })

  test('by site where it is counted by site', async () => {
    const { shop } = await mount([{ ...daily, amount: '0.02', per: 'origin' }])
    expect(texts('limit-title')).toEqual(['On each site, in 24 hours'])
    await shop.payer.fetch(`${origin}/photo`)
    await shop.payer.fetch(`${origin}/photo`)
    await until(() =>
      expect(texts('limit-says')[0]).toMatch(/^photos\.example: \$0\.02 of \$0\.02 .*; \$0\.00 left\./),
    )
    expect(part('limit')?.dataset.state).toBe('full')
    expect(meters()).toEqual([1])
  })

  test('what is old enough comes free without anything else happening', async () => {
    const { shop } = await mount([{ ...daily, period: 300 }])
    shop.clock.now = Date.now()
    const { now } = shop.payer
    await shop.payer.fetch(`${origin}/photo`)
    await until(() => expect(texts('limit-says')[0]).toContain('$0.01 of $1.00'))
    shop.clock.now += 400
    expect(now()).toBe(shop.clock.now)
    await until(() => expect(texts('limit-says')[0]).toContain('$0.00 of $1.00'))
  })

  test('that it could not be read, with nothing allowed', async () => {
    const store = createMemoryStore()
    await store.set('budget/limits', { version: 1, revision: 1, limits: [daily] })
    const budget = createBudget({ store })
    await mountSession(openShop().payer, <BudgetMeter budget={budget} />)
    await expect.element(page.getByRole('alert')).toHaveTextContent('Your limits could not be read')
    expect(part('limits')).toBeNull()
  })
})

describe('a new limit', () => {
  test('is asked for with what it means, and holds after a yes', async () => {
    const { budget, shop } = await mount([each])
    await press('Add a limit')
    await expect.element(field).toHaveFocus()
    await userEvent.selectOptions(page.getByLabelText('For'), 'On all sites together, in 24 hours')
    await field.fill('1')
    await userEvent.keyboard('{Enter}')
    const question = page.getByRole('group')
    await expect.element(question).toHaveFocus()
    await expect
      .element(question)
      .toHaveTextContent('Pay up to $1.00 in 24 hours on all sites together without asking you?')
    await expect.element(question).toHaveTextContent('So far you are asked.')
    await expect.element(question).toHaveTextContent(/What else holds:\s*\$0\.05 a payment/)
    expect(budget.limits).toEqual([each])
    await press('Yes, without asking')
    await expect.element(status).toHaveTextContent('It holds from now on.')
    expect(budget.limits).toEqual([each, daily])
    expect(shop.seen).toEqual([])
  })

  test('an Enter that is pressed twice says neither yes nor no', async () => {
    const { budget } = await mount()
    await press('Add a limit')
    await field.fill('5')
    await userEvent.keyboard('{Enter}{Enter}{Enter}')
    await expect.element(page.getByRole('group')).toBeVisible()
    await frame()
    expect(part('limit-ask')).not.toBeNull()
    expect(budget.limits).toEqual([])
  })

  test('a no leaves everything as it is', async () => {
    const { budget } = await mount([daily])
    await press('Change')
    await field.fill('2')
    await press('Save')
    await expect.element(page.getByRole('group')).toHaveTextContent('So far it is $1.00.')
    await press('No, leave it')
    await expect.element(status).toHaveTextContent('Everything is as it was.')
    await expect.element(button('Change')).toHaveFocus()
    expect(budget.limits).toEqual([daily])
  })

  test.each(['', 'one', '1,50', '-1', '$1', '1e3', '0.0000000000000000001'])(
    '"%s" is no amount',
    async (text) => {
      const { budget } = await mount([daily])
      await press('Change')
      await field.fill(text)
      await press('Save')
      await expect.element(page.getByRole('alert')).toHaveTextContent('digits and a point')
      await expect.element(field).toHaveFocus()
      await expect.element(field).toHaveAttribute('aria-invalid', 'true')
      expect(budget.limits).toEqual([daily])
      await button('Cancel').click()
      expect(part('limit-form')).toBeNull()
      await expect.element(button('Change')).toHaveFocus()
    },
  )

  test('what has changed in another tab meanwhile is asked for again', async () => {
    const name = `budget ${crypto.randomUUID()}`
    const [here, there] = [1, 2].map(() =>
      createBudget({ store: createIndexedDbStore({ name }), limits: [daily] }),
    )
    await mountSession(openShop().payer, here && <BudgetMeter budget={here} />)
    await press('Change')
    await field.fill('2')
    await press('Save')
    await expect.element(page.getByRole('group')).toBeVisible()
    await there?.lower({ ...daily, amount: '0.50' })
    await press('Yes, without asking')
    await expect.element(page.getByRole('alert')).toHaveTextContent('The limits have changed meanwhile')
    expect(here?.limits).toEqual([{ ...daily, amount: '0.50' }])
    await press('Save')
    await expect.element(page.getByRole('group')).toHaveTextContent('So far it is $0.50.')
    await press('Yes, without asking')
    await until(() => expect(there?.limits).toEqual([{ ...daily, amount: '2.00' }]))
  })
})

describe('less', () => {
  test('is never asked for, and stops what would have been paid', async () => {
    const { budget, shop } = await mount([daily])
    await press('Change')
    await field.fill('0.005')
    await press('Save')
    await expect.element(status).toHaveTextContent('It is lower from now on.')
    expect(budget.limits).toEqual([{ ...daily, amount: '0.005' }])
    const asked = vi.fn(async () => undefined)
    shop.payer.setApprove(asked)
    await expect(shop.payer.fetch(`${origin}/photo`)).rejects.toThrow('cancelled')
    expect(asked).toHaveBeenCalledTimes(1)
  })

  test('a limit that others do not lean on goes at once', async () => {
    const { budget } = await mount([daily])
    await press('Remove')
    await expect.element(status).toHaveTextContent('The limit is gone.')
    expect(budget.limits).toEqual([])
    await expect.element(page.getByRole('region', { name: 'Budget' })).toHaveFocus()
  })

  test('without one of two more could be paid, and that is asked', async () => {
    const { budget } = await mount([each, daily])
    await page.getByRole('listitem', { name: 'Each payment' }).getByRole('button', { name: 'Remove' }).click()
    const question = page.getByRole('group')
    await expect
      .element(question)
      .toHaveTextContent('Without “$0.05 a payment” more is paid without asking you.')
    await expect.element(question).toHaveTextContent('$1.00 in 24 hours on all sites together')
    await press('Yes, remove it')
    await until(() => expect(budget.limits).toEqual([daily]))
  })

  test('everything is asked for again with one press', async () => {
    const { budget } = await mount([each, daily])
    await press('Ask me every time')
    await expect.element(status).toHaveTextContent('You are asked for every payment now.')
    expect(budget.limits).toEqual([])
  })

  test('what cannot be kept is told, and is lower all the same', async () => {
    const store = createMemoryStore()
    const set = () => Promise.reject(new Error('The disk is full.'))
    const budget = createBudget({ store: { ...store, set }, limits: [daily] })
    await mountSession(openShop().payer, <BudgetMeter budget={budget} />)
    await press('Change')
    await field.fill('0.50')
    await press('Save')
    await expect.element(page.getByRole('alert')).toHaveTextContent('could not keep the change')
    expect(budget.limits).toEqual([{ ...daily, amount: '0.50' }])
  })
})

test('who leaves the page has not said yes', async () => {
  const { budget, screen } = await mount()
  await press('Add a limit')
  await field.fill('1')
  await press('Save')
  await expect.element(page.getByRole('group')).toBeVisible()
  await screen.unmount()
  await frame()
  expect(budget.limits).toEqual([])
})

test('draws your own meter, with the same question in between', async () => {
  const { budget } = await mount([daily], {
    children: ({ names, says, question, set, answer }) => (
      <div>
        <p data-part="mine">{`${names} · ${says}`}</p>
        <button type="button" onClick={() => set({ ...daily, amount: '3' })}>
          Three
        </button>
        {question && (
          <button type="button" onClick={() => answer(true)}>
            Up to {question.changes[0]?.after?.amount}
          </button>
        )}
      </div>
    ),
  })
  expect(part('budget')).toBeNull()
  expect(part('mine')?.textContent).toContain('$1.00 in 24 hours on all sites together · $0.00 of $1.00')
  await button('Three').click()
  await button('Up to 3.00').click()
  await until(() => expect(part('mine')?.textContent).toContain('$0.00 of $3.00'))
  expect(budget.limits).toEqual([{ ...daily, amount: '3.00' }])
})
