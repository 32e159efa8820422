import { type Attempt, BaseError, type Payer } from '@payerkit/core'
import { createIndexedDbStore } from '@payerkit/core/stores'
import {
  attemptOf,
  createFakeAttempts,
  loseOne,
  lost,
  openLostShop,
  payerOf,
} from '@payerkit/testing/screens'
import { describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { frame, mountSession, part, until } from '../testing/mountSession.js'
import { AttemptBanner, type AttemptBannerProps } from './AttemptBanner.js'

const button = (name: string) => page.getByRole('button', { name: new RegExp(`^${name}`) })
const says = page.getByRole('status')
const photos = { body: '' }
const keep: AttemptBannerProps['onDelivered'] = async (response) => {
  photos.body = await response.text()
}

function mountBanner(payer: Payer, props: Partial<AttemptBannerProps> = {}) {
  return mountSession(payer, <AttemptBanner onDelivered={keep} {...props} />)
}

/** A banner of one attempt that a test moves. */
async function mountFake(attempt: Attempt, props: Partial<AttemptBannerProps> = {}) {
  const attempts = createFakeAttempts([attempt])
  const mounted = await mountBanner(payerOf(attempts), props)
  const end = (phase: Attempt['phase'], outcome: Response | Error) => {
    attempts.set([{ ...attempt, phase }])
    attempts.end(outcome)
  }
  return { attempts, end, ...mounted }
}

const press = async (name: string) => {
  await expect.element(button(name)).not.toHaveAttribute('aria-disabled')
  await button(name).click()
}

test('nothing open shows nothing, and reads only', async () => {
  const attempts = createFakeAttempts([attemptOf({ phase: 'paid' })])
  await mountBanner(payerOf(attempts))
  await frame()
  expect(part('attempts')?.textContent).toBe('')
  expect(part('attempts')?.getBoundingClientRect().height).toBe(0)
  expect(new Set(attempts.calls)).toEqual(new Set(['ready']))
})

describe('what is known', () => {
  test('the answer was lost', async () => {
    await mountFake(attemptOf())
    await expect.element(says).toHaveTextContent("We don't know yet whether $0.01 was paid to Photos Inc.")
    expect(part('attempt-what')).toHaveTextContent(/^One photo \$0\.01 · .+ · photos\.example$/)
    await expect.element(button('Look again')).toBeVisible()
  })

  test('paid and not delivered, in the words of the seller', async () => {
    const problem = { type: 'about:blank', title: 'Broken', detail: 'Out of paper.' }
    await mountFake(attemptOf({ phase: 'paidUndelivered', problem }))
    await expect.element(says).toHaveTextContent('You paid $0.01 to Photos Inc., and it was not delivered.')
    expect(part('notice-words')).toHaveTextContent('photos.example says: “Out of paper.”')
    await expect.element(button('Get it')).toBeVisible()
  })

  test('a deposit is called one, and a seller without a name is its address', async () => {
    const { offer } = attemptOf()
    const price = offer.amount
    const session = { price, unit: 'token', limit: price, headroom: price }
    await mountFake(attemptOf({ offer: { ...offer, payee: { id: '0x1' }, description: undefined, session } }))
    await expect.element(says).toHaveTextContent('whether your deposit of $0.01 for photos.example was made')
    expect(part('attempt-what')).toHaveTextContent(/^photos\.example \$0\.01/)
  })
})

describe('looking again', () => {
  test('brings what was bought, with the proof that was sent, and hands it over once', async () => {
    const shop = openLostShop()
    const payer = shop.open()
    await loseOne(shop, payer)
    const onDelivered = vi.fn(keep)
    await mountBanner(payer, { onDelivered })
    expect(shop.proofs).toHaveLength(1)
    await button('Look again').dblClick()
    await expect.element(says).toHaveTextContent('Here it is. $0.01 was paid to Photos Inc., once.')
    expect(photos.body).toBe('paid /photo')
    expect(onDelivered).toHaveBeenCalledTimes(1)
    expect(onDelivered.mock.calls[0]?.[1]).toMatchObject({ phase: 'paid', receipt: { reference: 'ref-1' } })
    expect(shop.proofs).toEqual([shop.proofs[0], shop.proofs[0]])
    expect(shop.signed()).toBe(1)
    await press('Close')
    await until(() => expect(part('attempts')?.textContent).toBe(''))
    expect(document.activeElement).toBe(part('attempts'))
  })

  test('after a reload too: the proof of the page before is presented', async () => {
    const shop = openLostShop(createIndexedDbStore({ name: `attempts ${crypto.randomUUID()}` }))
    const before = shop.open()
    await loseOne(shop, before)
    before.destroy()
    photos.body = ''
    await mountBanner(shop.open())
    await press('Look again')
    await expect.element(says).toHaveTextContent('Here it is.')
    expect(photos.body).toBe('paid /photo')
    expect([shop.signed(), new Set(shop.proofs).size]).toEqual([1, 1])
  })

  test('still unknown: says when to look again, and a second look still can', async () => {
    const shop = openLostShop()
    const payer = shop.open()
    await loseOne(shop, payer)
    const { answer } = shop
    shop.answer = lost
    await mountBanner(payer)
    await press('Look again')
    await expect
      .element(says)
      .toHaveTextContent(/Still no answer\. Nothing more was charged\. Look again after \d/)
    shop.answer = answer
    await press('Look again')
    await expect.element(says).toHaveTextContent('Here it is.')
    expect(shop.signed()).toBe(1)
  })

  test('from unknown to paid and not delivered', async () => {
    const shop = openLostShop()
    const payer = shop.open()
    await loseOne(shop, payer)
    shop.answer = () => new Response('broken', { status: 500 })
    shop.resolution = 'paid'
    await mountBanner(payer)
    await press('Look again')
    await expect.element(says).toHaveTextContent('You paid $0.01 to Photos Inc., and it was not delivered.')
    await press('Get it')
    await expect.element(says).toHaveTextContent(/Still not delivered\. .* after \d.*, or ask the seller\./)
  })

  test('nothing was paid: it can be bought again, and the one before is not in the way', async () => {
    const shop = openLostShop()
    const payer = shop.open()
    await loseOne(shop, payer)
    const { answer } = shop
    shop.answer = () => new Response(null, { status: 402 })
    shop.resolution = 'unpaid'
    await mountBanner(payer)
    await press('Look again')
    await expect.element(says).toHaveTextContent('Nothing was paid. You can buy it again.')
    shop.answer = answer
    expect(await (await payer.fetch(shop.url)).text()).toBe('paid /photo')
    expect(shop.signed()).toBe(2)
    await press('Close')
    await until(() => expect(part('attempts')?.textContent).toBe(''))
  })

  test('settled by somebody else meanwhile', async () => {
    const { end } = await mountFake(attemptOf())
    await press('Look again')
    end('paid', new BaseError('attempt_not_found', 'Gone.'))
    await expect.element(says).toHaveTextContent('This is settled already.')
    await expect.element(button('Close')).toBeVisible()
  })

  test('what another part of the page presents again keeps its notice, and waits', async () => {
    const attempt = attemptOf()
    const { attempts } = await mountFake(attempt)
    await expect.element(says).toHaveTextContent("We don't know yet")
    attempts.set([{ ...attempt, phase: 'submitting' }])
    await expect.element(says).toHaveTextContent('Looking again')
    await button('Looking again').click({ force: true })
    attempts.set([{ ...attempt, phase: 'unknown' }])
    await expect.element(says).toHaveTextContent("We don't know yet")
    expect(attempts.calls).toEqual(expect.not.arrayContaining(['resume a1']))
  })

  test('what another part of the page resumes is shown as such, and goes with its answer', async () => {
    const shop = openLostShop()
    const payer = shop.open()
    await loseOne(shop, payer)
    const onDelivered = vi.fn()
    await mountBanner(payer, { onDelivered })
    await expect.element(says).toBeVisible()
    await payer.attempts.resume(payer.attempts.list()[0]?.id ?? '')
    await until(() => expect(part('attempts')?.textContent).toBe(''))
    expect(onDelivered).not.toHaveBeenCalled()
  })
})

describe('handing over', () => {
  test('a page that cannot show it shows it again: it is never paid again', async () => {
    const shop = openLostShop()
    const payer = shop.open()
    await loseOne(shop, payer)
    const bodies: string[] = []
    const onDelivered = vi.fn(async (response: Response) => {
      bodies.push(await response.text())
      if (bodies.length === 1) throw new Error('No canvas.')
    })
    await mountBanner(payer, { onDelivered })
    await press('Look again')
    await expect.element(says).toHaveTextContent('It is here, but it could not be shown. It was paid once')
    expect(button('Give up').query()).toBeNull()
    await press('Show it again')
    await expect.element(says).toHaveTextContent('Here it is.')
    expect(bodies).toEqual(['paid /photo', 'paid /photo'])
    expect([shop.proofs.length, shop.signed()]).toEqual([2, 1])
  })

  test('what came while nobody was there waits for the next banner', async () => {
    const { attempts, screen, end } = await mountFake(attemptOf())
    await press('Look again')
    await screen.unmount()
    end('paid', new Response('late'))
    await frame()
    const onDelivered = vi.fn(keep)
    // The payer is the same; only its screen was another one.
    const payer = { ...payerOf(attempts), attempts }
    await mountBanner(payer, { onDelivered })
    await expect.element(says).toHaveTextContent('Here it is.')
    expect(photos.body).toBe('late')
    expect(onDelivered).toHaveBeenCalledTimes(1)
  })
})

describe('giving up', () => {
  test('asked twice; then the same thing can be bought again', async () => {
    const shop = openLostShop()
    const payer = shop.open()
    await loseOne(shop, payer)
    await mountBanner(payer)
    await page.getByText('If nothing comes of it').click()
    await expect.element(page.getByText(/Whatever was paid stays paid/)).toBeVisible()
    await button('Give up').dblClick()
    expect(payer.attempts.list()).toHaveLength(1)
    await press('Keep it')
    await press('Give up')
    await press('Yes, give up')
    await expect.element(says).toHaveTextContent('Given up. If $0.01 was paid, it stays paid.')
    expect(document.activeElement).toBe(button('Close').element())
    expect(payer.attempts.list()).toEqual([])
    await payer.fetch(shop.url)
    expect(shop.signed()).toBe(2)
  })

  test('where that fails, it says so and stays', async () => {
    const { attempts } = await mountFake(attemptOf())
    await page.getByText('If nothing comes of it').click()
    await press('Give up')
    await press('Yes, give up')
    await until(() => expect(attempts.calls).toContain('forget a1'))
    await expect.element(button('Look again')).toHaveAttribute('aria-disabled', 'true')
    attempts.end(new BaseError('attempt_not_found', 'Busy.'))
    await expect.element(says).toHaveTextContent(/could not be given up just now/)
    await press('Look again')
    await expect.element(says).toHaveTextContent('Looking again')
  })
})

test('by keyboard alone: looked, shown, and closed', async () => {
  const { end } = await mountFake(attemptOf())
  await userEvent.keyboard('{Tab}')
  expect(document.activeElement).toBe(button('Look again').element())
  await userEvent.keyboard('{Enter}')
  await expect.element(says).toHaveTextContent('Looking again')
  // The focus is not lost while it is busy, nor when the button says something else.
  end('paid', new Response('photo'))
  await expect.element(button('Close')).toHaveFocus()
  await expect.element(button('Close')).not.toHaveAttribute('aria-disabled')
  await userEvent.keyboard('{Enter}')
  await until(() => expect(part('attempts')?.textContent).toBe(''))
})

test('the live region says each phase once', async () => {
  const { end } = await mountFake(attemptOf())
  await expect.element(says).toBeVisible()
  const said: string[] = []
  const region = says.element()
  new MutationObserver(() => said.push(region.textContent ?? '')).observe(region, {
    characterData: true,
    childList: true,
    subtree: true,
  })
  await press('Look again')
  await until(() => expect(said).toHaveLength(1))
  end('unknown', new BaseError('unknown', 'Still.'))
  await until(() => expect(said).toHaveLength(2))
  await press('Look again')
  await until(() => expect(said).toHaveLength(3))
  end('paid', new Response('photo'))
  await until(() => expect(said.at(-1)).toMatch(/^Here it is/))
  expect(said.map((each) => each.trim().slice(0, 12))).toEqual([
    'Looking agai',
    "We don't kno",
    'Looking agai',
    'Here it is. ',
  ])
})

test('a banner of one’s own is given the notices and what can be done', async () => {
  const { end } = await mountFake(attemptOf(), {
    children: ({ notices, press, giveUp }) =>
      notices.map(({ attempt, state, says: { what }, label }) => (
        <div key={attempt.id} data-part="own" data-state={state}>
          <p>{what}</p>
          <button type="button" onClick={() => press(attempt.id)}>
            {label}
          </button>
          <button type="button" onClick={() => giveUp(attempt.id)}>
            Leave it
          </button>
        </div>
      )),
  })
  await expect.element(page.getByText(/whether \$0\.01 was paid/)).toBeVisible()
  await button('Look again').click()
  await until(() => expect(part('own')?.dataset.state).toBe('looking'))
  end('paid', new Response('own'))
  await until(() => expect(part('own')?.dataset.state).toBe('delivered'))
  expect(photos.body).toBe('own')
  expect(part('attempts')).toBeNull()
  await button('Close').click()
  await until(() => expect(part('own')).toBeNull())
})
