import { InvalidError, own, readAmount, readBytes, readChainId } from '../../../chain/Fields.js'
import type * as Hex from '../../../chain/Hex.js'
import * as ChainIdentity from '../../../chain/Identity.js'
import * as JsonObject from '../../../protocol/JsonObject.js'
import type { Identity, Snapshot } from '../../../session/Scheme.js'
import type { Channel, Protocol, Version } from './Protocol.js'
import { routeOf, type SessionRequest } from './SessionRequest.js'

// What a channel is known by: kept in a store, moved in a file, told by a server. All of it is checked here.

const zero: Hex.Hex = `0x${'0'.repeat(40)}`

type Protocols = { readonly [version in Version]: Protocol }

/** A channel as sessions keep it. */
export function of(channel: Channel, { channelId }: Protocol): Identity {
  const { protocol, chainId, escrow, payee, token, operator = zero, payer } = channel
  return {
    id: channelId(channel),
    source: ChainIdentity.sourceOf(chainId, payer),
    route: routeOf({
      sessionProtocol: protocol,
      chainId,
      escrowContract: escrow,
      recipient: payee,
      currency: token,
      operator,
    }),
    parts: channel,
  }
}

/**
 * The channel of an identity: its parts are what they should be, and id, source and route follow from them.
 *
 * @throws InvalidIdentityError
 */
export function toChannel(identity: Identity, protocols: Protocols): Channel {
  const channel = ChainIdentity.readParts(identity.parts, ({ bytes, own }) => {
    const protocol = own('protocol')
    if (protocol !== 'v1' && protocol !== 'v2') throw new InvalidError('protocol', 'is neither "v1" nor "v2"')
    return {
      protocol,
      chainId: readChainId(own('chainId'), 'chainId'),
      escrow: bytes('escrow', 20),
      payer: bytes('payer', 20),
      payee: bytes('payee', 20),
      operator: bytes('operator', 20),
      token: bytes('token', 20),
      salt: bytes('salt', 32),
      authorizedSigner: bytes('authorizedSigner', 20),
      ...(protocol === 'v2' ? { expiringNonceHash: bytes('expiringNonceHash', 32) } : {}),
    } satisfies Channel
  })
  ChainIdentity.assertDerived(identity, of(channel, protocols[channel.protocol]))
  return channel
}

/**
 * What a server says of a channel that could go on (draft-tempo-session-00, "Session Snapshot"). A hint: one that
 * does not add up, or is of a channel that cannot pay this request, is dropped.
 */
export function readSnapshot(request: SessionRequest, protocol: Protocol): Snapshot | undefined {
  const snapshot = request.sessionSnapshot
  if (!snapshot || request.sessionProtocol !== 'v2') return undefined
  try {
    const descriptor = own(snapshot, 'descriptor')
    if (!JsonObject.is(descriptor)) return undefined
    const address = (from: JsonObject.JsonObject, field: string) => readBytes(own(from, field), field, 20)
    const amount = (field: string) => readAmount(own(snapshot, field), field, 96)
    const identity = of(
      {
        protocol: 'v2',
        chainId: readChainId(own(snapshot, 'chainId')),
        escrow: address(snapshot, 'escrow'),
        payer: address(descriptor, 'payer'),
        payee: address(descriptor, 'payee'),
        operator: address(descriptor, 'operator'),
        token: address(descriptor, 'token'),
        salt: readBytes(own(descriptor, 'salt'), 'salt', 32),
        authorizedSigner: address(descriptor, 'authorizedSigner'),
        expiringNonceHash: readBytes(own(descriptor, 'expiringNonceHash'), 'expiringNonceHash', 32),
      },
      protocol,
    )
    const id = readBytes(own(snapshot, 'channelId'), 'channelId', 32)
    const accepted = amount('acceptedCumulative')
    const spent = amount('spent')
    if (identity.id !== id || identity.route !== routeOf(request)) return undefined
    if (spent > accepted || accepted > amount('deposit')) return undefined
    return { identity, accepted, spent }
  } catch (error) {
    if (error instanceof InvalidError) return undefined
    throw error
  }
}
