import { describe, expect, test } from 'vitest'
import { Challenge } from '../../protocol/index.js'
import { createMemoryStore } from '../../stores/MemoryStore.js'
import { DeclinedError, stripe, type Token } from './index.js'
import { challengeOf, contextOf, failureOf, fakeTokens, request, start } from './testing/fakes.js'

describe('authorize', () => {
  test('mints one token for exactly what was challenged', async () => {
    const fake = fakeTokens()
    const method = stripe(fake.source)
    const challenge = challengeOf({
      ...request,
      methodDetails: { ...request.methodDetails, metadata: { order: '1' } },
    })
    const authorization = await method.authorize(method.read(challenge), contextOf({ challenge }))
    expect(authorization).toEqual({ payload: { spt: 'spt_test1secret' }, moves: 'after' })
    expect(fake.log).toEqual(['mint'])
    expect(fake.requests).toEqual([
      {
        paymentMethod: 'pm_card_visa',
        amount: 5000,
        currency: 'usd',
        networkId: 'profile_shop',
        expiresAt: Date.parse('2030-01-15T12:05:00Z') / 1000,
        metadata: { order: '1' },
        challengeId: 'ch_1',
      },
    ])
  })

  test.each([
    ['2030-01-15T12:05:00.999Z', start / 1000 + 300],
    ['2031-01-15T12:05:00Z', start / 1000 + 3600],
    [undefined, start / 1000 + 3600],
  ])('a token for a challenge that ends at %s ends no later', async (expires, expiresAt) => {
    const fake = fakeTokens()
    const method = stripe(fake.source)
    const { expires: _, ...rest } = challengeOf()
    const challenge = expires === undefined ? rest : { ...rest, expires }
    await method.authorize(method.read(challenge), contextOf({ challenge }))
    expect(fake.requests[0]?.expiresAt).toBe(expiresAt)
  })

  test.each([
    [{ ...request, externalId: 'order_1' }, 'mine', 'order_1'],
    [request, 'mine', 'mine'],
    [{ ...request, externalId: '' }, 'mine', ''],
  ])('echoes the challenge’s externalId', async (value, externalId, expected) => {
    const method = stripe(fakeTokens().source)
    const challenge = challengeOf(value)
    const input = { paymentMethod: 'pm_1', externalId }
    const { payload } = await method.authorize(method.read(challenge), contextOf({ challenge, input }))
    expect(payload.externalId).toBe(expected)
  })

  test.each([['2030-01-15T11:59:59Z'], ['2030-01-15T12:00:00Z']])(
    'refuses a challenge that ended at %s before minting',
    async (expires) => {
      const fake = fakeTokens()
      const method = stripe(fake.source)
      const challenge = challengeOf(request, { expires })
      const { error } = await failureOf(method.authorize(method.read(challenge), contextOf({ challenge })))
      expect(error).toBeInstanceOf(Challenge.ExpiredError)
      expect(fake.log).toEqual([])
    },
  )

  test('takes a token back when the challenge ended while it was made', async () => {
    const fake = fakeTokens()
    let now = start
    const method = stripe({
      ...fake.source,
      async createToken(wish) {
        now += 301_000
        return fake.source.createToken(wish)
      },
    })
    const { error } = await failureOf(
      method.authorize(method.read(challengeOf()), contextOf({ now: () => now })),
    )
    expect(error).toBeInstanceOf(Challenge.ExpiredError)
    expect(fake.log).toEqual(['mint', 'revoke'])
  })

  test.each([[undefined], [{}], ['pm_1'], [{ paymentMethod: '' }], [{ paymentMethod: 1 }]])(
    'asks for a card when the input is %j',
    async (input) => {
      const fake = fakeTokens()
      const method = stripe(fake.source)
      const { error } = await failureOf(method.authorize(method.read(challengeOf()), contextOf({ input })))
      expect(error.code).toBe('input_missing')
      expect(fake.log).toEqual([])
    },
  )

  test('refuses a payment method of a type the seller does not take', async () => {
    const fake = fakeTokens()
    const method = stripe(fake.source)
    const input = { paymentMethod: 'pm_secret1', paymentMethodType: 'us_bank_account' }
    const { error, text } = await failureOf(
      method.authorize(method.read(challengeOf()), contextOf({ input })),
    )
    expect(error.code).toBe('payment_method_refused')
    expect(fake.log).toEqual([])
    expect(text).not.toContain('pm_secret1')
  })

  test('passes a decline on, and lets another card be tried for the same challenge', async () => {
    const fake = fakeTokens()
    let cards = 0
    const method = stripe({
      ...fake.source,
      async createToken(wish) {
        if (cards++ === 0) throw new DeclinedError({ declineCode: 'insufficient_funds' })
        return fake.source.createToken(wish)
      },
    })
    const context = contextOf()
    const { error } = await failureOf(method.authorize(method.read(challengeOf()), context))
    expect(error).toMatchObject({ code: 'declined', declineCode: 'insufficient_funds' })
    expect(error.shortMessage).toContain('not enough money')
    expect((await method.authorize(method.read(challengeOf()), context)).payload.spt).toBe('spt_test1secret')
  })

  test('refuses a token that is deactivated', async () => {
    const fake = fakeTokens({ status: 'deactivated' })
    const { error } = await failureOf(
      stripe(fake.source).authorize(stripe(fake.source).read(challengeOf()), contextOf()),
    )
    expect(error.code).toBe('token_deactivated')
    expect(fake.revokes()).toBe(0)
  })

  test.each([
    [undefined],
    [null],
    ['spt_1'],
    [{}],
    [{ spt: '' }],
    [{ spt: 'pm_1' }],
    [{ spt: 'spt_a b' }],
    [{ spt: 'spt_1', status: 'paused' }],
  ])('refuses %j for a token', async (answer) => {
    const method = stripe({ createToken: async () => answer as unknown as Token })
    const { error } = await failureOf(method.authorize(method.read(challengeOf()), contextOf()))
    expect(error.code).toBe('token_invalid')
  })

  test('takes back a token whose status makes no sense', async () => {
    const fake = fakeTokens({ status: 'paused' as never })
    const method = stripe(fake.source)
    const { error } = await failureOf(method.authorize(method.read(challengeOf()), contextOf()))
    expect(error.code).toBe('token_invalid')
    expect(fake.revokes()).toBe(1)
  })

  test.each([
    [
      'a rejection',
      () =>
        Promise.reject(new Error("No such PaymentMethod: 'pm_secret1' for spt_secret2, key sk_test_secret3")),
    ],
    [
      'a throw',
      () => {
        throw new Error('pm_secret1')
      },
    ],
  ])('tells nothing that authorizes money after %s', async (_, createToken) => {
    const method = stripe({ createToken })
    const { error, text } = await failureOf(method.authorize(method.read(challengeOf()), contextOf()))
    expect(error.code).toBe('token_failed')
    expect(text).not.toContain('secret')
  })

  test('gives up before anything when it is not wanted any more', async () => {
    const fake = fakeTokens()
    const method = stripe(fake.source)
    const { error } = await failureOf(
      method.authorize(method.read(challengeOf()), contextOf({ signal: AbortSignal.abort() })),
    )
    expect(error.code).toBe('cancelled')
    expect(fake.log).toEqual([])
  })

  test('gives up while a token is made, and takes it back when it comes', async () => {
    const fake = fakeTokens()
    const abort = new AbortController()
    let answer = () => {}
    const method = stripe({
      ...fake.source,
      createToken: (wish) => new Promise((done) => (answer = () => done(fake.source.createToken(wish)))),
    })
    const store = createMemoryStore()
    const context = contextOf({ signal: abort.signal, store })
    const work = failureOf(method.authorize(method.read(challengeOf()), context))
    const asked = new Promise<void>((done) => setTimeout(done))
    await asked
    abort.abort()
    expect((await work).error.code).toBe('cancelled')
    expect(fake.revokes()).toBe(0)
    answer()
    await new Promise<void>((done) => setTimeout(done))
    expect(fake.log).toEqual(['mint', 'revoke'])
    expect(await store.get('stripe/token/ch_1')).toMatchObject({ state: 'revoked' })
  })

  test('leaves a token alone when the page gives up after it was handed out', async () => {
    const fake = fakeTokens()
    const abort = new AbortController()
    const method = stripe(fake.source)
    await method.authorize(method.read(challengeOf()), contextOf({ signal: abort.signal }))
    abort.abort()
    await new Promise<void>((done) => setTimeout(done))
    expect(fake.log).toEqual(['mint'])
  })
})
