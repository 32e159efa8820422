import { describe, expect, test } from 'vitest'
import type { BaseError } from '../Errors.js'
import { Challenge } from '../protocol/index.js'
import { codesOf, payerOf, useShop } from '../testing/harness.js'
import { pointsChallenge } from '../testing/points.js'
import { openShop } from '../testing/shop.js'

const held = useShop()

describe('where a proof goes', () => {
  test('Payment-Authorization lives beside a Bearer token', async () => {
    held.current.challenges = () => [pointsChallenge({}, { header: 'Payment-Authorization' })]
    await payerOf().payer.fetch(held.current.url, { headers: { Authorization: 'Bearer abc' } })
    expect(held.current.seen[1]?.headers.authorization).toBe('Bearer abc')
    expect(held.current.seen[1]?.headers['payment-authorization']).toMatch(/^Payment /)
  })

  test('a Bearer token is never overwritten', async () => {
    const { payer, points } = payerOf()
    expect(
      await codesOf(payer.fetch(held.current.url, { headers: { Authorization: 'Bearer abc' } })),
    ).toContain('authorization_in_use')
    expect(points.authorized).toBe(0)
  })

  test('it never follows a redirect, to this origin or another', async () => {
    const other = await openShop()
    other.answer = (_, response) => {
      response.end('from the other shop')
      return true
    }
    for (const header of [undefined, 'Payment-Authorization']) {
      held.current.challenges = () => [pointsChallenge({}, header ? { header } : {})]
      held.current.answer = (seen, response) => {
        if (!seen.paid) return false
        response.statusCode = 302
        response.setHeader('Location', `${other.url}/file`)
        response.end()
        return true
      }
      const response = await payerOf().payer.fetch(held.current.url)
      expect(await response.text()).toBe('from the other shop')
    }
    for (const { headers } of other.seen) {
      expect(headers.authorization).toBeUndefined()
      expect(headers['payment-authorization']).toBeUndefined()
    }
    expect(other.seen.length).toBe(2)
    await other.stop()
  })

  test('a redirect before the price: the address that asked is paid, and a POST is not', async () => {
    const other = await openShop()
    held.current.answer = (_, response) => {
      response.statusCode = 302
      response.setHeader('Location', `${other.url}/moved`)
      response.end()
      return true
    }
    const { payer } = payerOf()
    const quote = await payer.quote(held.current.url)
    expect(quote.offers[0]?.origin).toBe(other.url)
    expect((await quote.pay()).status).toBe(200)
    expect(held.current.seen.some((seen) => seen.paid)).toBe(false)
    expect(await codesOf(payer.fetch(held.current.url, { method: 'POST', body: 'x' }))).toContain(
      'redirected',
    )
    await other.stop()
  })

  test('plain http to another machine is refused', async () => {
    const challenge = pointsChallenge()
    const { payer, points } = payerOf({
      fetch: async () =>
        new Response('', { status: 402, headers: { 'WWW-Authenticate': Challenge.serialize(challenge) } }),
    })
    expect(await codesOf(payer.fetch('http://shop.example/photo'))).toContain('insecure')
    expect(points.authorized).toBe(0)
  })

  test('a challenge that another origin hides is explained', async () => {
    const hidden = new Response('', { status: 402 })
    Object.defineProperty(hidden, 'type', { value: 'cors' })
    Object.defineProperty(hidden, 'url', { value: 'https://api.example/x' })
    const { payer } = payerOf({ fetch: async () => hidden })
    const error = await payer.fetch('https://api.example/x').catch((e: unknown) => e)
    expect((error as BaseError).code).toBe('headers_unreadable')
    expect((error as BaseError).message).toContain('Access-Control-Expose-Headers: WWW-Authenticate')
  })
})
