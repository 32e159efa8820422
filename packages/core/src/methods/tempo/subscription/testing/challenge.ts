import * as Base64Url from '../../../../protocol/Base64Url.js'
import type { Challenge } from '../../../../protocol/Challenge.js'
import { pathUsd, shop } from '../../testing/fakeClient.js'

// Challenges of `tempo/subscription`: a dollar every thirty days until 2030.

/** The seller's key. */
export const sellerKey = '0x1111111111111111111111111111111111111111'
/** An id as mppx makes them, of 32 bytes. */
const id = Base64Url.fromBytes(new Uint8Array(32).fill(0xab))
/** In the middle of 2026. */
export const today = Date.parse('2026-07-01T00:00:00Z')

export function subscriptionRequest(change: object = {}, key: object = {}) {
  return {
    amount: '1000000',
    currency: pathUsd,
    periodUnit: 'day',
    periodCount: '30',
    subscriptionExpires: '2030-01-01T00:00:00Z',
    recipient: shop,
    methodDetails: { accessKey: { accessKeyAddress: sellerKey, keyType: 'p256', ...key }, chainId: 42431 },
    ...change,
  }
}

export function subscriptionChallenge(request: object, change: Partial<Challenge> = {}): Challenge {
  return {
    ...{ id, realm: 'shop.test', method: 'tempo', intent: 'subscription' },
    request: Base64Url.fromText(JSON.stringify(request)),
    ...change,
  }
}
