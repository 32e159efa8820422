import { describe, expect, test } from 'vitest'
import { RequestInvalidError, stripe } from './index.js'
import { challengeOf, fakeTokens, request } from './testing/fakes.js'

const { source } = fakeTokens()
const method = stripe(source)
const details = request.methodDetails

describe('read', () => {
  test('reads the draft’s example', () => {
    const value = {
      amount: '5000',
      currency: 'usd',
      description: 'Premium API access for 1 month',
      externalId: 'order_12345',
      methodDetails: { networkId: 'profile_1MqDcVKA5fEO2tZvKQm9g8Yj', paymentMethodTypes: ['card', 'link'] },
    }
    expect(method.read(challengeOf(value))).toEqual({
      amount: 5000,
      currency: 'usd',
      externalId: 'order_12345',
      networkId: 'profile_1MqDcVKA5fEO2tZvKQm9g8Yj',
      paymentMethodTypes: ['card', 'link'],
    })
  })

  test('keeps metadata', () => {
    const value = { ...request, methodDetails: { ...details, metadata: { order: '1', plan: 'pro' } } }
    expect(method.read(challengeOf(value)).metadata).toEqual({ order: '1', plan: 'pro' })
  })

  test.each([
    ['amount', { ...request, amount: undefined }],
    ['amount', { ...request, amount: 5000 }],
    ['amount', { ...request, amount: '' }],
    ['amount', { ...request, amount: '0' }],
    ['amount', { ...request, amount: '-1' }],
    ['amount', { ...request, amount: '+1' }],
    ['amount', { ...request, amount: '007' }],
    ['amount', { ...request, amount: '1.5' }],
    ['amount', { ...request, amount: '1e3' }],
    ['amount', { ...request, amount: ' 1' }],
    ['amount', { ...request, amount: '1\n' }],
    ['amount', { ...request, amount: '٣' }],
    ['amount', { ...request, amount: '9007199254740992' }],
    ['amount', { ...request, amount: '9'.repeat(400) }],
    ['currency', { ...request, currency: undefined }],
    ['currency', { ...request, currency: 'USD' }],
    ['currency', { ...request, currency: 'us' }],
    ['currency', { ...request, currency: 'usdc' }],
    ['currency', { ...request, currency: ['usd'] }],
    ['externalId', { ...request, externalId: 7 }],
    ['externalId', { ...request, externalId: null }],
    ['methodDetails', { ...request, methodDetails: undefined }],
    ['methodDetails', { ...request, methodDetails: [details] }],
    ['methodDetails.networkId', { ...request, methodDetails: { ...details, networkId: undefined } }],
    ['methodDetails.networkId', { ...request, methodDetails: { ...details, networkId: '' } }],
    ['methodDetails.networkId', { ...request, methodDetails: { ...details, networkId: 'profile shop' } }],
    ['methodDetails.networkId', { ...request, methodDetails: { ...details, networkId: 'Paypal\u202e' } }],
    ['methodDetails.paymentMethodTypes', { ...request, methodDetails: { networkId: 'profile_shop' } }],
    [
      'methodDetails.paymentMethodTypes',
      { ...request, methodDetails: { ...details, paymentMethodTypes: [] } },
    ],
    [
      'methodDetails.paymentMethodTypes',
      { ...request, methodDetails: { ...details, paymentMethodTypes: 'card' } },
    ],
    [
      'methodDetails.paymentMethodTypes',
      { ...request, methodDetails: { ...details, paymentMethodTypes: [''] } },
    ],
    [
      'methodDetails.paymentMethodTypes',
      { ...request, methodDetails: { ...details, paymentMethodTypes: ['card', 1] } },
    ],
    [
      'methodDetails.paymentMethodTypes',
      { ...request, methodDetails: { ...details, paymentMethodTypes: ['no card: call +1 555 0100'] } },
    ],
    ['methodDetails.metadata', { ...request, methodDetails: { ...details, metadata: { order: 1 } } }],
    ['methodDetails.metadata', { ...request, methodDetails: { ...details, metadata: ['a'] } }],
    [
      'methodDetails.metadata.externalId',
      { ...request, methodDetails: { ...details, metadata: { externalId: 'x' } } },
    ],
    ['methodDetails.version', { ...request, methodDetails: { ...details, version: 2 } }],
  ])('refuses a wrong %s', (field, value) => {
    const challenge = challengeOf(JSON.parse(JSON.stringify(value)))
    const read = () => method.read(challenge)
    expect(read).toThrow(RequestInvalidError)
    expect(read).toThrow(expect.objectContaining({ code: 'request_invalid', field }))
  })

  test('takes own properties alone', () => {
    const { amount: _, ...rest } = request
    const text = JSON.stringify(rest).replace('{', '{"__proto__":{"amount":"1"},')
    const challenge = challengeOf(undefined, { request: btoa(text).replaceAll('=', '') })
    expect(() => method.read(challenge)).toThrow(expect.objectContaining({ field: 'amount' }))
  })

  test('takes the largest safe amount', () => {
    expect(method.read(challengeOf({ ...request, amount: '9007199254740991' })).amount).toBe(
      Number.MAX_SAFE_INTEGER,
    )
  })

  test('refuses a currency that is not on the list', () => {
    const euros = stripe({ ...source, currencies: ['eur'] })
    expect(() => euros.read(challengeOf())).toThrow(expect.objectContaining({ code: 'currency_refused' }))
    expect(() => method.read(challengeOf({ ...request, currency: 'xyz' }))).toThrow(
      expect.objectContaining({ code: 'currency_refused' }),
    )
  })

  test('holds a pinned realm to its network ids', () => {
    const pinned = stripe({
      ...source,
      networks: {
        'shop.example': ['profile_shop', 'profile_other'],
        'one.example': 'profile_one',
        'none.example': [],
      },
    })
    expect(pinned.read(challengeOf()).networkId).toBe('profile_shop')
    expect(pinned.read(challengeOf(request, { realm: 'free.example' })).networkId).toBe('profile_shop')
    for (const realm of ['one.example', 'none.example'])
      expect(() => pinned.read(challengeOf(request, { realm }))).toThrow(
        expect.objectContaining({ code: 'payee_mismatch' }),
      )
    expect(pinned.read(challengeOf(request, { realm: 'constructor' })).networkId).toBe('profile_shop')
  })

  test('tells of a wrong payee before anything else that is wrong', () => {
    const pinned = stripe({ ...source, networks: { 'shop.example': 'profile_one' } })
    expect(() => pinned.read(challengeOf({ ...request, amount: 'x', currency: 'x' }))).toThrow(
      expect.objectContaining({ code: 'payee_mismatch' }),
    )
  })
})
