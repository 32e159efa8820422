import { BaseError } from '../Errors.js'
import type { JsonObject } from '../protocol/JsonObject.js'
import * as Receipt from '../protocol/Receipt.js'

/** A receipt with what the server counts (draft-tempo-session-00, "Receipt Generation"). */
export type SessionReceipt = Receipt.Receipt & {
  readonly channelId: string
  readonly acceptedCumulative: string
  readonly spent: string
}

/** What a receipt says in numbers. */
export type Counted = { readonly receipt: SessionReceipt; readonly accepted: bigint; readonly spent: bigint }

/**
 * Reads the receipt of a metered answer, for one channel.
 *
 * @throws {@link Receipt.InvalidError} or {@link MismatchError}.
 */
export function parse(value: string | JsonObject, channelId: string): Counted {
  const receipt = (typeof value === 'string' ? Receipt.parse(value) : value) as SessionReceipt
  const id: unknown = receipt.channelId ?? receipt.reference
  if (typeof id !== 'string' || id.toLowerCase() !== channelId.toLowerCase())
    throw new MismatchError('the channel')
  const accepted = amountOf(receipt.acceptedCumulative)
  const spent = amountOf(receipt.spent)
  if (spent > accepted) throw new MismatchError('what was used up')
  return { receipt, accepted, spent }
}

/** Reads a whole number written as a text. */
export function amountOf(value: unknown): bigint {
  if (typeof value !== 'string' || !/^(?:0|[1-9]\d{0,38})$/.test(value)) throw new MismatchError('an amount')
  return BigInt(value)
}

/** Thrown when a server's receipt is not for this channel, or says what cannot be. Its numbers are not used. */
export class MismatchError extends BaseError {
  override readonly name = 'SessionReceipt.MismatchError'
  constructor(what: string) {
    super('session_receipt_mismatch', `The server's receipt does not fit this session: ${what} is wrong.`)
  }
}
