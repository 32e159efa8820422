import * as Base64Url from '../../../../protocol/Base64Url.js'
import type { Challenge } from '../../../../protocol/Challenge.js'
import { pathUsd, payer, shop } from '../../testing/fakeClient.js'
import { canonicalEscrow, escrowV2 } from '../EscrowV2.js'
import type { Channel } from '../Protocol.js'

/** A `tempo/session` challenge of protocol v2, 25 pathUSD parts a unit; `undefined` leaves a field out. */
export function sessionChallenge(change: object = {}, details: object = {}): Challenge {
  const request = {
    amount: '25',
    unitType: 'llm_token',
    currency: pathUsd,
    recipient: shop,
    methodDetails: {
      escrowContract: canonicalEscrow,
      chainId: 42431,
      sessionProtocol: 'v2',
      ...details,
    },
    ...change,
  }
  return {
    id: 'kM9xPqWvT2nJrHsY4aDfEb',
    realm: 'shop.test',
    method: 'tempo',
    intent: 'session',
    request: Base64Url.fromText(JSON.stringify(request)),
  }
}

/** A channel that can pay {@link sessionChallenge}. */
export const channel = {
  protocol: 'v2',
  chainId: 42431,
  escrow: canonicalEscrow,
  payer,
  payee: shop,
  operator: `0x${'0'.repeat(40)}`,
  token: pathUsd,
  salt: `0x${'5a'.repeat(32)}`,
  authorizedSigner: `0x${'a5'.repeat(20)}`,
  expiringNonceHash: `0x${'e1'.repeat(32)}`,
} as const satisfies Channel

/** What a server says of {@link channel} (draft-tempo-session-00, "Session Snapshot"). */
export function snapshot(change: object = {}, descriptor: object = {}) {
  return {
    acceptedCumulative: '500',
    chainId: channel.chainId,
    channelId: escrowV2.channelId(channel),
    deposit: '1000',
    descriptor: { ...escrowV2.fields(channel).descriptor, ...descriptor },
    escrow: channel.escrow,
    requiredCumulative: '525',
    settled: '0',
    spent: '475',
    ...change,
  }
}
