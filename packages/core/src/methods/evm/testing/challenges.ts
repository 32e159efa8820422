import type { Hex } from '../../../chain/Hex.js'
import type { Channel } from '../../../chain/StreamChannel.js'
import { payer } from '../../../chain/testing/fakeClient.js'
import * as Base64Url from '../../../protocol/Base64Url.js'
import type { Challenge } from '../../../protocol/Challenge.js'

// Challenges of `evm/charge` and `evm/session` for tests that need no chain.

export const shop: Hex = '0x742d35cc6634c0532925a3b844bc9e7595f8fe00'
export const token: Hex = '0x74b7f16337b8972027f6196a17a631ac6de26d22'
export const escrow: Hex = '0x1234567890abcdef1234567890abcdef12345678'
/** The one that fake clients are on. */
export const chainId = 42431

/** The draft's own example, on the chain of fake clients; `undefined` leaves a field out. */
export function sessionChallenge(change: object = {}, details: object = {}): Challenge {
  const request = {
    amount: '100',
    unitType: 'llm_token',
    suggestedDeposit: '5000',
    currency: token,
    recipient: shop,
    methodDetails: { escrowContract: escrow, chainId, minVoucherDelta: '10', ...details },
    ...change,
  }
  return {
    id: 'kM9xPqWvT2nJrHsY4aDfEb',
    realm: 'shop.test',
    method: 'evm',
    intent: 'session',
    request: Base64Url.fromText(JSON.stringify(request)),
  }
}

/** Who takes what is signed for Permit2. */
export const spender: Hex = '0x5a0b54d5dc17e0aadc383d2db43b0a0d3e029c4c'

/** A charge of 10,000 in the form of the draft's examples, on the chain of fake clients; `undefined` leaves a field out. */
export function chargeChallenge(change: object = {}, details: object = {}, own: object = {}): Challenge {
  const request = {
    amount: '10000',
    currency: token,
    recipient: shop,
    methodDetails: { chainId, credentialTypes: ['authorization'], ...details },
    ...change,
  }
  return {
    id: 'kM9xPqWvT2nJrHsY4aDfEb',
    realm: 'shop.test',
    method: 'evm',
    intent: 'charge',
    request: Base64Url.fromText(JSON.stringify(request)),
    ...own,
  }
}

/** A channel that can pay {@link sessionChallenge}. */
export const channel: Channel = {
  chainId,
  escrow,
  payer,
  payee: shop,
  token,
  salt: `0x${'5a'.repeat(32)}`,
  authorizedSigner: `0x${'a5'.repeat(20)}`,
}
