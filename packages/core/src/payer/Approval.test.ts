import { describe, expect, test } from 'vitest'
import { Challenge } from '../protocol/index.js'
import { codeOf, last, onceWhenPaid, payerOf, useShop, yes } from '../testing/harness.js'
import { createPoints, pointsChallenge } from '../testing/points.js'
import { DeclinedError } from './Attempt.js'
import { createPayer } from './createPayer.js'

const held = useShop()

describe('who is asked', () => {
  test('nobody to ask: refused', async () => {
    const points = createPoints()
    const payer = createPayer({ methods: [points] })
    expect(await codeOf(payer.fetch(held.current.url))).toBe('approval_required')
    expect([points.authorized, last(payer)?.phase]).toEqual([0, 'failed'])
  })

  test('a no: cancelled, and nothing is sent', async () => {
    const { payer, points } = payerOf({ approve: async () => undefined })
    expect(await codeOf(payer.fetch(held.current.url))).toBe('cancelled')
    expect([points.authorized, held.current.seen.length, last(payer)?.phase]).toEqual([0, 1, 'cancelled'])
  })

  test('the person sees every offer, and the chosen one is paid with what the screen collected', async () => {
    const gold = createPoints({ name: 'gold' })
    const points = createPoints()
    held.current.challenges = () => [
      pointsChallenge({ amount: '500' }),
      pointsChallenge({ amount: '3' }, { method: 'gold' }),
    ]
    const payer = createPayer({
      methods: [points, gold],
      async approve({ offers }) {
        expect(offers.map(({ method, amount }) => [method, amount.value])).toEqual([
          ['points', 500n],
          ['gold', 3n],
        ])
        return { offer: offers[1] ?? expect.fail('no second offer'), input: { card: 'x' } }
      },
    })
    expect((await payer.fetch(held.current.url)).status).toBe(200)
    expect([points.authorized, gold.authorized, gold.inputs]).toEqual([0, 1, [{ card: 'x' }]])
  })

  test('the budget pays silently, over one origin and until it is used up, and many at once share it', async () => {
    const { payer, points } = payerOf({
      approve: async () => undefined,
      policy: {
        budget: [
          { currency: 'usd', amount: '1.00', per: 'payment' },
          { currency: 'usd', amount: '5', per: 'origin' },
        ],
      },
    })
    const answers = await Promise.allSettled(Array.from({ length: 12 }, () => payer.fetch(held.current.url)))
    expect(answers.filter(({ status }) => status === 'fulfilled').length).toBe(5)
    expect([points.authorized, held.current.taken.length]).toEqual([5, 5])
  })

  test('a budget asks all the same for what a person has to enter', async () => {
    const points = createPoints()
    const card = {
      ...points,
      describe: (...args: Parameters<typeof points.describe>) => ({
        ...points.describe(...args),
        prompt: 'card',
      }),
    } as typeof points
    const asked: string[] = []
    const { payer } = payerOf({
      points: card,
      policy: { budget: [{ currency: 'usd', amount: '9', per: 'payment' }] },
      async approve({ offers: [offer] }) {
        asked.push(offer?.prompt ?? '')
        return offer && { offer, input: { paymentMethod: 'pm_1' } }
      },
    })
    expect((await payer.fetch(held.current.url)).status).toBe(200)
    expect(asked).toEqual(['card'])
  })

  test('limits refuse before anybody is asked: per payment, per origin and per period', async () => {
    let now = 1_000_000
    let asked = 0
    const { payer } = payerOf({
      now: () => now,
      async approve({ offers }) {
        asked++
        return offers[0] && { offer: offers[0] }
      },
      policy: {
        limits: [
          { currency: 'usd', amount: '2', per: 'payment' },
          { currency: 'usd', amount: '3', per: 'all', period: 60_000 },
        ],
      },
    })
    for (let paid = 0; paid < 3; paid++) expect((await payer.fetch(held.current.url)).status).toBe(200)
    expect(await codeOf(payer.fetch(held.current.url))).toBe('no_offer')
    expect(asked).toBe(3)
    now += 60_001
    expect((await payer.fetch(held.current.url)).status).toBe(200)
    held.current.challenges = () => [pointsChallenge({ amount: '201' })]
    expect(await codeOf(payer.fetch(held.current.url))).toBe('no_offer')
    expect(asked).toBe(4)
  })

  test('a limit is checked again after the yes', async () => {
    const { payer, points } = payerOf({
      async approve({ offers }) {
        await new Promise((resolve) => setTimeout(resolve, 5))
        return offers[0] && { offer: offers[0] }
      },
      policy: { limits: [{ currency: 'usd', amount: '2', per: 'all' }] },
    })
    const answers = await Promise.allSettled(Array.from({ length: 5 }, () => payer.fetch(held.current.url)))
    expect(answers.filter(({ status }) => status === 'fulfilled').length).toBe(2)
    expect(points.authorized).toBe(2)
  })

  test('assets and payees that are not on the list are refused, under their realm', async () => {
    held.current.challenges = () => [pointsChallenge({ payee: 'mallory' })]
    for (const policy of [{ assets: ['eur'] }, { payees: ['shop'] }, { payees: { 'shop.test': ['shop'] } }])
      expect(await codeOf(payerOf({ policy }).payer.fetch(held.current.url))).toBe('no_offer')
    expect(
      (await payerOf({ policy: { payees: { 'other.test': ['shop'] } } }).payer.fetch(held.current.url))
        .status,
    ).toBe(200)
    expect(
      (await payerOf({ policy: { payees: ['mallory'], assets: ['usd'] } }).payer.fetch(held.current.url))
        .status,
    ).toBe(200)
  })

  test('one call can cap, pick and ask for itself', async () => {
    const { payer, points } = payerOf()
    expect(await codeOf(payer.fetch(held.current.url, { payment: { maxAmount: '0.99' } }))).toBe('no_offer')
    expect(await codeOf(payer.fetch(held.current.url, { payment: { offer: () => undefined } }))).toBe(
      'no_offer',
    )
    expect(await codeOf(payer.fetch(held.current.url, { payment: { approve: async () => undefined } }))).toBe(
      'cancelled',
    )
    expect(points.authorized).toBe(0)
    expect(
      (await payer.fetch(held.current.url, { payment: { maxAmount: '1', offer: ([only]) => only } })).status,
    ).toBe(200)
  })
})

describe('a refusal of another payment is none of this one: no other offer is asked about, when', () => {
  const strange = () => {
    const headers = { 'WWW-Authenticate': Challenge.serialize(pointsChallenge({ amount: '77' })) }
    return new DeclinedError(new Response(null, { status: 402, headers }), undefined)
  }

  test.each<[string, string, number, (aborts: AbortController) => Parameters<typeof payerOf>[0]]>([
    ['who is asked fails with it', 'failed', 0, () => ({ approve: () => Promise.reject(strange()) })],
    [
      'who is asked gives up with it',
      'cancelled',
      0,
      (aborts) => ({
        approve() {
          aborts.abort(strange())
          return new Promise(() => {})
        },
      }),
    ],
    [
      'the method fails with it',
      'declined',
      1,
      () => ({ points: createPoints({ prompt: () => Promise.reject(strange()) }) }),
    ],
    [
      'the caller gives a proof up with it',
      'unknown',
      1,
      (aborts) => {
        onceWhenPaid(held.current, () => aborts.abort(strange()))
        return {}
      },
    ],
  ])('%s', async (_, phase, authorized, optionsOf) => {
    const aborts = new AbortController()
    const { payer, points } = payerOf({ approve: yes, ...optionsOf(aborts) })
    const { describe } = points
    let described = 0
    points.describe = (...args) => {
      if (++described > 1) throw new Error('another offer was read')
      return describe(...args)
    }
    expect(await codeOf(payer.fetch(held.current.url, { signal: aborts.signal }))).toBe('declined')
    expect([described, points.authorized]).toEqual([1, authorized])
    expect(payer.attempts.list().map((attempt) => attempt.phase)).toEqual([phase])
  })
})
