import * as Abi from './Abi.js'
import type { Call, State } from './Escrow.js'
import type * as Hex from './Hex.js'
import { UnreachableError } from './Rpc.js'

// Channels of an escrow contract that is approved to take the deposit: Tempo's v1, and those of ordinary EVM chains.

/** What a channel's id derives from. Hex is in lower case. */
export type Channel = {
  readonly chainId: number
  readonly escrow: Hex.Hex
  readonly payer: Hex.Hex
  readonly payee: Hex.Hex
  readonly token: Hex.Hex
  /** 32 bytes. */
  readonly salt: Hex.Hex
  readonly authorizedSigner: Hex.Hex
}

/** The largest deposit and voucher. */
export const largest = 2n ** 128n - 1n

/** The id of a channel (draft-evm-session-00, "Channel State"), in lower case. */
export function channelId(channel: Channel): Hex.Hex {
  const { payer, payee, token, salt, authorizedSigner, escrow, chainId } = channel
  return Abi.hash(payer, payee, token, salt, authorizedSigner, escrow, chainId)
}

/** `open(address,address,uint128,bytes32,address)` */
export function open(channel: Omit<Channel, 'payer'>, deposit: bigint): Call {
  const { escrow, payee, token, salt, authorizedSigner } = channel
  return { to: escrow, data: `0xc79ea485${Abi.words(payee, token, deposit, salt, authorizedSigner)}` }
}

/** `requestClose(bytes32)` */
export function requestClose({ escrow }: Pick<Channel, 'escrow'>, id: Hex.Hex): Call {
  return { to: escrow, data: `0x6bf5fe6f${Abi.words(id)}` }
}

/** `withdraw(bytes32)` */
export function withdraw({ escrow }: Pick<Channel, 'escrow'>, id: Hex.Hex): Call {
  return { to: escrow, data: `0x8e19899e${Abi.words(id)}` }
}

/** The data that asks for a channel: `getChannel(bytes32)`. */
export function stateData(id: Hex.Hex): Hex.Hex {
  return `0x831c2b82${Abi.words(id)}`
}

/** A record as the escrow keeps it, for good: `used` of an id says that it can never be opened again. */
export type Record = { readonly used: boolean; readonly state: State | undefined }

/** Reads the record of a channel. Its two flags come first in the escrow that mppx 0.8 knows, and last in the drafts. */
export function readRecord(answer: unknown): Record {
  const record = Abi.numbers(answer, 8)
  if (!record) throw new UnreachableError()
  // The first of the drafts is the payer, and nobody's address is 0 or 1.
  const isFlag = (record[0] ?? 0n) < 2n
  const order = isFlag ? [0, 1, 2, 6, 7] : [7, 6, 0, 4, 5]
  const [finalized, closeRequestedAt = 0n, payer, deposit = 0n, settled = 0n] = order.map((at) => record[at])
  if (settled > deposit || deposit > largest || closeRequestedAt >> 64n) throw new UnreachableError()
  if (payer === 0n) return { used: false, state: undefined }
  return { used: true, state: finalized === 0n ? { deposit, settled, closeRequestedAt } : undefined }
}
