import { describe, expect, test } from 'vitest'
import { createMemoryStore } from '../stores/MemoryStore.js'
import { codeOf, last, onceWhenPaid, payerOf, useShop } from '../testing/harness.js'
import { createPoints, pointsChallenge, pointsReceipt } from '../testing/points.js'
import { openShop } from '../testing/shop.js'

// What somebody would try who wants money, secrets or confusion, or who simply uses it in an unlucky order.

const held = useShop()
const url = () => held.current.url
const limit = (amount: string) => ({ currency: 'usd', amount, per: 'all' as const })

describe('secrets and redirects', () => {
  test('where another origin asks, what the page keeps for this one stays here', async () => {
    const evil = await openShop()
    evil.challenges = () => [pointsChallenge({}, { header: 'Payment-Authorization' })]
    held.current.answer = (_, response) => {
      response.writeHead(302, { Location: `${evil.url}/x` }).end()
      return true
    }
    await payerOf().payer.fetch(url(), { headers: { Authorization: 'Bearer SECRET', Cookie: 's=1' } })
    expect(evil.taken.length).toBe(1)
    for (const { headers } of evil.seen)
      expect([headers.authorization, headers.cookie]).toEqual([undefined, undefined])
    await evil.stop()
  })

  test('a page keeps its own Authorization on a redirect within its origin', async () => {
    held.current.challenges = () => [pointsChallenge({}, { header: 'Payment-Authorization' })]
    held.current.answer = (seen, response) => {
      if (seen.path === '/file') response.end(`for ${seen.headers.authorization}`)
      else if (seen.paid) response.writeHead(302, { Location: '/file' }).end()
      return seen.paid || seen.path === '/file'
    }
    const response = await payerOf().payer.fetch(url(), { headers: { Authorization: 'Bearer a' } })
    expect(await response.text()).toBe('for Bearer a')
  })

  test('a refusal of where a paid answer leads to is no word that nothing was paid', async () => {
    held.current.answer = (seen, response) => {
      if (seen.paid) response.writeHead(303, { Location: '/file' }).end()
      return seen.paid
    }
    const { payer } = payerOf()
    expect(await codeOf(payer.fetch(`${url()}/buy`))).toBe('paid_undelivered')
    expect(last(payer)?.phase).toBe('paidUndelivered')
  })

  test('the receipt is the one of who was paid', async () => {
    held.current.answer = (seen, response) => {
      if (seen.path === '/file') response.end('file')
      else if (seen.paid) {
        const receipt = pointsReceipt({ challenge: pointsChallenge(), payload: {} })
        response.writeHead(303, { Location: '/file', 'Payment-Receipt': receipt }).end()
      }
      return seen.paid || seen.path === '/file'
    }
    const { payer } = payerOf()
    expect(await (await payer.fetch(`${url()}/buy`)).text()).toBe('file')
    expect(last(payer)?.receipt?.status).toBe('success')
  })
})

describe('the same request, twice', () => {
  test('an address with a fragment keeps its body', async () => {
    await payerOf().payer.fetch(new Request(`${url()}/x#frag`, { method: 'POST', body: 'order 7' }))
    expect(held.current.seen.map(({ body }) => body)).toEqual(['order 7', 'order 7'])
  })

  test('what the caller changes after the call is not what is paid for', async () => {
    const body = new TextEncoder().encode('order-A')
    const headers = new Headers({ 'X-Tag': 'A' })
    const answer = payerOf().payer.fetch(url(), { method: 'POST', body, headers })
    body.set(new TextEncoder().encode('order-B'))
    headers.set('X-Tag', 'B')
    await answer
    expect(held.current.seen.map((seen) => [seen.body, seen.headers['x-tag']])).toEqual([
      ['order-A', 'A'],
      ['order-A', 'A'],
    ])
  })

  test.each<[string, (at: number) => Parameters<typeof fetch>]>([
    ['a form', () => [url(), { method: 'POST', body: form() }]],
    ['a fragment', (at) => [`${url()}/a#${at}`]],
  ])('%s is the same purchase after an open end', async (_, request) => {
    const { payer, points } = payerOf()
    onceWhenPaid(held.current, (response) => response.destroy())
    expect(await codeOf(payer.fetch(...request(1)))).toBe('unknown')
    expect((await payer.fetch(...request(2))).status).toBe(200)
    expect(points.authorized).toBe(1)
  })

  test('another range, or another account, is another purchase', async () => {
    const { payer, points } = payerOf()
    onceWhenPaid(held.current, (response) => response.destroy())
    expect(await codeOf(payer.fetch(url(), { headers: { Range: 'bytes=0-9' } }))).toBe('unknown')
    await payer.fetch(url(), { headers: { Range: 'bytes=10-19' } })
    expect(points.authorized).toBe(2)
    expect(held.current.seen.at(-1)?.headers.range).toBe('bytes=10-19')
  })

  test('resumed twice at once, it is sent once, and paid stays paid', async () => {
    const { payer } = payerOf()
    onceWhenPaid(held.current, (response) => response.destroy())
    await codeOf(payer.fetch(url()))
    const id = last(payer)?.id ?? ''
    const answers = await Promise.allSettled([payer.attempts.resume(id), payer.attempts.resume(id)])
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect([last(payer)?.phase, held.current.taken.length]).toEqual(['paid', 1])
  })

  test('resumed while it is being sent, it waits', async () => {
    const { payer } = payerOf()
    let answer: (() => void) | undefined
    onceWhenPaid(held.current, (response) => {
      answer = () => response.end('here')
    })
    const paid = payer.fetch(url())
    await new Promise<void>((resolve) =>
      payer.on('attempt', ({ phase }) => phase === 'submitting' && resolve()),
    )
    const resumed = codeOf(payer.attempts.resume(last(payer)?.id ?? ''))
    while (!answer) await new Promise((resolve) => setTimeout(resolve, 1))
    answer()
    expect(await (await paid).text()).toBe('here')
    expect(await resumed).toBe('attempt_not_found')
    expect(held.current.seen.filter(({ paid }) => paid).length).toBe(1)
  })

  test('an answer of the method is asked for with the signal of now', async () => {
    const aborted: unknown[] = []
    const points = createPoints()
    points.resolve = async (_, { signal }) => {
      aborted.push(signal?.aborted)
      return 'unpaid'
    }
    const { payer } = payerOf({ points })
    const abort = new AbortController()
    held.current.answer = ({ paid }) => {
      if (paid) abort.abort()
      return paid
    }
    await payer.fetch(url(), { signal: abort.signal }).catch(() => {})
    onceWhenPaid(held.current, (response) => response.writeHead(402).end())
    expect(await codeOf(payer.attempts.resume(last(payer)?.id ?? '', new AbortController().signal))).toBe(
      'declined',
    )
    expect(aborted).toEqual([false])
  })
})

describe('the policy', () => {
  test('a cap that comes with pay() holds', async () => {
    const quote = await payerOf().payer.quote(url())
    expect(await codeOf(quote.pay(undefined, { maxAmount: '0.99' }))).toBe('limit_exceeded')
    expect(held.current.taken.length).toBe(0)
  })

  test('a server that always says "ended" gets from a budget no more than the budget', async () => {
    const { payer, points } = payerOf({ policy: { budget: [limit('3')], limits: [limit('3')] } })
    held.current.answer = (seen, response) => {
      if (!seen.paid) return false
      const type = 'https://paymentauth.org/problems/payment-expired'
      response.writeHead(402, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify({ type }))
      return true
    }
    for (let request = 0; request < 8; request++) await payer.fetch(url()).catch(() => {})
    expect(points.authorized).toBe(3)
  })

  test('giving an attempt up gives no money back to the limits', async () => {
    const { payer } = payerOf({ policy: { limits: [limit('1')] } })
    onceWhenPaid(held.current, (response) => response.destroy())
    expect(await codeOf(payer.fetch(url()))).toBe('unknown')
    await payer.attempts.forget(last(payer)?.id ?? '')
    expect(await codeOf(payer.fetch(url()))).toBe('no_offer')
  })

  test('what is paid, or on its way, cannot be given up', async () => {
    const { payer } = payerOf()
    const refused: Promise<string>[] = []
    payer.on('attempt', ({ phase, id }) => {
      if (phase === 'submitting') refused.push(codeOf(payer.attempts.forget(id)))
    })
    expect((await payer.fetch(url())).status).toBe(200)
    refused.push(codeOf(payer.attempts.forget(last(payer)?.id ?? '')))
    expect(await Promise.all(refused)).toEqual(['attempt_not_found', 'attempt_not_found'])
    expect(payer.attempts.list().length).toBe(1)
  })

  test('a copy of an offer is not paid, and holds no budget', async () => {
    const { payer } = payerOf({
      approve: async ({ offers: [offer] }) => offer && { offer: { ...offer } },
      policy: { limits: [limit('1')] },
    })
    expect(await codeOf(payer.fetch(url()))).toBe('no_offer')
    expect(last(payer)?.phase).toBe('failed')
  })

  test('an attempt that could not be written down holds no budget', async () => {
    const store = createMemoryStore()
    let writes = 0
    const { payer } = payerOf({
      policy: { budget: [limit('1')], limits: [limit('1')] },
      store: {
        ...store,
        set: async (key, value) =>
          writes++ === 0 ? Promise.reject(new Error('quota')) : store.set(key, value),
      },
    })
    expect(await codeOf(payer.fetch(url()))).toBe('store_failed')
    expect((await payer.fetch(url())).status).toBe(200)
  })

  test('a destroyed payer pays from no budget', async () => {
    const { payer } = payerOf({ policy: { budget: [limit('9')] } })
    payer.destroy()
    expect(await codeOf(payer.fetch(url()))).toBe('cancelled')
    expect(held.current.taken.length).toBe(0)
  })

  test('an offer that ended is refused before anybody is asked', async () => {
    let now = Date.parse('2026-05-05T12:00:00Z')
    let asked = 0
    held.current.challenges = () => [pointsChallenge({}, { expires: '2026-05-05T12:01:00Z' })]
    const { payer } = payerOf({
      now: () => now,
      async approve({ offers: [offer] }) {
        asked++
        return offer && { offer }
      },
    })
    const quote = await payer.quote(url())
    now += 120_000
    expect(await codeOf(quote.pay())).toBe('challenge_expired')
    expect(asked).toBe(0)
  })
})

describe('giving up', () => {
  test('a question that never ends is left behind', async () => {
    const { payer } = payerOf({ approve: () => new Promise(() => {}) })
    const abort = new AbortController()
    const asked = new Promise((resolve) => payer.on('attempt', resolve))
    const answer = payer.fetch(url(), { signal: abort.signal })
    await asked
    abort.abort()
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' })
    expect(last(payer)?.phase).toBe('cancelled')
  })

  test.each(['init', 'payment'])('the signal of %s counts beside the other', async (which) => {
    const [one, two] = [new AbortController(), new AbortController()]
    const { payer } = payerOf({
      async approve({ offers: [offer] }) {
        ;(which === 'init' ? one : two).abort()
        return offer && { offer }
      },
    })
    const answer = payer.fetch(url(), { signal: one.signal, payment: { signal: two.signal } })
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' })
    expect(held.current.taken.length).toBe(0)
  })
})

function form(): FormData {
  const form = new FormData()
  form.set('name', 'Ada')
  return form
}
