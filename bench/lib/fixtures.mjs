// What a server sends, as mppx itself writes it. Every text comes many times with other content, so that no
// engine's cache of one string flatters anybody.
import { Challenge, Receipt } from 'mppx'

const variety = 64

const expires = '2035-01-15T12:05:00Z'

/** @param {number} seed @param {number} length */
function hex(seed, length) {
  let text = ''
  for (let value = seed + 1; text.length < length; value = (value * 48_271) % 2_147_483_647)
    text += value.toString(16)
  return `0x${text.slice(0, length)}`
}

/** @param {number} seed */
function tempoChallenge(seed) {
  return Challenge.from({
    realm: 'api.example.com',
    method: 'tempo',
    intent: 'charge',
    expires,
    description: 'One photo',
    secretKey: 'a secret of the server',
    request: {
      amount: String(10_000 + seed),
      currency: '0x20c0000000000000000000000000000000000000',
      recipient: hex(seed, 40),
      externalId: `order-${seed}`,
      methodDetails: { chainId: 42_431, feePayer: true },
    },
  })
}

/** @param {number} seed */
function stripeChallenge(seed) {
  return Challenge.from({
    realm: 'api.example.com',
    method: 'stripe',
    intent: 'charge',
    expires,
    secretKey: 'a secret of the server',
    request: {
      amount: String(500 + seed),
      currency: 'usd',
      methodDetails: { networkId: `profile_${hex(seed, 24)}`, paymentMethodTypes: ['card', 'link'] },
    },
  })
}

/** What opens a channel, or pays from one. @param {number} seed */
export function sessionRequired(seed) {
  const challenge = Challenge.from({
    realm: 'api.example.com',
    method: 'tempo',
    intent: 'session',
    expires,
    secretKey: 'a secret of the server',
    request: {
      amount: '1000',
      unitType: 'request',
      suggestedDeposit: '2000000',
      currency: channel.token,
      recipient: channel.payee,
      externalId: `order-${seed}`,
      methodDetails: { chainId: channel.chainId, escrowContract: channel.escrow, sessionProtocol: 'v2' },
    },
  })
  return new Response(null, {
    status: 402,
    headers: { 'WWW-Authenticate': Challenge.serialize(challenge) },
  })
}

/** The parts of a channel that {@link sessionRequired} can be paid from; who pays and signs is to be added. */
export const channel = /** @type {const} */ ({
  protocol: 'v2',
  chainId: 42_431,
  escrow: '0x4d50500000000000000000000000000000000000',
  payee: '0x70997970c51812dc3a010c7d01b50e0d17dc79c8',
  operator: '0x0000000000000000000000000000000000000000',
  token: '0x20c0000000000000000000000000000000000000',
  salt: '0x5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a',
  expiringNonceHash: '0xe1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1',
})

/**
 * A 402 with so many challenges, Tempo's and Stripe's in turns.
 *
 * @param {number} count
 * @param {number} seed
 */
export function paymentRequired(count, seed) {
  const headers = new Headers()
  for (let at = 0; at < count; at++) {
    const challenge = at % 2 ? stripeChallenge(seed * count + at) : tempoChallenge(seed * count + at)
    headers.append('WWW-Authenticate', Challenge.serialize(challenge))
  }
  return new Response(null, { status: 402, headers })
}

/** A signed Tempo transaction's payload, and who signed it. @param {number} seed */
export function proof(seed) {
  return {
    payload: { type: 'transaction', signature: `0x76f9${hex(seed, 596).slice(2)}` },
    source: `did:pkh:eip155:42431:${hex(seed, 40)}`,
  }
}

/** The value of a `Payment-Receipt`. @param {number} seed */
export function receipt(seed) {
  return Receipt.serialize({
    status: 'success',
    method: 'tempo',
    timestamp: new Date(1_736_942_700_000 + seed * 1000).toISOString(),
    reference: hex(seed, 64),
    externalId: `order-${seed}`,
  })
}

/** @template T @param {(seed: number) => T} make @returns {(at: number) => T} */
export function varied(make) {
  const values = Array.from({ length: variety }, (_, seed) => make(seed))
  return (at) => /** @type {T} */ (values[at % variety])
}
