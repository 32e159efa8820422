import { describe, expect, test } from 'vitest'
import type { BaseError } from '../Errors.js'
import { Challenge } from '../protocol/index.js'
import { codeOf, codesOf, last, payerOf, useShop, yes } from '../testing/harness.js'
import { createPoints, pointsChallenge, pointsReceipt } from '../testing/points.js'
import { createPayer } from './createPayer.js'

const held = useShop()

describe('the 402 loop', () => {
  test('pays once and hands the answer through', async () => {
    const { payer, points, phases } = payerOf()
    const response = await payer.fetch(`${held.current.url}/photo`)
    expect(response.status).toBe(200)
    expect(response.url).toBe(`${held.current.url}/photo`)
    expect(response.redirected).toBe(false)
    expect(await response.clone().text()).toMatch(/^bought with id-/)
    expect(await response.text()).toMatch(/^bought with id-/)
    expect([points.authorized, held.current.taken.length, held.current.seen.length]).toEqual([1, 1, 2])
    expect(phases).toEqual(['approving', 'authorizing', 'submitting', 'paid'])
    expect(last(payer)?.receipt?.reference).toBe(`ref-${held.current.taken[0]?.challenge.id}`)
  })

  test('hands an answer that is no 402 through untouched', async () => {
    held.current.answer = (_, response) => {
      response.statusCode = 418
      response.end('teapot')
      return true
    }
    const { payer, points } = payerOf()
    const response = await payer.fetch(held.current.url)
    expect([response.status, await response.text(), points.authorized]).toEqual([418, 'teapot', 0])
    expect(payer.attempts.list()).toEqual([])
  })

  test('hands a 402 of another kind through untouched', async () => {
    held.current.answer = (_, response) => {
      response.statusCode = 402
      response.end('pay us by post')
      return true
    }
    const { payer } = payerOf()
    expect(await (await payer.fetch(held.current.url)).text()).toBe('pay us by post')
  })

  test('sends back the request and the opaque text as they came', async () => {
    const request = 'eyJhbW91bnQiOiIxMDAiLCJ6IjoxLCJhIjoyfQ' // keys out of order
    const challenge = pointsChallenge(
      {},
      { request, opaque: 'eyJiIjoiMiIsImEiOiIxIn0', description: 'a "photo"' },
    )
    held.current.challenges = () => [challenge]
    await payerOf().payer.fetch(held.current.url)
    expect(held.current.taken[0]?.challenge).toEqual(challenge)
  })

  test('refuses when no method fits, and says why for each challenge', async () => {
    held.current.challenges = () => [
      pointsChallenge({}, { method: 'gold' }),
      pointsChallenge({ amount: '1.5' }),
    ]
    const { payer, points } = payerOf()
    const error = await payer.fetch(held.current.url).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'no_offer' })
    expect((error as BaseError).message).toContain('This page cannot pay by gold/charge.')
    expect((error as BaseError).message).toContain('The amount is no whole number.')
    expect([points.authorized, held.current.seen.length]).toEqual([0, 1])
  })

  test('one unreadable challenge hides no good one', async () => {
    const good = pointsChallenge()
    const fields = [
      'Bearer realm="x"',
      'Payment id="", realm="a"',
      Challenge.serialize(good),
      'Payment id="b',
    ]
    const payer = createPayer({
      methods: [createPoints()],
      approve: yes,
      fetch: async () =>
        new Response('', { status: 402, headers: { 'WWW-Authenticate': fields.join(', ') } }),
    })
    const { offers, refused } = await payer.quote('https://shop.test/')
    expect(offers.map(({ challenge }) => challenge)).toEqual([good])
    expect(refused.map(({ error }) => error.code)).toEqual(['challenge_invalid', 'challenge_invalid'])
  })

  test('never signs an offer that has ended, and allows for clocks that differ', async () => {
    const now = Date.parse('2026-05-05T12:00:00Z')
    const { payer, points } = payerOf({ now: () => now, clockTolerance: 5_000 })
    held.current.challenges = () => [pointsChallenge({}, { expires: '2026-05-05T11:59:54Z' })]
    expect(await codesOf(payer.fetch(held.current.url))).toContain('challenge_expired')
    expect(points.authorized).toBe(0)
    held.current.challenges = () => [pointsChallenge({}, { expires: '2026-05-05T11:59:56Z' })]
    expect((await payer.fetch(held.current.url)).status).toBe(200)
  })

  test('does not send the proof of an offer that ended while the person was asked', async () => {
    let now = Date.parse('2026-05-05T12:00:00Z')
    held.current.challenges = () => [pointsChallenge({}, { expires: '2026-05-05T12:01:00Z' })]
    const points = createPoints({
      prompt() {
        now += 120_000
      },
    })
    const { payer } = payerOf({ points, now: () => now })
    expect(await codeOf(payer.fetch(held.current.url))).toBe('challenge_expired')
    expect(held.current.seen.filter((seen) => seen.paid)).toEqual([])
    expect(last(payer)?.phase).toBe('failed')
  })

  test('a receipt for another payment is told and trusted by nobody', async () => {
    held.current.answer = (seen, response) => {
      if (!seen.paid) return false
      response.setHeader(
        'Payment-Receipt',
        pointsReceipt({ challenge: pointsChallenge({}, { method: 'gold' }), payload: {} }),
      )
      response.end('here')
      return true
    }
    const { payer } = payerOf()
    expect(await (await payer.fetch(held.current.url)).text()).toBe('here')
    expect(last(payer)).toMatchObject({ phase: 'paid', receiptError: { code: 'receipt_mismatch' } })
    expect(last(payer)?.receipt).toBeUndefined()
  })

  test('no event, attempt or error holds the proof', async () => {
    const { payer } = payerOf()
    const told: unknown[] = []
    payer.on('attempt', (attempt) => told.push(attempt))
    payer.on('quote', (quote) => told.push({ ...quote, response: undefined, pay: undefined }))
    await payer.fetch(held.current.url)
    const bigints = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)
    expect(JSON.stringify([told, payer.attempts.list()], bigints)).not.toContain('token-for-')
  })
})
