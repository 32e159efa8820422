import { describe, expect, test } from 'vitest'
import { pathUsd, shop } from '../testing/fakeClient.js'
import { read, witnessOf } from './SubscriptionRequest.js'
import { sellerKey, subscriptionChallenge, subscriptionRequest } from './testing/challenge.js'

const challengeOf = (...parameters: Parameters<typeof subscriptionRequest>) =>
  subscriptionChallenge(subscriptionRequest(...parameters))

/** The field that is refused. */
function wrong(change: object, key: object = {}): unknown {
  try {
    return read(challengeOf(change, key))
  } catch (error) {
    return (error as { field?: string }).field
  }
}

test('reads what the draft has', () => {
  expect(read(challengeOf())).toEqual({
    amount: 1_000_000n,
    currency: pathUsd,
    recipient: shop,
    chainId: 42431,
    period: { unit: 'day', count: 30 },
    seconds: 2_592_000,
    expiry: 1_893_456_000,
    key: sellerKey,
    keyType: 'p256',
  })
  const weeks = read(
    challengeOf({ periodUnit: 'week', periodCount: '2', recipient: shop.toUpperCase().replace('0X', '0x') }),
  )
  expect(weeks).toMatchObject({ seconds: 1_209_600, recipient: shop })
  const accessKey = { accessKeyAddress: sellerKey, keyType: 'secp256k1' }
  expect(read(challengeOf({ methodDetails: { accessKey } })).chainId).toBe(42431)
  const zone = read(challengeOf({ subscriptionExpires: '2030-01-01T02:00:00.000+02:00' }))
  expect(zone.expiry).toBe(1_893_456_000)
})

describe('refuses by its name', () => {
  test.each([
    ['amount', { amount: '0' }],
    ['amount', { amount: '1.5' }],
    ['amount', { amount: 1_000_000 }],
    ['currency', { currency: 'usd' }],
    ['recipient', { recipient: `0x${'00'.repeat(20)}` }],
    ['periodUnit', { periodUnit: 'month' }],
    ['periodUnit', { periodUnit: 'dev_second' }],
    ['periodUnit', { periodUnit: 'constructor' }],
    ['periodCount', { periodCount: '0' }],
    ['periodCount', { periodCount: '030' }],
    ['periodCount', { periodCount: 30 }],
    ['periodCount', { periodUnit: 'week', periodCount: '9999999999999999' }],
    ['subscriptionExpires', { subscriptionExpires: '2030-01-01' }],
    ['subscriptionExpires', { subscriptionExpires: '2030-01-01T00:00:00.500Z' }],
    ['subscriptionExpires', { subscriptionExpires: undefined }],
    ['subscriptionExpires', { subscriptionExpires: '1960-01-01T00:00:00Z' }],
    ['methodDetails', { methodDetails: undefined }],
    ['methodDetails.accessKey', { methodDetails: { chainId: 42431 } }],
    ['externalId', { externalId: 5 }],
  ])('%s: %o', (field, change) => {
    expect(wrong(change)).toBe(field)
  })

  test('the key, and an end that is not after the offer', () => {
    expect(wrong({}, { keyType: 'ed25519' })).toBe('methodDetails.accessKey.keyType')
    expect(wrong({}, { accessKeyAddress: '0x11' })).toBe('methodDetails.accessKey.accessKeyAddress')
    const late = subscriptionChallenge(subscriptionRequest(), { expires: '2030-01-01T00:00:00Z' })
    expect(() => read(late)).toThrow(/not later than the end of the offer/)
  })
})

test('takes seconds only where it is told to', () => {
  const challenge = challengeOf({ periodUnit: 'dev_second', periodCount: '20' })
  expect(read(challenge, { shortPeriods: true })).toMatchObject({
    period: { unit: 'second', count: 20 },
    seconds: 20,
  })
})

test('a witness is 32 bytes or nothing', () => {
  expect(witnessOf(challengeOf())).toEqual(new Uint8Array(32).fill(0xab))
  for (const id of ['kM9xPqWvT2nJrHsY4aDfEb', 'not base64url!', '']) expect(witnessOf({ id })).toBeUndefined()
})
