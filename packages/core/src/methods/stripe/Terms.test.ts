import { describe, expect, test } from 'vitest'
import { type StripeOptions, stripe } from './index.js'
import { challengeOf, contextOf, fakeTokens, request } from './testing/fakes.js'

describe('describe', () => {
  const method = stripe({
    ...fakeTokens().source,
    names: { profile_shop: 'Shop Ltd.' },
    currencies: ['usd', 'jpy', 'kwd', 'isk', 'ugx'],
  })
  const terms = (value: object) =>
    method.describe(method.read(challengeOf({ ...request, ...value })), contextOf())

  test('names the amount, the payee and what will be asked', () => {
    expect(terms({})).toEqual({
      amount: { value: 5000n, decimals: 2, symbol: 'USD', asset: 'usd', currency: 'usd' },
      payee: { id: 'profile_shop', name: 'Shop Ltd.' },
      fees: 'none',
      prompt: 'card',
    })
  })

  test.each([
    ['jpy', 0],
    ['kwd', 3],
    ['isk', 2],
    ['ugx', undefined],
  ])('knows the decimals of %s', async (currency, decimals) => {
    expect((await terms({ currency })).amount).toMatchObject({ decimals })
  })

  test('never takes a name from the server', async () => {
    const value = {
      recipient: 'Trusted Bank',
      methodDetails: { ...request.methodDetails, networkId: 'toString' },
    }
    expect((await terms(value)).payee).toEqual({ id: 'toString' })
  })
})

describe('capable', () => {
  test('a card needs nothing but the endpoint', async () => {
    const { source } = fakeTokens()
    const read = stripe(source).read(challengeOf())
    expect(await stripe(source).capable?.(read, contextOf())).toEqual({ able: true })
    expect(await stripe({} as StripeOptions).capable?.(read, contextOf())).toMatchObject({
      able: false,
      reason: 'unsupported',
    })
  })
})
