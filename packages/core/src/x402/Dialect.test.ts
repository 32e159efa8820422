import { parsePaymentPayload } from '@x402/core/schemas'
import { describe, expect, test, vi } from 'vitest'
import { PaymentPayloadSchema } from 'x402/types'
import * as Challenge from '../protocol/Challenge.js'
import { dialect } from './Dialect.js'
import {
  answer,
  asksV1,
  asksV2,
  challengeOf,
  challengesOf,
  entry,
  entryV1,
  pay,
  payload,
  url,
} from './testing/asks.js'

describe('a 402 that asks in x402', () => {
  test("is the same answer, with a challenge for each way to pay after the server's own", async () => {
    const own = 'Payment id="a", realm="r", method="evm", intent="charge", request="e30"'
    const asked = asksV2([entry(), entry({ scheme: 'upto' })], {}, { 'WWW-Authenticate': own })
    const response = await dialect(async () => asked)(url)
    expect(response).toBe(asked)
    expect([response.url, response.status, response.bodyUsed]).toEqual([url, 402, false])
    for (const each of [response, response.clone()]) {
      const { challenges, refused } = Challenge.parse(each.headers)
      expect(refused).toEqual([])
      expect(challenges.map(({ method, intent }) => `${method}/${intent}`)).toEqual([
        'evm/charge',
        'x402/exact',
        'x402/upto',
      ])
      expect(challenges[1]).toMatchObject({
        realm: 'shop.test',
        header: 'Payment-Authorization',
        description: 'A “photo”',
      })
      expect(await each.json()).toEqual({ words: 'of the server' })
    }
  })

  test('in version 1 by its body, which the page can still read', async () => {
    const asked = asksV1()
    const [challenge] = await challengesOf(asked)
    expect(challenge?.description).toBe('An older photo')
    expect(Challenge.decodeRequest(challenge as Challenge.Challenge)).toEqual({
      x402Version: 1,
      accepted: JSON.parse(
        JSON.stringify({
          ...entryV1(),
          outputSchema: undefined,
          description: undefined,
          mimeType: undefined,
        }),
      ),
    })
    expect(await asked.json()).toMatchObject({ x402Version: 1, accepts: [entryV1()] })
  })

  test('is another purchase each time', async () => {
    const ids = [await challengeOf(asksV2()), await challengeOf(asksV2())].map(({ id }) => id)
    expect(new Set(ids).size).toBe(2)
  })

  test('is translated once, however many methods bring the dialect', async () => {
    const response = await dialect(dialect(async () => asksV2([entry(), entry()])))(url)
    expect(Challenge.parse(response.headers).challenges.length).toBe(2)
  })

  test.each([
    ['an answer that is no 402', answer('{}', { status: 200, headers: { 'PAYMENT-REQUIRED': 'e30=' } })],
    ['a field that is no base64', asksV2([], {}, { 'PAYMENT-REQUIRED': '%%%' })],
    ['a field that is far too long', asksV2([], {}, { 'PAYMENT-REQUIRED': 'e'.repeat(65_537) })],
    ['another version', asksV2([entry()], { x402Version: 3 })],
    ['a list that is none', asksV2([], { accepts: { 0: entry() } })],
    ['a body that is no JSON', answer('x402Version', { headers: { 'Content-Type': 'application/json' } })],
    ['a body of another type', answer(JSON.stringify({ x402Version: 1, accepts: [entryV1()] }))],
    ['a body that is far too long', asksV1([entryV1()], { padding: 'x'.repeat(262_145) })],
    ['a body that has been read', read(asksV1())],
  ])('goes through as it is: %s', async (_, asked) => {
    const response = await dialect(async () => asked)(url)
    expect(response).toBe(asked)
    expect(response.headers.has('WWW-Authenticate')).toBe(false)
  })

  test('passes over what cannot be sent back as it came, and what is too much', async () => {
    const deep = JSON.parse(`${'['.repeat(80)}${']'.repeat(80)}`)
    const odd = [
      null,
      'exact',
      [],
      { scheme: 7 },
      { scheme: 'a b' },
      entry({ extra: deep }),
      entry({ x: '\ud800' }),
    ]
    expect((await challengesOf(asksV2([...(odd as object[]), entry()]))).length).toBe(1)
    expect((await challengesOf(asksV1(Array.from({ length: 99 }, () => entryV1())))).length).toBe(32)
    const long = Array.from({ length: 9 }, () => entryV1({ extra: { padding: 'x'.repeat(20_000) } }))
    expect((await challengesOf(asksV1(long))).length).toBe(4)
  })

  test('whose body never ends holds nobody up for ever', async () => {
    vi.useFakeTimers()
    try {
      const body = new ReadableStream({ start: (to) => to.enqueue(new TextEncoder().encode('{')) })
      const asked = new Response(body, { status: 402, headers: { 'Content-Type': 'application/json' } })
      const response = dialect(async () => asked)(url)
      await vi.advanceTimersByTimeAsync(3_000)
      expect(await response).toBe(asked)
      expect(asked.headers.has('WWW-Authenticate')).toBe(false)
    } finally {
      vi.useRealTimers()
    }
  })

  test('of a server whose answers have no address takes the one that was asked', async () => {
    const bare = new Response(null, { status: 402, headers: asksV2().headers })
    const response = await dialect(async () => bare)(new Request('http://localhost:81/a'))
    expect(Challenge.parse(response.headers).challenges[0]?.realm).toBe('localhost:81')
  })
})

function read(response: Response): Response {
  void response.text()
  return response
}

describe('a credential', () => {
  test('leaves as version 2 has it, with all that is to be echoed', async () => {
    const extensions = { 'x-shop': { info: { a: 1 }, schema: { type: 'object' } } }
    const { left } = await pay(
      await challengeOf(asksV2([entry()], { extensions })),
      answer('', { status: 200 }),
    )
    expect([...left.keys()]).toEqual(['authorization', 'payment-signature'])
    expect(left.get('Authorization')).toBe('Bearer page')
    const sent = JSON.parse(atob(left.get('PAYMENT-SIGNATURE') ?? ''))
    expect(sent).toMatchObject({ x402Version: 2, accepted: entry(), payload, extensions, resource: { url } })
    expect(parsePaymentPayload(sent).success).toBe(true)
  })

  test('leaves as version 1 has it', async () => {
    const { left } = await pay(await challengeOf(asksV1()), answer('', { status: 200 }))
    expect([...left.keys()]).toEqual(['authorization', 'x-payment'])
    const sent = JSON.parse(atob(left.get('X-PAYMENT') ?? ''))
    expect(sent).toEqual({ x402Version: 1, scheme: 'exact', network: 'base', payload })
    expect(PaymentPayloadSchema.parse(sent)).toEqual(sent)
  })

  test('of another method leaves as it is', async () => {
    const other = { ...(await challengeOf(asksV2())), method: 'tempo' }
    const { left } = await pay(other, answer('', { status: 200 }))
    expect([...left.keys()]).toEqual(['authorization', 'payment-authorization'])
    const odd = new Headers({ 'Payment-Authorization': 'Bearer x' })
    let sent: unknown
    await dialect(async (_, init) => {
      sent = init?.headers
      return answer('', { status: 200 })
    })(url, { headers: odd })
    expect(sent).toBe(odd)
  })
})
