import { type Approve, createPayer } from '@payerkit/core'
import { stripe } from '@payerkit/core/stripe'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openProgramme, type Programme } from './openProgramme.js'
import { openShop } from './openShop.js'
import { points } from './points.js'

const token = 'customer-1'
let programme: Programme
let shop: Awaited<ReturnType<typeof openShop>>
beforeEach(async () => {
  programme = await openProgramme(token)
  shop = await openShop(programme)
})
afterEach(async () => {
  await shop.stop()
  await programme.stop()
})

const withPoints: Approve = async ({ offers }) => {
  const offer = offers.find(({ method }) => method === 'points')
  return offer && { offer }
}

/** A page that takes cards, and points by a method that the core has never heard of. */
function buyer(retries = 0) {
  const createToken = () => Promise.reject(new Error('No card was asked for.'))
  const methods = [
    stripe({ createToken }),
    points({ programme: programme.url, token, names: { photos: 'Photos Inc.' } }),
  ]
  return createPayer({ methods, approve: withPoints, retries })
}

test('it is registered, offered beside another method, described, looked at and paid', async () => {
  const payer = buyer()
  const quote = await payer.quote(shop.url)
  expect(shop.script.accepts).toEqual(['stripe/charge, points/charge'])
  expect(quote.offers.map(({ method }) => method)).toEqual(['stripe', 'points'])
  const [, offer] = quote.offers
  if (!offer) throw new Error('No offer of points.')
  expect(offer).toMatchObject({
    amount: { value: 120n, decimals: 0, symbol: 'points' },
    payee: { id: 'photos', name: 'Photos Inc.' },
    ...{ fees: 'none', prompt: 'none', realm: 'shop.example' },
  })
  expect(await payer.capable(offer)).toEqual({ able: true })
  expect([programme.balance, programme.holds.size]).toEqual([500n, 0])

  expect(await (await quote.pay()).text()).toBe('the photo')
  expect(programme.balance).toBe(380n)
  expect([...programme.holds.values()]).toMatchObject([{ shop: 'photos', state: 'taken' }])
  expect(payer.attempts.list()).toMatchObject([{ phase: 'paid', receipt: { reference: 'hold_1' } }])
})

test('too few points are told before anybody pays, and cost nothing', async () => {
  shop.script.points = '501'
  const payer = buyer()
  const quote = await payer.quote(shop.url)
  const [, offer] = quote.offers
  if (!offer) throw new Error('No offer of points.')
  expect(await payer.capable(offer)).toMatchObject({ able: false, reason: 'balance' })
  await expect(quote.pay()).rejects.toMatchObject({ code: 'declined' })
  expect([programme.balance, programme.holds.size]).toEqual([500n, 0])
})

test('points of another programme, or none, are refused with the reason', async () => {
  const other = points({ programme: 'https://elsewhere.example', token })
  const payer = createPayer({ methods: [other], approve: withPoints })
  await expect(payer.fetch(shop.url)).rejects.toMatchObject({ code: 'no_offer' })
  shop.script.points = '1.5'
  const { refused } = await buyer().quote(shop.url)
  expect(refused.map(({ error }) => error.code)).toEqual(['request_invalid'])
})

describe('an answer that was lost', () => {
  test.each([
    ['after the points were taken', 'after', 'paid_undelivered', 'taken', 380n],
    ['before they were', 'before', 'declined', 'released', 500n],
  ] as const)('%s is found out from the programme', async (_, loses, code, state, balance) => {
    const payer = buyer()
    shop.script.loses = loses
    await expect(payer.fetch(shop.url)).rejects.toMatchObject({ code: 'unknown' })
    const [attempt] = payer.attempts.list()
    shop.script.forgets = true
    await expect(payer.attempts.resume(attempt?.id ?? '')).rejects.toMatchObject({ code })
    expect([...programme.holds.values()].map((hold) => hold.state)).toEqual([state])
    expect(programme.balance).toBe(balance)
  })
})
