import type { Call, Escrow } from '../../../chain/Escrow.js'
import type * as Hex from '../../../chain/Hex.js'

/** `methodDetails.sessionProtocol` (draft-tempo-session-00, "Protocol Versions"). */
export type Version = 'v1' | 'v2'

/** What a channel is known by before the transaction that opens it is made. Hex is in lower case. */
export type Draft = {
  readonly protocol: Version
  readonly chainId: number
  readonly escrow: Hex.Hex
  readonly payer: Hex.Hex
  readonly payee: Hex.Hex
  readonly token: Hex.Hex
  /** 32 bytes. */
  readonly salt: Hex.Hex
  readonly authorizedSigner: Hex.Hex
  /** Of v2 alone: who may act for the payee, or the zero address. */
  readonly operator?: Hex.Hex | undefined
}

/** What a channel's id derives from. */
export type Channel = Draft & {
  /** Of v2 alone: 32 bytes, of the transaction that opened it. */
  readonly expiringNonceHash?: Hex.Hex | undefined
}

/**
 * What the two generations of Tempo's channels do differently. Pure: nothing here asks the chain or signs.
 * `EscrowV2.ts` exports `escrowV2`, `EscrowV1.ts` exports `escrowV1`.
 */
export interface Protocol extends Escrow {
  /** The calls of the one transaction that opens a channel. */
  open(draft: Draft, deposit: bigint): Call[]
  /** The calls of the one transaction that adds to a channel. */
  topUp(channel: Channel, id: Hex.Hex, amount: bigint): Call[]
  requestClose(channel: Channel, id: Hex.Hex): Call
  withdraw(channel: Channel, id: Hex.Hex): Call
  /** The id of a channel, in lower case. */
  channelId(channel: Channel): Hex.Hex
  /** The digest that a voucher's signature is of, 32 bytes. */
  voucher(channel: Channel, id: Hex.Hex, cumulative: bigint): Uint8Array
  /** What payloads say besides of a channel: v2's `descriptor`, nothing for v1. */
  fields(channel: Channel): { readonly descriptor?: { readonly [field: string]: string } }
}
