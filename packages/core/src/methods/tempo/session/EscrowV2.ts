import { concatBytes } from '@noble/hashes/utils.js'
import * as Abi from '../../../chain/Abi.js'
import type { State } from '../../../chain/Escrow.js'
import * as Hex from '../../../chain/Hex.js'
import { UnreachableError } from '../../../chain/Rpc.js'
import type { Channel, Draft, Protocol } from './Protocol.js'

/** Where Tempo has its channel escrow (TIP-1034). */
export const canonicalEscrow: Hex.Hex = '0x4d50500000000000000000000000000000000000'

const zero: Hex.Hex = `0x${'0'.repeat(40)}`

/**
 * Channels of protocol v2: Tempo's own escrow, which needs no approval (draft-tempo-session-00, "Precompile-Backed
 * Channel State").
 *
 * @example
 * ```ts
 * const id = escrowV2.channelId(channel)
 * const signature = await signer.sign(escrowV2.voucher(channel, id, 250_000n))
 * ```
 */
export const escrowV2: Protocol = {
  largest: 2n ** 96n - 1n,
  gracePeriod: 900n,
  // open(address,address,address,uint96,bytes32,address)
  open: ({ escrow, payee, operator = zero, token, salt, authorizedSigner }, deposit) => [
    {
      to: escrow,
      data: `0xedc53b00${Abi.words(payee, operator, token, deposit, salt, authorizedSigner)}`,
    },
  ],
  // topUp(descriptor,uint96)
  topUp: (channel, _id, amount) => [
    { to: channel.escrow, data: `0xdc48471e${Abi.words(...tuple(channel), amount)}` },
  ],
  // requestClose(descriptor)
  requestClose: (channel) => ({ to: channel.escrow, data: `0x675402e5${Abi.words(...tuple(channel))}` }),
  // withdraw(descriptor)
  withdraw: (channel) => ({ to: channel.escrow, data: `0x41e2c664${Abi.words(...tuple(channel))}` }),
  channelId: (channel) => Abi.hash(...tuple(channel), channel.escrow, channel.chainId),
  voucher: (channel, id, cumulative) =>
    Abi.voucherDigest({ name: 'TIP20 Channel Reserve', type: 'uint96' }, channel, id, cumulative),
  fields: ({ payer, payee, operator = zero, token, salt, authorizedSigner, expiringNonceHash = zero }) => ({
    descriptor: { payer, payee, operator, token, salt, authorizedSigner, expiringNonceHash },
  }),
  // getChannelState(bytes32)
  stateData: (id) => `0xd18da8b1${Abi.words(id)}`,
  readState,
}

/** The descriptor, in the order of the ABI. */
function tuple(channel: Channel): Hex.Hex[] {
  const { payer, payee, operator = zero, token, salt, authorizedSigner, expiringNonceHash = zero } = channel
  return [payer, payee, operator, token, salt, authorizedSigner, expiringNonceHash]
}

function readState(answer: unknown): State | undefined {
  const [settled = 0n, deposit = 0n, closeRequestedAt = 0n] = Abi.numbers(answer, 3) ?? []
  if (!Hex.is(answer, 96) || settled > deposit || deposit > escrowV2.largest) throw new UnreachableError()
  // A channel without a deposit was never opened, or is closed.
  return deposit === 0n ? undefined : { deposit, settled, closeRequestedAt }
}

/**
 * What ties a channel to the transaction that opens it: the hash of what its sender signed, and of the sender.
 *
 * @example
 * ```ts
 * const channel = bind(draft, Hex.toBytes(TempoTransaction.serialize(transaction)))
 * ```
 */
export function bind(draft: Draft, signed: Uint8Array): Channel {
  if (draft.protocol === 'v1') return draft
  return { ...draft, expiringNonceHash: Hex.keccak(concatBytes(signed, Hex.toBytes(draft.payer))) }
}
