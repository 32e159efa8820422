import { openShop, origin } from '@payerkit/testing/screens'
import '../styles/budget.css'
import { createBudget, type Limit } from '@payerkit/core/budget'
import { createMemoryStore } from '@payerkit/core/stores'
import { afterEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { BudgetMeter } from '../budget/index.js'
import type { Theme } from '../provider/context.js'
import { expectAccessible, mountSession, part, until } from '../testing/mountSession.js'

afterEach(() => page.viewport(414, 896))

const day = 86_400_000
const long = 'https://a-very-long-name-of-a-shop-that-nobody-can-remember.example'
const limits: readonly Limit[] = [
  { currency: 'usd', amount: '0.01', per: 'origin', period: 7 * day },
  { currency: 'usd', amount: '1234567.000001', per: 'all', period: day, origin: long },
  { currency: '0x20c0000000000000000000000000000000000000', amount: '2', per: 'payment' },
]

type Look = { name: string; limits?: readonly Limit[]; reach?(): Promise<void> }

const press = async (name: string) => {
  const button = page.getByRole('button', { name }).first()
  await expect.element(button).not.toHaveAttribute('aria-disabled')
  await button.click()
}
const save = async (amount: string) => {
  await page.getByRole('textbox').fill(amount)
  await press('Save')
}

const looks: readonly Look[] = [
  { name: 'empty', limits: [] },
  { name: 'used' },
  { name: 'editing', reach: () => press('Change') },
  {
    name: 'wrong',
    async reach() {
      await press('Change')
      await save('1,50')
      await until(() => expect(part('limit-problem')?.textContent).not.toBe(''))
    },
  },
  {
    name: 'asking',
    async reach() {
      await press('Change')
      await save('123456789.00')
      await until(() => expect(part('limit-ask')).not.toBeNull())
    },
  },
  { name: 'adding', reach: () => press('Add a limit') },
  {
    name: 'lowered',
    async reach() {
      await press('Change')
      await save('0')
      await until(() => expect(part('budget-says')?.textContent).not.toBe(''))
    },
  },
]

async function mountLook(look: Look, theme?: Theme) {
  const budget = createBudget({ store: createMemoryStore(), limits: look.limits ?? limits })
  await budget.ready()
  const shop = openShop({ policy: { budget: [{ currency: 'usd', amount: '1', per: 'all' }] } })
  await shop.payer.fetch(`${origin}/photo`)
  const mounted = await mountSession(shop.payer, <BudgetMeter budget={budget} />, { theme })
  await until(() => expect(part('budget')?.dataset.state).toBe('ready'))
  await look.reach?.()
  return mounted
}

describe.each(['light', 'dark'] as const)('%s, 320 pixels', (theme) => {
  test.each(looks)('$name', async (look) => {
    await page.viewport(320, 640)
    await mountLook(look, theme)
    await expectAccessible()
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth)
    const small = [...document.querySelectorAll('[data-part="budget"] :is(button, input, select)')].filter(
      (each) => Math.round(each.getBoundingClientRect().height) < 44,
    )
    expect(small).toEqual([])
    const tiny = [...document.querySelectorAll('[data-part="budget"] *')].filter(
      (each) => Number.parseFloat(getComputedStyle(each).fontSize) < 12.5,
    )
    expect(tiny).toEqual([])
  })
})

test('the keyboard alone gets through a change, from button to button', async () => {
  await mountLook({ name: 'keys' })
  await userEvent.tab()
  expect(document.activeElement?.textContent).toBe('Change')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('textbox')).toHaveFocus()
  await userEvent.keyboard('0.02{Enter}')
  await expect.element(page.getByRole('group')).toHaveFocus()
  await userEvent.tab()
  expect(document.activeElement?.textContent).toBe('Yes, without asking')
  await until(() => expect(document.activeElement?.getAttribute('aria-disabled')).toBeNull())
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('status')).toHaveTextContent('It holds from now on.')
  await until(() => expect(document.activeElement?.textContent).toBe('Change'))
})

test('nothing moves', () => {
  const moving = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => /limit|budget/.test(rule.cssText) && /transition|animation/.test(rule.cssText))
  expect(moving).toEqual([])
})
