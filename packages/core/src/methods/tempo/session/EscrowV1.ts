import * as Abi from '../../../chain/Abi.js'
import type { State } from '../../../chain/Escrow.js'
import type * as Hex from '../../../chain/Hex.js'
import { UnreachableError } from '../../../chain/Rpc.js'
import type { Call } from '../TempoTransaction.js'
import type { Channel, Draft, Protocol } from './Protocol.js'

/**
 * Channels of protocol v1: an escrow contract that is approved to take the deposit (draft-tempo-session-00,
 * "Contract-Backed Channel State"). Its vouchers are signed with secp256k1 alone.
 *
 * @example
 * ```ts
 * const id = escrowV1.channelId(channel)
 * const signature = await signer.sign(escrowV1.voucher(channel, id, 250_000n))
 * ```
 */
export const escrowV1: Protocol = {
  largest: 2n ** 128n - 1n,
  gracePeriod: 900n,
  // open(address,address,uint128,bytes32,address)
  open: (draft, deposit) => [
    approve(draft, deposit),
    {
      to: draft.escrow,
      data: `0xc79ea485${Abi.words(draft.payee, draft.token, deposit, draft.salt, draft.authorizedSigner)}`,
    },
  ],
  // topUp(bytes32,uint256), as servers look for it (mppx 0.8); the draft's appendix says uint128.
  topUp: (channel, id, amount) => [
    approve(channel, amount),
    { to: channel.escrow, data: `0xb67644b9${Abi.words(id, amount)}` },
  ],
  // requestClose(bytes32)
  requestClose: ({ escrow }, id) => ({ to: escrow, data: `0x6bf5fe6f${Abi.words(id)}` }),
  // withdraw(bytes32)
  withdraw: ({ escrow }, id) => ({ to: escrow, data: `0x8e19899e${Abi.words(id)}` }),
  channelId,
  voucher: (channel, id, cumulative) =>
    Abi.voucherDigest({ name: 'Tempo Stream Channel', type: 'uint128' }, channel, id, cumulative),
  fields: () => ({}),
  // getChannel(bytes32)
  stateData: (id) => `0x831c2b82${Abi.words(id)}`,
  readState,
}

/** Lets the escrow take what the next call has it take, and no more. */
function approve({ token, escrow }: Draft, amount: bigint): Call {
  // approve(address,uint256)
  return { to: token, data: `0x095ea7b3${Abi.words(escrow, amount)}` }
}

function channelId(channel: Channel): Hex.Hex {
  const { payer, payee, token, salt, authorizedSigner, escrow, chainId } = channel
  return Abi.hash(payer, payee, token, salt, authorizedSigner, escrow, chainId)
}

/** Reads the record of a channel. Its two flags come first in the escrow that mppx 0.8 knows, and last in the draft. */
function readState(answer: unknown): State | undefined {
  const record = Abi.numbers(answer, 8)
  if (!record) throw new UnreachableError()
  // The first of the draft is the payer, and nobody's address is 0 or 1.
  const isFlag = (record[0] ?? 0n) < 2n
  const order = isFlag ? [0, 1, 2, 6, 7] : [7, 6, 0, 4, 5]
  const [finalized, closeRequestedAt = 0n, payer, deposit = 0n, settled = 0n] = order.map((at) => record[at])
  if (settled > deposit || deposit > escrowV1.largest) throw new UnreachableError()
  if (payer === 0n || finalized !== 0n) return undefined
  return { deposit, settled, closeRequestedAt }
}
