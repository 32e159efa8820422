import { readChainId } from '../../../chain/Fields.js'
import * as ChainIdentity from '../../../chain/Identity.js'
import { type Channel, channelId } from '../../../chain/StreamChannel.js'
import type { Identity } from '../../../session/Scheme.js'

import { routeOf } from './SessionRequest.js'

/** A channel as sessions keep it. */
export function of(channel: Channel): Identity {
  const { chainId, escrow, payee, token, payer } = channel
  return {
    id: channelId(channel),
    source: ChainIdentity.sourceOf(chainId, payer),
    route: routeOf({ chainId, escrowContract: escrow, recipient: payee, currency: token }),
    parts: channel,
  }
}

/** The channel of some parts, as they are kept. */
export function readChannel(parts: unknown): Channel {
  return ChainIdentity.readParts(parts, ({ bytes, own }) => ({
    chainId: readChainId(own('chainId'), 'chainId'),
    escrow: bytes('escrow', 20),
    payer: bytes('payer', 20),
    payee: bytes('payee', 20),
    token: bytes('token', 20),
    salt: bytes('salt', 32),
    authorizedSigner: bytes('authorizedSigner', 20),
  }))
}

/**
 * The channel of an identity: its parts are what they should be, and id, source and route follow from them.
 *
 * @throws InvalidIdentityError
 */
export function toChannel(identity: Identity): Channel {
  const channel = readChannel(identity.parts)
  ChainIdentity.assertDerived(identity, of(channel))
  return channel
}
