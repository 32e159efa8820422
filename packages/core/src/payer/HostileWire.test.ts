import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Challenge } from '../protocol/index.js'
import { codeOf, last, onceWhenPaid, payerOf, useShop } from '../testing/harness.js'
import { createPoints, pointsChallenge } from '../testing/points.js'

// What a server that means harm can do with how much it answers, how slowly, and how often.

const held = useShop()
const url = () => held.current.url
afterEach(() => void vi.useRealTimers())

/** Answers of this very process, without a server. */
const answering = (status: number, headers: Record<string, string> = {}, body: BodyInit | null = '') =>
  payerOf({ fetch: async () => new Response(body, { status, headers }) })

/** The challenges of an unpaid request in this process, and another answer to whatever is paid. */
function selling(paid: () => Response, unpaid: BodyInit | null = '') {
  const headers = { 'WWW-Authenticate': Challenge.serialize(pointsChallenge()) }
  return payerOf({
    fetch: async (_, init) =>
      new Headers(init?.headers).has('Authorization')
        ? paid()
        : new Response(unpaid, { status: 402, headers }),
  })
}

/** A body that never ends, and how much of it was asked for. */
function endless(bytes: number) {
  const chunk = new TextEncoder().encode('{'.repeat(bytes))
  const state = { read: 0, stream: new ReadableStream<Uint8Array>() }
  state.stream = new ReadableStream({
    pull(controller) {
      state.read += bytes
      controller.enqueue(chunk)
    },
  })
  return state
}

/** A server of its own, for what the shop cannot do. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      }),
  }
}

describe('10,000 challenges', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, n) =>
      Challenge.serialize(pointsChallenge({}, { id: `c${n}`, realm: 'r', request: 'eyJhbW91bnQiOiIxIn0' })),
    ).join(', ')

  test('are refused whole where they are too long to be honest', async () => {
    const { payer, points } = answering(402, { 'WWW-Authenticate': many(10_000) })
    expect(await codeOf(payer.fetch('https://shop.test/'))).toBe('challenge_too_long')
    expect(points.authorized).toBe(0)
  })

  test('or as many as fit are read up to the 128th, and one is paid', async () => {
    const points = createPoints()
    const read = vi.spyOn(points, 'read')
    const headers = { 'WWW-Authenticate': many(2_400) }
    const fetch = async () => new Response('', { status: 402, headers })
    const { payer } = payerOf({ points, fetch, maxChallenges: 1 })
    const { offers, refused } = await payer.quote('https://shop.test/')
    expect([offers.length, read.mock.calls.length]).toEqual([128, 128])
    expect(refused.map(({ error }) => error.message)).toEqual([expect.stringContaining('no more than 128')])
    await codeOf(payer.fetch('https://shop.test/'))
    expect(points.authorized).toBe(1)
  })

  test('over HTTP are more than the platform takes, and nothing is paid', async () => {
    const shop = await serve((_, response) =>
      response.writeHead(402, { 'WWW-Authenticate': many(10_000) }).end(),
    )
    const { payer, points } = payerOf()
    await expect(payer.fetch(shop.url)).rejects.toThrow('fetch failed')
    expect([points.authorized, payer.attempts.list()]).toEqual([0, []])
    await shop.stop()
  })
})

describe('endless 402s', () => {
  const types = [
    'payment-expired',
    'invalid-challenge',
    'verification-failed',
    'payment-required',
    'about:blank',
  ]

  test.each(types)(
    'that say %j to every proof end after two, with a person who always says yes',
    async (type) => {
      held.current.answer = ({ paid }, response) => {
        if (!paid) return false
        const headers = {
          'WWW-Authenticate': Challenge.serialize(pointsChallenge()),
          'Content-Type': 'application/problem+json',
        }
        response
          .writeHead(402, headers)
          .end(JSON.stringify({ type: `https://paymentauth.org/problems/${type}` }))
        return true
      }
      const { payer, points } = payerOf()
      expect(await codeOf(payer.fetch(url()))).toBe('declined')
      expect(points.authorized).toBeLessThanOrEqual(2)
      expect(held.current.seen.length).toBe(1 + points.authorized)
    },
  )

  test('take from a budget no more than the budget, however often the page asks', async () => {
    const budget = [{ currency: 'usd', amount: '3', per: 'all' as const }]
    const { payer, points } = payerOf({ policy: { budget }, approve: undefined })
    held.current.answer = ({ paid }, response) => {
      if (paid) response.writeHead(402).end()
      return paid
    }
    for (let n = 0; n < 10; n++) await codeOf(payer.fetch(url()))
    expect(points.authorized).toBe(3)
  })
})

describe('gigantic headers', () => {
  test('of a receipt lose the answer, not the payment: the outcome is open and the proof is kept', async () => {
    const { payer, points } = payerOf()
    onceWhenPaid(held.current, (response) =>
      response.writeHead(200, { 'Payment-Receipt': 'e'.repeat(100_000) }).end(),
    )
    expect(await codeOf(payer.fetch(url()))).toBe('unknown')
    expect((await payer.attempts.resume(last(payer)?.id ?? '')).status).toBe(200)
    expect([points.authorized, held.current.taken.length]).toEqual([1, 1])
  })

  test('of a challenge end with what fetch throws, and nothing is paid', async () => {
    held.current.challenges = () => [pointsChallenge({ pad: 'x'.repeat(100_000) })]
    const { payer, points } = payerOf()
    await expect(payer.fetch(url())).rejects.toThrow('fetch failed')
    expect(points.authorized).toBe(0)
  })
})

describe('slow headers', () => {
  test.each([false, true])(
    'end with the signal of the caller (after the proof was sent: %s)',
    async (late) => {
      const abort = new AbortController()
      held.current.answer = ({ paid }) => {
        if (paid === late) setTimeout(() => abort.abort())
        return paid === late
      }
      const { payer, points } = payerOf()
      await expect(payer.fetch(url(), { signal: abort.signal })).rejects.toMatchObject({ name: 'AbortError' })
      expect([points.authorized, last(payer)?.phase]).toEqual(late ? [1, 'unknown'] : [0, undefined])
    },
  )
})

describe('gigantic bodies', () => {
  const json = { 'Content-Type': 'application/problem+json' }

  test('of a 402 are not read', async () => {
    const body = endless(65_536)
    const { payer } = selling(() => new Response('here'), body.stream)
    expect(await (await payer.fetch('https://shop.test/')).text()).toBe('here')
    expect(body.read).toBeLessThanOrEqual(2 * 65_536)
  })

  test('of a refusal are read no further than a problem goes', async () => {
    const body = endless(1_024)
    const { payer } = selling(() => new Response(body.stream, { status: 402, headers: json }))
    expect(await codeOf(payer.fetch('https://shop.test/'))).toBe('declined')
    expect(body.read).toBeLessThanOrEqual(32 * 1_024)
  })

  test('of a refusal, over HTTP, do not keep the payment from ending', async () => {
    held.current.answer = ({ paid }, response) => {
      if (!paid) return false
      response.writeHead(402, json)
      const send = () => {
        while (!response.destroyed && response.write('{'.repeat(65_536)));
      }
      response.on('drain', send)
      send()
      return true
    }
    expect(await codeOf(payerOf().payer.fetch(url()))).toBe('declined')
  })

  test('of what was paid for are handed on as they come', async () => {
    const body = endless(65_536)
    const { payer } = selling(() => new Response(body.stream))
    const response = await payer.fetch('https://shop.test/')
    expect(body.read).toBeLessThanOrEqual(2 * 65_536)
    await response.body?.cancel()
  })

  test('of a problem are cut: what is kept of one is short', async () => {
    const text = 'x'.repeat(10_000)
    const body = JSON.stringify({ title: text, detail: text })
    const { payer } = selling(() => new Response(body.slice(0, 16_000), { status: 402, headers: json }))
    await codeOf(payer.fetch('https://shop.test/'))
    expect(last(payer)?.problem).toBeUndefined()
    const whole = JSON.stringify({ title: text.slice(0, 7_000), detail: text.slice(0, 7_000) })
    const other = selling(() => new Response(whole, { status: 402, headers: json })).payer
    await codeOf(other.fetch('https://shop.test/'))
    expect([last(other)?.problem?.title?.length, last(other)?.problem?.detail?.length]).toEqual([200, 500])
  })
})

describe('slow bodies', () => {
  const json = { 'Content-Type': 'application/problem+json' }
  const silent = () => new ReadableStream<Uint8Array>()

  test.each([402, 403, 410, 500])('of a refusal with %i hang nothing', async (status) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { payer } = selling(() => new Response(silent(), { status, headers: json }))
    const answer = codeOf(payer.fetch('https://shop.test/'))
    while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve))
    vi.advanceTimersToNextTimer()
    expect(await answer).toBe(status === 402 ? 'declined' : status === 403 ? 'paid_undelivered' : 'unknown')
  })

  test('of a 402 are not waited for', async () => {
    const { payer } = selling(() => new Response('here'), silent())
    expect(await (await payer.fetch('https://shop.test/')).text()).toBe('here')
  })

  test('that another has read already do not break a payment', async () => {
    const { payer } = payerOf({
      fetch: async (input, init) => {
        const response = await fetch(input, init)
        if (new Headers(init?.headers).has('Authorization')) await response.text()
        return response
      },
    })
    held.current.answer = ({ paid }, response) => {
      if (paid) response.writeHead(402, json).end('{"title":"No"}')
      return paid
    }
    expect(await codeOf(payer.fetch(url()))).toBe('declined')
  })
})
