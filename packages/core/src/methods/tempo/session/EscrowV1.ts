import * as Abi from '../../../chain/Abi.js'
import * as Erc20 from '../../../chain/Erc20.js'
import * as StreamChannel from '../../../chain/StreamChannel.js'
import type { Protocol } from './Protocol.js'

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
  largest: StreamChannel.largest,
  gracePeriod: 900n,
  open: (draft, deposit) => [
    Erc20.approve(draft.token, draft.escrow, deposit),
    StreamChannel.open(draft, deposit),
  ],
  // topUp(bytes32,uint256), as servers look for it (mppx 0.8); the draft's appendix says uint128.
  topUp: ({ token, escrow }, id, amount) => [
    Erc20.approve(token, escrow, amount),
    { to: escrow, data: `0xb67644b9${Abi.words(id, amount)}` },
  ],
  requestClose: StreamChannel.requestClose,
  withdraw: StreamChannel.withdraw,
  channelId: StreamChannel.channelId,
  voucher: (channel, id, cumulative) =>
    Abi.voucherDigest({ name: 'Tempo Stream Channel', type: 'uint128' }, channel, id, cumulative),
  fields: () => ({}),
  stateData: StreamChannel.stateData,
  readState: (answer) => StreamChannel.readRecord(answer).state,
}
