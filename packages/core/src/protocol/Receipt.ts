import { BaseError } from '../Errors.js'
import * as Challenge from './Challenge.js'
import * as JsonObject from './JsonObject.js'
import * as Timestamp from './Timestamp.js'

/** What a server says was paid (draft-httpauth-payment-00, "Payment-Receipt Header"). Methods may add fields. */
export type Receipt = {
  readonly status: 'success'
  /** The method that moved the money. */
  readonly method: string
  /** An RFC 3339 date-time. */
  readonly timestamp: string
  /** The method's own: a transaction's hash, a PaymentIntent's id. */
  readonly reference: string
  /** The merchant's own reference, echoed from the challenge. */
  readonly externalId?: string
  readonly [field: string]: unknown
}

/**
 * Reads the value of a `Payment-Receipt` field.
 *
 * @example
 * ```ts
 * Receipt.parse(response.headers.get('Payment-Receipt') ?? '').reference
 * ```
 *
 * @throws {@link InvalidError} when it is no receipt of the draft's shape.
 */
export function parse(value: string): Receipt {
  let json: JsonObject.JsonObject
  try {
    json = JsonObject.fromBase64Url(value)
  } catch (cause) {
    throw new InvalidError('it holds no JSON object', cause)
  }
  const { status, method, timestamp, externalId = '' } = json
  if (status !== 'success') throw new InvalidError('its status is not "success"')
  for (const name of ['method', 'reference', 'timestamp'])
    if (typeof json[name] !== 'string' || !method) throw new InvalidError(`its ${name} is missing`)
  if (typeof externalId !== 'string') throw new InvalidError('its externalId is no text')
  if (!Timestamp.is(timestamp as string)) throw new InvalidError('its timestamp is no date')
  return json as Receipt
}

/**
 * Refuses a receipt that is for another payment than the challenge's.
 *
 * @example
 * ```ts
 * Receipt.assertMatches(receipt, challenge)
 * ```
 *
 * @throws {@link MismatchError} when the method, the merchant's reference or the challenge's id differ.
 */
export function assertMatches(receipt: Receipt, challenge: Challenge.Challenge): void {
  const { method, id: challengeId } = challenge
  const paid = { method, challengeId, externalId: Challenge.decodeRequest(challenge).externalId }
  for (const [name, value] of Object.entries(paid))
    if (value !== undefined && (receipt[name] ?? value) !== value) throw new MismatchError(name)
}

/** Thrown when a text is no receipt. */
export class InvalidError extends BaseError {
  override readonly name = 'Receipt.InvalidError'
  constructor(reason: string, cause?: unknown) {
    super('receipt_invalid', `The server's receipt cannot be read: ${reason}.`, { cause })
  }
}

/** Thrown when a receipt is for something else than was paid. */
export class MismatchError extends BaseError {
  override readonly name = 'Receipt.MismatchError'
  constructor(field: string) {
    super('receipt_mismatch', `The server's receipt is for another payment: its ${field} differs.`)
  }
}
