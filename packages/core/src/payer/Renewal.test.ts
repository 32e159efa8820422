import { expect, test } from 'vitest'
import { ExpiredError } from '../protocol/Challenge.js'
import { codeOf, last, payerOf, useShop } from '../testing/harness.js'
import { pointsChallenge } from '../testing/points.js'
import type { Ask } from './Quote.js'

// An offer that ends while the person looks at it: the server is asked for another one, and the person again.

const held = useShop()

/** A payer whose person lets the first offers end, and says yes to what comes then. */
function slowPayer(lets: number) {
  const asks: Ask[] = []
  const it = payerOf({
    async approve(ask) {
      asks.push(ask)
      const [offer] = ask.offers
      if (!offer) return undefined
      if (asks.length <= lets) throw new ExpiredError(offer.challenge)
      return { offer }
    },
  })
  return { ...it, asks }
}

test('is asked for anew, at the price of then, and paid once', async () => {
  let price = 100
  held.current.challenges = () => [pointsChallenge({ amount: `${price++}` })]
  const { payer, points, asks } = slowPayer(2)
  expect((await payer.fetch(held.current.url)).status).toBe(200)
  expect(asks.map(({ offers }) => offers[0]?.amount.value)).toEqual([100n, 101n, 102n])
  expect([points.authorized, held.current.taken.length]).toEqual([1, 1])
  expect(payer.attempts.list().map(({ phase }) => phase)).toEqual(['failed', 'failed', 'paid'])
})

test('a body is sent again as it was', async () => {
  const { payer } = slowPayer(1)
  const init = { method: 'POST', body: 'the same' }
  expect((await payer.fetch(held.current.url, init)).status).toBe(200)
  expect(held.current.seen.map(({ body }) => body)).toEqual(['the same', 'the same', 'the same'])
})

test('a yes that comes too late is asked for again, and nothing of it is sent', async () => {
  let now = Date.now()
  held.current.challenges = () => [pointsChallenge({}, { expires: new Date(now + 60_000).toISOString() })]
  let asked = 0
  const { payer, points } = payerOf({
    now: () => now,
    async approve({ offers }) {
      if (asked++ === 0) now += 120_000
      return offers[0] && { offer: offers[0] }
    },
  })
  expect((await payer.fetch(held.current.url)).status).toBe(200)
  expect([asked, points.authorized, held.current.taken.length]).toEqual([2, 1, 1])
})

test('nobody is asked for ever', async () => {
  const { payer, points, asks } = slowPayer(Number.POSITIVE_INFINITY)
  expect(await codeOf(payer.fetch(held.current.url))).toBe('challenge_expired')
  expect([asks.length, held.current.seen.length, points.authorized]).toEqual([21, 21, 0])
  expect(last(payer)?.phase).toBe('failed')
})

test('a seller who is gone, or asks for nothing more that can be paid, ends it', async () => {
  const { payer, asks } = slowPayer(1)
  held.current.challenges = () =>
    asks.length === 0 ? [pointsChallenge()] : [pointsChallenge({}, { method: 'barter' })]
  expect(await codeOf(payer.fetch(held.current.url))).toBe('challenge_expired')
  expect(asks.length).toBe(1)
})

test('an offer that the page has chosen is not swapped for another one', async () => {
  const { payer, asks } = slowPayer(1)
  const quote = await payer.quote(held.current.url)
  expect(await codeOf(quote.pay(quote.offers[0]))).toBe('challenge_expired')
  expect([asks.length, held.current.seen.length]).toEqual([1, 1])
})

test('whoever was asked is asked again, though a budget would cover what comes then', async () => {
  let price = 100
  held.current.challenges = () => [pointsChallenge({ amount: `${price}` })]
  const asked: bigint[] = []
  const { payer, points } = payerOf({
    policy: { budget: [{ currency: 'usd', amount: '0.50', per: 'payment' }] },
    async approve({ offers: [offer] }) {
      if (!offer) return undefined
      asked.push(offer.amount.value)
      if (asked.length > 1) return undefined
      price = 40
      throw new ExpiredError(offer.challenge)
    },
  })
  expect(await codeOf(payer.fetch(held.current.url))).toBe('cancelled')
  expect([asked, points.authorized, held.current.taken.length]).toEqual([[100n, 40n], 0, 0])
})
