import { afterEach, describe, expect, test, vi } from 'vitest'
import { codeOf, last, onceWhenPaid, payerOf, useShop } from '../testing/harness.js'
import { createPoints } from '../testing/points.js'
import type { Seen } from '../testing/shop.js'
import { pause } from './Retry.js'

const held = useShop()

/** Lets the first so many paid requests end as a test wants it, and keeps all of their proofs. */
function spoil(times: number, end: Parameters<typeof onceWhenPaid>[1]): string[] {
  const proofs: string[] = []
  held.current.answer = (seen: Seen, response) => {
    if (!seen.paid) return false
    proofs.push(String(seen.headers.authorization))
    if (proofs.length > times) return false
    end(response, seen)
    return true
  }
  return proofs
}

type Answer = Parameters<typeof onceWhenPaid>[1]

const answering =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, headers)
    response.end('<h1>No</h1>')
  }

describe('the same proof is presented again after', () => {
  test.each<[string, Answer]>([
    ['an answer that was lost', (response) => response.destroy()],
    ['502', answering(502)],
    ['503 with Retry-After', answering(503, { 'Retry-After': '1' })],
    ['429', answering(429)],
    ['408', answering(408)],
  ])('%s', async (_, end) => {
    const { payer, points, phases } = payerOf({ retries: 1 })
    const proofs = spoil(1, end)
    expect((await payer.fetch(held.current.url)).status).toBe(200)
    expect([proofs.length, new Set(proofs).size, points.authorized]).toEqual([2, 1, 1])
    expect(last(payer)).toMatchObject({ phase: 'paid', tries: 1 })
    expect(phases).toEqual(['approving', 'authorizing', 'submitting', 'submitting', 'paid'])
  })

  test.each(['unknown', 'paid'] as const)('a 402 when the money is %s', async (resolution) => {
    const { payer, points } = payerOf({
      retries: 1,
      points: createPoints({ resolve: async () => resolution }),
    })
    const proofs = spoil(1, answering(402))
    expect((await payer.fetch(held.current.url)).status).toBe(200)
    expect([proofs.length, new Set(proofs).size, points.authorized]).toEqual([2, 1, 1])
  })

  test('a loss, with the very body', async () => {
    const { payer } = payerOf({ retries: 1 })
    const bodies: string[] = []
    held.current.answer = (seen, response) => {
      if (seen.paid) bodies.push(seen.body)
      if (bodies.length === 1) response.destroy()
      return bodies.length === 1
    }
    const body = new Blob(['one ', 'body']).stream()
    const init = { method: 'POST', body, duplex: 'half' } as const
    expect((await payer.fetch(held.current.url, init)).status).toBe(200)
    expect(bodies).toEqual(['one body', 'one body'])
  })

  test('a loss of what costs nothing', async () => {
    const { payer, points } = payerOf({ retries: 1, points: createPoints({ moves: 'never' }) })
    spoil(1, (response) => response.destroy())
    expect((await payer.fetch(held.current.url)).status).toBe(200)
    expect(points.authorized).toBe(1)
  })
})

describe('there is an end to it', () => {
  test('after so many tries it is not known', async () => {
    const { payer, points } = payerOf({ retries: 2 })
    const proofs = spoil(9, (response) => response.destroy())
    expect(await codeOf(payer.fetch(held.current.url))).toBe('unknown')
    expect([proofs.length, new Set(proofs).size, points.authorized]).toEqual([3, 1, 1])
    expect(last(payer)).toMatchObject({ phase: 'unknown', tries: 2 })
  })

  test.each<[string, string, Answer]>([
    ['a server that asks for a long wait', 'unknown', answering(503, { 'Retry-After': '31' })],
    [
      'one that asks for it by a date',
      'unknown',
      answering(503, { 'Retry-After': new Date(Date.now() + 3_600_000).toUTCString() }),
    ],
    ['a refusal that cost nothing', 'declined', answering(402)],
    ['403', 'paid_undelivered', answering(403)],
    ['404', 'unknown', answering(404)],
  ])('%s is not asked again', async (_, code, end) => {
    const { payer } = payerOf({ retries: 3 })
    const proofs = spoil(9, end)
    expect(await codeOf(payer.fetch(held.current.url))).toBe(code)
    expect(proofs.length).toBe(1)
  })

  test('whoever gives up in between is not kept waiting, and it is not known', async () => {
    const { payer } = payerOf({ retries: 3 })
    const asking = new AbortController()
    const proofs = spoil(9, (response) => response.destroy())
    payer.on('attempt', ({ phase }) => {
      if (phase === 'submitting' && proofs.length === 0)
        setTimeout(() => asking.abort(new Error('enough')), 200)
    })
    await expect(payer.fetch(held.current.url, { signal: asking.signal })).rejects.toThrow('enough')
    expect([proofs.length, last(payer)?.phase]).toEqual([1, 'unknown'])
  })
})

describe('who looks again', () => {
  test.each([
    ['paid', 'paid_undelivered'],
    ['unpaid', 'declined'],
    ['unknown', 'unknown'],
  ] as const)('while the server is gone hears from the method: %s', async (resolution, code) => {
    const { payer } = payerOf({ points: createPoints({ resolve: async () => resolution }) })
    spoil(9, (response) => response.destroy())
    expect(await codeOf(payer.fetch(held.current.url))).toBe('unknown')
    expect(await codeOf(payer.attempts.resume(last(payer)?.id ?? ''))).toBe(code)
  })
})

describe('pause', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  const wait = (tries: number, after?: string, signal?: AbortSignal) => {
    vi.useFakeTimers({ now: 1_000_000_000_000 })
    const headers = after === undefined ? {} : { 'Retry-After': after }
    return pause({ context: { now: () => Date.now() }, signal }, tries, new Response('', { headers }))
  }

  test.each<[number, number, string?]>([
    [0, 500],
    [1, 1_000],
    [3, 4_000],
    [0, 2_000, '2'],
    [2, 2_000, '1'],
    [0, 500, 'soon'],
    [0, 500, '0'],
    [0, 500, '-5'],
    [0, 7_000, new Date(1_000_000_007_000).toUTCString()],
    [0, 500, new Date(999_999_000_000).toUTCString()],
  ])('after %i tries waits %i ms (Retry-After: %s)', async (tries, ms, after) => {
    const waited = wait(tries, after)
    const done = vi.fn()
    void waited.then(done)
    await vi.advanceTimersByTimeAsync(ms - 1)
    expect(done).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(done).toHaveBeenCalledWith(true)
  })

  test('ends with the signal, and does not begin after it', async () => {
    const asking = new AbortController()
    const waited = wait(0, '20', asking.signal)
    asking.abort()
    expect(await waited).toBe(false)
    expect(await wait(0, undefined, asking.signal)).toBe(false)
  })
})

test('whatever breaks after the proof was sent, it is open and not paid for again', async () => {
  const { payer, points } = payerOf({ retries: 1 })
  let breaks = true
  onceWhenPaid(held.current, (response) => {
    response.setHeader('Retry-After', '1')
    response.statusCode = 503
    response.end()
  })
  const real = Headers.prototype.get
  Headers.prototype.get = function get(name) {
    if (name === 'Retry-After' && breaks) throw new Error('broken')
    return real.call(this, name)
  }
  try {
    await expect(payer.fetch(held.current.url)).rejects.toThrow('broken')
  } finally {
    Headers.prototype.get = real
    breaks = false
  }
  expect(last(payer)?.phase).toBe('unknown')
  expect((await payer.fetch(held.current.url)).status).toBe(200)
  expect([points.authorized, held.current.taken.length]).toEqual([1, 1])
})
