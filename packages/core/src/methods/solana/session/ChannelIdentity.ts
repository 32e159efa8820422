import { InvalidError, own, readObject } from '../../../chain/Fields.js'
import { assertDerived, InvalidIdentityError } from '../../../chain/Identity.js'
import type { Identity } from '../../../session/Scheme.js'
import { toDid } from '../Account.js'
import type * as Address from '../Address.js'
import type { Network } from '../Network.js'
import * as ChannelProgram from './ChannelProgram.js'
import type { Generation } from './Generation.js'
import * as Proof from './Proof.js'
import {
  optional,
  readAddress,
  readGrace,
  readNetwork,
  readSplits,
  readTokenProgram,
  readU64,
} from './SessionFields.js'
import { routeOf } from './SessionRequest.js'

/** A channel, and what else has to be known to use and to close it. */
export type Channel = ChannelProgram.Channel & {
  readonly generation: Generation
  readonly network: Network
  /** In seconds. */
  readonly gracePeriod: number
  readonly splits: readonly ChannelProgram.Split[]
  /** Of what opened it, where that is known: while it is taken, the channel may come. */
  readonly blockhash?: string | undefined
  /** The server's key, where it signs the vouchers. */
  readonly operator?: Address.Address | undefined
  /** What says who asks then; not there for a channel that was found again. */
  readonly proof?: Proof.Proof | undefined
  /** Whether the key of the vouchers is made of another's secret bytes. */
  readonly derived?: true | undefined
}

/** A channel as sessions keep it: plain data, numbers of 64 bits as texts. */
export function of(channel: Channel): Identity {
  const { network, payer, payee, mint, salt, openSlot, proof } = channel
  return {
    id: ChannelProgram.channelId(channel),
    source: toDid(payer, network),
    route: routeOf({ ...channel, recipient: payee, currency: mint }),
    parts: {
      ...channel,
      salt: String(salt),
      openSlot: openSlot?.toString(),
      proof: proof && Proof.toJson(proof),
    },
  }
}

/**
 * The channel of an identity: its parts are what they should be, and id, source and route follow from them.
 *
 * @throws InvalidIdentityError
 */
export function toChannel(identity: Identity): Channel {
  const channel = readChannel(identity.parts)
  const { operator = channel.authorizedSigner } = channel
  if (operator !== channel.authorizedSigner)
    throw new InvalidIdentityError('it takes the vouchers of another key')
  assertDerived(identity, of(channel))
  return channel
}

function readChannel(value: unknown): Channel {
  try {
    const parts = readObject(value, 'parts')
    const at = <type>(name: string, reader: (value: unknown, field: string) => type) =>
      reader(own(parts, name), name)
    const generation = at('generation', readGeneration)
    return {
      generation,
      network: at('network', readNetwork),
      program: at('program', readAddress),
      payer: at('payer', readAddress),
      payee: at('payee', readAddress),
      mint: at('mint', readAddress),
      authorizedSigner: at('authorizedSigner', readAddress),
      salt: at('salt', readU64),
      // Nothing but fresh keys and salts keeps addresses of A apart.
      openSlot: generation === 'A' ? undefined : at('openSlot', readU64),
      tokenProgram: at('tokenProgram', readTokenProgram),
      gracePeriod: at('gracePeriod', readGrace),
      splits: readSplits(own(parts, 'splits'), 'splits', 'bps', 32),
      blockhash: optional(own(parts, 'blockhash'), 'blockhash', readAddress),
      operator: optional(own(parts, 'operator'), 'operator', readAddress),
      proof: optional(own(parts, 'proof'), 'proof', Proof.read),
      derived: own(parts, 'derived') === true || undefined,
    }
  } catch (error) {
    if (error instanceof InvalidError) throw new InvalidIdentityError(`its ${error.field} cannot be read`)
    throw error
  }
}

function readGeneration(value: unknown, field: string): Generation {
  if (value !== 'A' && value !== 'B' && value !== 'C') throw new InvalidError(field, 'is none that is known')
  return value
}
