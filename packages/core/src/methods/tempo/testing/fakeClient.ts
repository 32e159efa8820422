import * as Base64Url from '../../../protocol/Base64Url.js'
import type { Challenge } from '../../../protocol/Challenge.js'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import { type TempoOptions, tempo } from '../Charge.js'

export {
  codeOf,
  type FakeClient,
  fakeClient,
  hash,
  localAccount,
  payer,
  remoteAccount,
  word,
} from '../../../chain/testing/fakeClient.js'

// Challenges of `tempo/charge`, and what the payer gives the method for them.

export const shop = '0x742d35cc6634c0532925a3b844bc9e7595f8fe00'
export const pathUsd = '0x20c0000000000000000000000000000000000000'

/** A `tempo/charge` challenge of 10,000 pathUSD parts. */
export function chargeChallenge(change: object = {}, details: object = {}, expires?: string): Challenge {
  const request = { amount: '10000', currency: pathUsd, recipient: shop, methodDetails: details, ...change }
  return {
    id: 'kM9xPqWvT2nJrHsY4aDfEb',
    realm: 'shop.test',
    method: 'tempo',
    intent: 'charge',
    request: Base64Url.fromText(JSON.stringify(request)),
    ...(expires === undefined ? {} : { expires }),
  }
}

/** What the payer tells a method. */
export function contextOf(challenge: Challenge, signal?: AbortSignal) {
  return { challenge, now: Date.now, store: createMemoryStore(), idempotencyKey: 'one', signal }
}

/** The method, a challenge for it, and what the payer would give it of that. */
export function setup(
  options: Partial<TempoOptions> = {},
  change: object = {},
  details: object = {},
  expires?: string,
) {
  const method = tempo({ client: () => undefined, ...options })
  const challenge = chargeChallenge(change, details, expires)
  return { method, challenge, request: method.read(challenge), context: contextOf(challenge) }
}
