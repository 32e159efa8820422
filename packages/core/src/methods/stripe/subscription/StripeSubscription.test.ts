import { describe, expect, test, vi } from 'vitest'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import type { AuthorizeContext } from '../../Method.js'
import { challengeOf, contextOf, failureOf } from '../testing/fakes.js'
import type { Setup, SetupSource } from './Setup.js'
import { setupEndpoint } from './SetupEndpoint.js'
import { type StripeSubscriptionOptions, stripeSubscription } from './StripeSubscription.js'

const request = {
  amount: '500',
  currency: 'usd',
  periodUnit: 'month',
  periodCount: '1',
  methodDetails: { networkId: 'profile_news', paymentMethodTypes: ['card'] },
}
const challenge = challengeOf(request, { intent: 'subscription' })
const succeeded: Setup = { id: 'seti_1', status: 'succeeded', customer: 'cus_1' }
const asks: Setup = { id: 'seti_1', status: 'requires_action', clientSecret: 'seti_1_secret_hidden' }

/** A method over answers of an endpoint, with what it was asked. */
function set(answers: Setup[], options: Partial<StripeSubscriptionOptions> = {}) {
  const asked: unknown[] = []
  const next = () => answers.shift() ?? ({} as Setup)
  const source: SetupSource = {
    async authorizeOffSession(wish) {
      asked.push(wish)
      return next()
    },
    async readOffSession(id) {
      asked.push(id)
      return next()
    },
  }
  const method = stripeSubscription({ ...source, ...options })
  const store = createMemoryStore()
  const authorize = (rest: Partial<AuthorizeContext> = {}) =>
    method.authorize(method.read(challenge), contextOf({ challenge, store, ...rest }))
  return { asked, method, store, authorize }
}

test('it says what each period costs, that there is no end, and what a year of it costs', () => {
  const { method } = set([], { names: { profile_news: 'The Daily News' } })
  const price = { value: 500n, decimals: 2, symbol: 'USD', asset: 'usd', currency: 'usd' }
  expect(method.describe(method.read(challenge), contextOf())).toEqual({
    amount: { ...price, value: 6000n },
    payee: { id: 'profile_news', name: 'The Daily News' },
    fees: 'none',
    prompt: 'card',
    recurrence: { price, period: { unit: 'month', count: 1 } },
  })
})

describe('what is sent', () => {
  test('is the card, once it may be charged later', async () => {
    const { authorize, asked } = set([succeeded])
    expect(await authorize()).toEqual({
      payload: { paymentMethod: 'pm_card_visa', customer: 'cus_1' },
      moves: 'after',
    })
    expect(asked).toEqual([
      {
        paymentMethod: 'pm_card_visa',
        amount: 500,
        currency: 'usd',
        networkId: 'profile_news',
        period: { unit: 'month', count: 1 },
        challengeId: 'ch_1',
      },
    ])
  })

  test("is the card under the seller's account, where it is called otherwise there", async () => {
    const { authorize } = set([{ id: 'seti_1', status: 'succeeded', paymentMethod: 'pm_theirs' }])
    expect((await authorize()).payload).toEqual({ paymentMethod: 'pm_theirs' })
  })

  test('is never a second card for the same offer, after a reload neither', async () => {
    const { authorize, asked, store } = set([succeeded, succeeded])
    await authorize()
    expect((await failureOf(authorize())).error.code).toBe('subscription_sent')
    const later = set([succeeded])
    expect((await failureOf(later.authorize({ store }))).error.code).toBe('subscription_sent')
    expect([asked.length, later.asked.length]).toEqual([1, 0])
  })

  test('two at once are one', async () => {
    const { authorize, asked } = set([succeeded, succeeded])
    const ends = await Promise.allSettled([authorize(), authorize()])
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(asked).toHaveLength(1)
  })
})

describe('3-D Secure', () => {
  const input = (confirmSetup?: () => Promise<object>) => ({ paymentMethod: 'pm_1', confirmSetup })

  test('is asked of the person by the client secret, and looked at again', async () => {
    const { authorize, asked } = set([asks, succeeded])
    const confirmSetup = vi.fn(async () => ({}))
    expect((await authorize({ input: input(confirmSetup) })).payload.paymentMethod).toBe('pm_1')
    expect(confirmSetup.mock.calls).toEqual([['seti_1_secret_hidden', undefined]])
    expect(asked[1]).toBe('seti_1')
  })

  test.each([
    ['the person fails it', [asks], async () => ({ error: { message: 'No: seti_1_secret_hidden' } })],
    ['the page only says so', [asks, asks], async () => ({})],
    ['it is another setup afterwards', [asks, { ...succeeded, id: 'seti_2' }], async () => ({})],
    ['the page cannot ask', [asks], undefined],
    ['there is no secret to ask by', [{ id: 'seti_1', status: 'requires_action' }], async () => ({})],
  ])('where %s nothing is sent', async (_, answers, confirm) => {
    const { authorize, store } = set([...answers])
    const { error, text } = await failureOf(authorize({ input: input(confirm) }))
    expect(error.code).toMatch(/^(authentication_failed|setup_invalid)$/)
    expect(text).not.toContain('hidden')
    expect(await store.list('stripe/subscription/')).toEqual([])
  })

  test('an offer that ended meanwhile is not sent', async () => {
    let now = Date.parse('2030-01-15T12:00:00Z')
    const { authorize, store } = set([asks, succeeded])
    const confirm = async () => {
      now += 600_000
      return {}
    }
    const failure = await failureOf(authorize({ input: input(confirm), now: () => now }))
    expect(failure.error.code).toBe('challenge_expired')
    expect(await store.list('stripe/subscription/')).toEqual([])
  })
})

describe('nothing is sent', () => {
  test.each([
    [
      'a setup that Stripe did not grant',
      { id: 'seti_1', status: 'requires_payment_method' },
      'setup_refused',
    ],
    ['one that would settle later', { id: 'seti_1', status: 'processing' }, 'setup_refused'],
    ['an answer that is no setup', { id: 'pi_1', status: 'succeeded' }, 'setup_invalid'],
    ['no status', { id: 'seti_1' } as Setup, 'setup_invalid'],
    ['a customer that is none', { ...succeeded, customer: 'spt_1' }, 'setup_invalid'],
    ['a card that is none', { ...succeeded, paymentMethod: 'tok_1' }, 'setup_invalid'],
  ])('after %s', async (_, answer, code) => {
    expect((await failureOf(set([answer]).authorize())).error.code).toBe(code)
  })

  test('without a card, with one of another kind, and after a no', async () => {
    const { authorize, asked } = set([succeeded])
    expect((await failureOf(authorize({ input: undefined }))).error.code).toBe('input_missing')
    expect((await failureOf(authorize({ input: { paymentMethod: 'spt_1' } }))).error.code).toBe(
      'input_missing',
    )
    const bank = { paymentMethod: 'pm_1', paymentMethodType: 'us_bank_account' }
    expect((await failureOf(authorize({ input: bank }))).error.code).toBe('payment_method_refused')
    expect((await failureOf(authorize({ signal: AbortSignal.abort() }))).error.code).toBe('cancelled')
    expect(asked).toEqual([])
  })

  test("when the application's own function fails, whose words are not trusted with ids", async () => {
    const authorizeOffSession = () => Promise.reject(new Error("No such PaymentMethod: 'pm_hidden'"))
    const { error, text } = await failureOf(set([], { authorizeOffSession }).authorize())
    expect(error.code).toBe('setup_failed')
    expect(text).not.toContain('hidden')
  })
})

describe('what became of it', () => {
  const authorization = { payload: { paymentMethod: 'pm_1' }, moves: 'after' as const }
  const ask = async (standing: 'active' | 'none' | 'unknown' | undefined, isSent: boolean) => {
    const findSubscription = vi.fn(async () => standing ?? 'unknown')
    const { method, store } = set([], standing && { findSubscription })
    const context = contextOf({ challenge, store })
    const found = await method.resolve?.(method.read(challenge), {
      ...context,
      ...(isSent && { authorization }),
    })
    return [found, findSubscription.mock.calls.length]
  }

  test('is the word of the seller alone, unless the application can tell', async () => {
    expect(await ask(undefined, true)).toEqual([undefined, 0])
    expect(await ask('active', true)).toEqual(['paid', 1])
    expect(await ask('none', true)).toEqual(['unpaid', 1])
    expect(await ask('unknown', true)).toEqual(['unknown', 1])
  })

  test('is nothing where no credential was made', async () => {
    expect(await ask('unknown', false)).toEqual(['unpaid', 0])
    expect(await ask(undefined, false)).toEqual(['unpaid', 0])
  })
})

test('the endpoint is asked for a setup and for news of it, in texts', async () => {
  const calls: [string, RequestInit][] = []
  const source = setupEndpoint('https://app.example/api/setup', {
    async fetch(url, init) {
      calls.push([url, init])
      return Response.json(succeeded)
    },
  })
  const period = { unit: 'week', count: 2 } as const
  const wish = { paymentMethod: 'pm_1', amount: 500, currency: 'usd', networkId: 'profile_news' }
  await source.authorizeOffSession({ ...wish, period, challengeId: 'ch_1' }, {})
  await source.readOffSession?.('seti_1', {})
  expect(JSON.parse(String(calls[0]?.[1].body))).toEqual({
    ...{ ...wish, amount: '500', challengeId: 'ch_1', periodUnit: 'week', periodCount: '2' },
  })
  expect(calls.map(([url, { method }]) => `${method} ${url}`)).toEqual([
    'POST https://app.example/api/setup',
    'GET https://app.example/api/setup/seti_1',
  ])
  const declined = setupEndpoint('https://app.example/api/setup', {
    fetch: async () => Response.json({ type: 'about:blank', code: 'expired_card' }, { status: 422 }),
  })
  const failure = await failureOf(declined.authorizeOffSession({ ...wish, period, challengeId: 'ch_1' }, {}))
  expect(failure.error.code).toBe('declined')
})
