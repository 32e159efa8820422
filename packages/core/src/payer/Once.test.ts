import { describe, expect, test } from 'vitest'
import { BaseError } from '../Errors.js'
import { Challenge } from '../protocol/index.js'
import { createMemoryStore } from '../stores/MemoryStore.js'
import { codeOf, last, onceWhenPaid, payerOf, useShop } from '../testing/harness.js'
import { createPoints, pointsChallenge } from '../testing/points.js'

const held = useShop()

/** A method that can tell that a refusal has cost nothing, so that another question is worth asking. */
const sure = () => createPoints({ resolve: async () => 'unpaid' })

describe('never twice', () => {
  test('identical requests at once pay each for itself', async () => {
    const { payer } = payerOf()
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => payer.fetch(held.current.url).then((r) => r.text())),
    )
    expect(new Set(answers).size).toBe(8)
    expect(held.current.taken.length).toBe(8)
  })

  test('a quote pays once, however often pay is called', async () => {
    const { payer, points } = payerOf()
    const quote = await payer.quote(held.current.url)
    expect(points.authorized).toBe(0)
    const [one, two] = await Promise.all([quote.pay(), quote.pay()])
    expect(two).toBe(one)
    expect(await quote.pay()).toBe(one)
    expect([points.authorized, held.current.taken.length]).toEqual([1, 1])
  })

  test('a lost answer is unknown, and the next request presents the same proof', async () => {
    const { payer, points } = payerOf()
    held.current.answer = (seen, response) => {
      if (!seen.paid) return false
      response.destroy()
      return true
    }
    expect(await codeOf(payer.fetch(held.current.url))).toBe('unknown')
    expect(last(payer)?.phase).toBe('unknown')
    held.current.answer = undefined
    expect((await payer.fetch(held.current.url)).status).toBe(200)
    expect([points.authorized, held.current.taken.length, last(payer)?.phase]).toEqual([1, 1, 'paid'])
  })

  test('an unknown outcome counts against the budget', async () => {
    const { payer } = payerOf({ policy: { limits: [{ currency: 'usd', amount: '1', per: 'all' }] } })
    held.current.answer = (seen, response) => {
      if (!seen.paid) return false
      response.destroy()
      return true
    }
    expect(await codeOf(payer.fetch(`${held.current.url}/a`))).toBe('unknown')
    held.current.answer = undefined
    expect(await codeOf(payer.fetch(`${held.current.url}/b`))).toBe('no_offer')
  })

  test.each([
    ['does not ask', {}],
    ['cannot say', { resolve: async () => undefined }],
  ])(
    'a refusal is the word of the server where the method %s, and may be tried again',
    async (_, options) => {
      const { payer, points } = payerOf({ points: createPoints(options) })
      held.current.answer = (seen, response) => {
        if (!seen.paid) return false
        response.statusCode = 402
        response.setHeader('Content-Type', 'application/problem+json')
        response.end(
          JSON.stringify({
            type: 'https://paymentauth.org/problems/verification-failed',
            detail: 'no funds',
          }),
        )
        return true
      }
      const error = await payer.fetch(held.current.url).catch((e: unknown) => e)
      expect(error).toMatchObject({ code: 'declined', problem: { detail: 'no funds' } })
      expect(last(payer)).toMatchObject({ phase: 'declined', unproven: true })
      held.current.answer = undefined
      expect((await payer.fetch(held.current.url)).status).toBe(200)
      expect(points.authorized).toBe(2)
    },
  )

  test('a method that says what is no answer has proven nothing', async () => {
    const said: unknown = 'settled'
    const { payer, points } = payerOf({ points: createPoints({ resolve: async () => said as 'paid' }) })
    onceWhenPaid(held.current, (response) => response.writeHead(402).end())
    expect(await codeOf(payer.fetch(held.current.url))).toBe('unknown')
    expect((await payer.fetch(held.current.url)).status).toBe(200)
    expect(points.authorized).toBe(1)
  })

  test('a challenge that ended on the way is asked for anew, once', async () => {
    const asked: bigint[] = []
    const { payer, points } = payerOf({
      points: sure(),
      async approve({ offers: [offer] }) {
        asked.push(offer?.amount.value ?? 0n)
        return offer && { offer }
      },
    })
    onceWhenPaid(held.current, (response) => {
      response.statusCode = 402
      response.setHeader(
        'WWW-Authenticate',
        Challenge.serialize(held.current.issue(pointsChallenge({ amount: '200' }))),
      )
      response.setHeader('Content-Type', 'application/problem+json')
      response.end(JSON.stringify({ type: 'https://paymentauth.org/problems/payment-expired' }))
    })
    expect((await payer.fetch(held.current.url)).status).toBe(200)
    expect([asked, points.authorized, held.current.taken.length]).toEqual([[100n, 200n], 2, 1])
    expect(payer.attempts.list().map(({ phase }) => phase)).toEqual(['declined', 'paid'])
  })

  test('a server that always says "ended" is given up on', async () => {
    const { payer, points } = payerOf({ maxChallenges: 3, points: sure() })
    held.current.answer = (seen, response) => {
      if (!seen.paid) return false
      response.statusCode = 402
      response.setHeader('WWW-Authenticate', Challenge.serialize(pointsChallenge()))
      response.setHeader('Content-Type', 'application/problem+json')
      response.end(JSON.stringify({ type: 'https://paymentauth.org/problems/payment-expired' }))
      return true
    }
    expect(await codeOf(payer.fetch(held.current.url))).toBe('declined')
    expect(points.authorized).toBe(3)
  })

  test.each([
    ['paid', 'paid_undelivered', 'paidUndelivered'],
    ['unpaid', 'declined', 'declined'],
    ['unknown', 'unknown', 'unknown'],
  ] as const)('after an error the method is asked: %s', async (resolution, code, phase) => {
    const points = createPoints({ resolve: async () => resolution })
    const { payer } = payerOf({ points })
    held.current.answer = (seen, response) => {
      if (!seen.paid) return false
      response.statusCode = 500
      response.end()
      return true
    }
    expect(await codeOf(payer.fetch(held.current.url))).toBe(code)
    expect(last(payer)?.phase).toBe(phase)
  })

  test('money that moved before a refusal is not forgotten', async () => {
    const { payer } = payerOf({ points: createPoints({ moves: 'before' }) })
    held.current.answer = (seen, response) => {
      if (!seen.paid) return false
      response.statusCode = 402
      response.end()
      return true
    }
    expect(await codeOf(payer.fetch(held.current.url))).toBe('paid_undelivered')
    held.current.answer = undefined
    const id = last(payer)?.id ?? ''
    expect((await payer.attempts.resume(id)).status).toBe(200)
    expect(last(payer)?.phase).toBe('paid')
    expect(await codeOf(payer.attempts.resume(id))).toBe('attempt_not_found')
  })
})

describe('an open attempt', () => {
  /** A payment whose answer was lost. */
  async function lose(options: Parameters<typeof payerOf>[0] = {}) {
    const it = payerOf(options)
    onceWhenPaid(held.current, (response) => response.destroy())
    expect(await codeOf(it.payer.fetch(held.current.url))).toBe('unknown')
    return it
  }

  test('is finished once for two requests at once, and both have what came of it', async () => {
    const { payer, points } = await lose()
    // Whoever hears the price once the other has been served has come too late, and buys another.
    const quotes = await Promise.all([1, 2].map(() => payer.quote(held.current.url)))
    const texts = await Promise.all(quotes.map((quote) => quote.pay().then((response) => response.text())))
    expect(new Set(texts).size).toBe(1)
    expect([points.authorized, held.current.taken.length]).toEqual([1, 1])
  })

  test('is finished by a quote that is paid later', async () => {
    const { payer, points } = await lose()
    const quote = await payer.quote(held.current.url)
    expect((await quote.pay()).status).toBe(200)
    expect([points.authorized, held.current.taken.length]).toEqual([1, 1])
  })

  test('leaves other purchases alone', async () => {
    const { payer, points } = await lose()
    for (const init of [{ method: 'POST', body: 'a' }, { payment: { idempotencyKey: 'another' } }])
      expect((await payer.fetch(held.current.url, init)).status).toBe(200)
    expect(points.authorized).toBe(3)
    expect(payer.attempts.list().map(({ phase }) => phase)).toEqual(['unknown', 'paid', 'paid'])
  })

  test('stays unknown while the server only says "already used"', async () => {
    const { payer, points } = payerOf()
    held.current.answer = (seen, response) => {
      // The money was taken; only the answer was lost.
      if (seen.paid) response.destroy()
      return seen.paid
    }
    expect(await codeOf(payer.fetch(held.current.url))).toBe('unknown')
    held.current.answer = (seen, response) => {
      if (seen.paid)
        response.writeHead(402, { 'WWW-Authenticate': Challenge.serialize(pointsChallenge()) }).end()
      return seen.paid
    }
    expect(await codeOf(payer.fetch(held.current.url))).toBe('unknown')
    expect(points.authorized).toBe(1)
  })

  test('stays unknown when the wallet itself lost the answer', async () => {
    const points = createPoints({
      prompt() {
        throw new BaseError('unknown', 'The wallet does not answer.')
      },
    })
    const { payer } = payerOf({ points })
    expect(await codeOf(payer.fetch(held.current.url))).toBe('unknown')
    expect(await codeOf(payer.fetch(held.current.url))).toBe('unknown')
    expect([points.authorized, payer.attempts.list().length, last(payer)?.phase]).toEqual([1, 1, 'unknown'])
  })

  test.each([
    ['paid', 'paid_undelivered'],
    ['unpaid', 'declined'],
    ['unknown', 'unknown'],
  ] as const)('is what the method finds out when it is asked again: %s', async (found, code) => {
    const points = createPoints({
      prompt() {
        throw new BaseError('unknown', 'The wallet does not answer.')
      },
      resolve: async () => found,
    })
    const { payer } = payerOf({ points })
    expect(await codeOf(payer.fetch(held.current.url))).toBe('unknown')
    expect(await codeOf(payer.attempts.resume(last(payer)?.id ?? ''))).toBe(code)
    expect([points.authorized, held.current.taken.length]).toEqual([1, 0])
  })

  test('can be given up by the person alone', async () => {
    const { payer, points } = await lose()
    await payer.attempts.forget(last(payer)?.id ?? '')
    expect((await payer.fetch(held.current.url)).status).toBe(200)
    expect(points.authorized).toBe(2)
  })
})

describe('a store that fails', () => {
  const failing = (phase: string) => {
    const store = createMemoryStore()
    return {
      ...store,
      async set(key: string, value: unknown) {
        if ((value as { phase: string }).phase === phase) throw new Error('quota exceeded')
        return store.set(key, value)
      },
    }
  }

  test.each(['approving', 'authorizing', 'submitting'])(
    'before money moves (%s): nothing is sent',
    async (phase) => {
      const { payer } = payerOf({ store: failing(phase) })
      expect(await codeOf(payer.fetch(held.current.url))).toBe('store_failed')
      expect(held.current.taken.length).toBe(0)
    },
  )

  test('after money moved: what was bought still arrives', async () => {
    for (const [phase, moves] of [
      ['paid', 'after'],
      ['submitting', 'before'],
    ] as const) {
      const { payer } = payerOf({ store: failing(phase), points: createPoints({ moves }) })
      expect((await payer.fetch(held.current.url)).status).toBe(200)
      expect(last(payer)?.phase).toBe('paid')
    }
  })
})

describe('giving up', () => {
  test('before the yes: nothing is paid, and the abort is what is thrown', async () => {
    const abort = new AbortController()
    const { payer, points } = payerOf({
      approve: ({ signal }) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    })
    const promise = payer.fetch(held.current.url, { signal: abort.signal })
    await new Promise((resolve) => payer.on('attempt', resolve))
    abort.abort()
    await expect(promise).rejects.toMatchObject({ name: 'AbortError' })
    expect([points.authorized, last(payer)?.phase]).toEqual([0, 'cancelled'])
  })

  test('after the proof was sent: unknown, never failed', async () => {
    const abort = new AbortController()
    const { payer } = payerOf()
    held.current.answer = (seen) => {
      if (seen.paid) abort.abort()
      return seen.paid
    }
    await expect(payer.fetch(held.current.url, { signal: abort.signal })).rejects.toMatchObject({
      name: 'AbortError',
    })
    expect(last(payer)?.phase).toBe('unknown')
  })

  test('a free proof whose answer is lost is no open payment', async () => {
    const { payer } = payerOf({ points: createPoints({ moves: 'never' }) })
    onceWhenPaid(held.current, (response) => response.destroy())
    await expect(payer.fetch(held.current.url)).rejects.toThrow('fetch failed')
    expect(last(payer)?.phase).toBe('failed')
  })

  test('a refusal whose body never ends is still a refusal', async () => {
    const { payer } = payerOf()
    held.current.answer = (seen, response) => {
      if (!seen.paid) return false
      response.writeHead(402, { 'Content-Type': 'application/problem+json' })
      response.write('{"type":"https://paymentauth.org/problems/verification-failed","detail":"')
      return true
    }
    expect(await codeOf(payer.fetch(held.current.url))).toBe('declined')
  })

  test('a destroyed payer asks nobody any more', async () => {
    const { payer, points } = payerOf()
    payer.destroy()
    expect(await codeOf(payer.fetch(held.current.url))).not.toBe('')
    expect(points.authorized).toBe(0)
  })
})
