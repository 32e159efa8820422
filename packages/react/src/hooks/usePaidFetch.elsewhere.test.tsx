import { openShop, paidAnswer, sayYes } from '@payerkit/testing/screens'
import { expect, test } from 'vitest'
import { mountBuyer, photo, text, until } from '../testing/mountBuyer.js'

// A payment whose answer was lost, and what becomes of it by others while it is shown.

/** Pays, and loses the answer. */
async function mountLost() {
  const shop = openShop({ approve: sayYes })
  shop.answer = () => Promise.reject(new TypeError('Failed to fetch'))
  const mounted = await mountBuyer(shop, { read: text })
  await expect(mounted.seat.current.fetch(photo)).rejects.toMatchObject({ code: 'unknown' })
  await until(() => expect(mounted.seat.current.phase).toBe('unknown'))
  shop.answer = paidAnswer
  return { shop, ...mounted, id: shop.attempts()[0]?.id ?? '' }
}

test('paid: shown as such, with no answer, and neither pay() nor check() sends anything', async () => {
  const { shop, seat, id } = await mountLost()
  await shop.payer.attempts.resume(id)
  await until(() => expect(seat.current).toMatchObject({ status: 'error', phase: 'paid' }))
  expect(seat.current).toMatchObject({ error: { code: 'paid_elsewhere' }, receipt: { reference: 'ref-1' } })
  expect(seat.current.response).toBeUndefined()
  const { length } = shop.seen
  await expect(seat.current.pay()).rejects.toMatchObject({ code: 'paid_elsewhere' })
  await expect(seat.current.check()).rejects.toMatchObject({ code: 'paid_elsewhere' })
  expect(shop.seen.length).toBe(length)
})

test('while it looks itself: it waits, and says that somebody was faster', async () => {
  const { shop, seat, id } = await mountLost()
  const first = shop.payer.attempts.resume(id)
  await expect(seat.current.check()).rejects.toMatchObject({ code: 'paid_elsewhere' })
  expect(await (await first).text()).toBe('paid /photo')
  await until(() => expect(seat.current).toMatchObject({ status: 'error', phase: 'paid' }))
})

test('given up: it is as if nothing had been asked for, and pay() buys it at a new price', async () => {
  const { shop, seat, id } = await mountLost()
  await shop.payer.attempts.forget(id)
  await until(() =>
    expect(seat.current).toMatchObject({ status: 'idle', phase: 'idle', error: undefined, quote: undefined }),
  )
  await expect(seat.current.check()).rejects.toMatchObject({ code: 'nothing_to_pay' })
  expect((await seat.current.pay()).status).toBe(200)
  expect(shop.attempts().map(({ offer }) => offer.challenge.id)).toEqual(['c2'])
})

test('another attempt for the same thing changes nothing of it', async () => {
  const { shop, seat, id } = await mountLost()
  await shop.payer.fetch(`${photo}?2`)
  expect(shop.attempts().map((attempt) => attempt.phase)).toEqual(['unknown', 'paid'])
  expect(seat.current).toMatchObject({ status: 'error', phase: 'unknown' })
  await shop.payer.attempts.resume(id)
  await until(() => expect(seat.current.phase).toBe('paid'))
})
