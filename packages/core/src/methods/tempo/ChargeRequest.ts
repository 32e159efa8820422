import { BaseError } from '../../Errors.js'
import * as Challenge from '../../protocol/Challenge.js'
import * as JsonObject from '../../protocol/JsonObject.js'
import * as Hex from './Hex.js'

/** Who broadcasts the payment: the server (`pull`) or the payer (`push`). */
export type Mode = 'pull' | 'push'

/** A part of a charge that goes to somebody else. */
export type Split = {
  readonly amount: bigint
  readonly recipient: Hex.Hex
  readonly memo?: Hex.Hex | undefined
}

/** What a `tempo/charge` challenge asks for (draft-tempo-charge-00, "Request Schema"). Addresses are in lower case. */
export type ChargeRequest = {
  /** All that the payer pays, in the token's smallest parts. */
  readonly amount: bigint
  /** The TIP-20 token. */
  readonly currency: Hex.Hex
  /** Who gets the amount less the splits. */
  readonly recipient: Hex.Hex
  readonly chainId: number
  /** Whether the server pays the network's fee. */
  readonly feePayer: boolean
  /** The memo that the server wants on chain, 32 bytes. */
  readonly memo?: Hex.Hex | undefined
  readonly splits: readonly Split[]
  readonly modes: readonly Mode[]
}

/** The chain of a challenge that names none (draft-tempo-charge-00, "Method Details"). */
const defaultChainId = 42431

// A TIP-20 transfer takes a uint256; neither the draft nor TIP-20 sets a tighter bound on one request.
const largest = 2n ** 256n - 1n

/**
 * Reads a challenge's request. Strict: addresses are 20 bytes, amounts whole numbers in a uint256, splits add up to
 * less than the amount, modes are known. Fields the draft does not have are passed over.
 *
 * @example
 * ```ts
 * ChargeRequest.read(challenge).amount // 10000n
 * ```
 *
 * @throws {@link InvalidError} that says which field is wrong and why.
 */
export function read(challenge: Challenge.Challenge): ChargeRequest {
  const request = Challenge.decodeRequest(challenge)
  const details = readDetails(own(request, 'methodDetails'))
  for (const field of ['description', 'externalId'])
    if (!['string', 'undefined'].includes(typeof own(request, field)))
      throw new InvalidError(field, 'is not a text')
  const amount = readAmount(own(request, 'amount'), 'amount')
  const splits = readSplits(own(details, 'splits'), amount)
  return {
    amount,
    currency: readBytes(own(request, 'currency'), 'currency', 20),
    recipient: readRecipient(own(request, 'recipient'), 'recipient', amount),
    chainId: readChainId(own(details, 'chainId')),
    feePayer: readFeePayer(own(details, 'feePayer')),
    ...readMemo(own(details, 'memo'), 'methodDetails.memo'),
    splits,
    modes: readModes(own(details, 'supportedModes')),
  }
}

// What `Object.prototype` holds is no part of a request.
function own(object: JsonObject.JsonObject, field: string): unknown {
  return Object.hasOwn(object, field) ? object[field] : undefined
}

function readDetails(value: unknown = {}): JsonObject.JsonObject {
  if (!JsonObject.is(value)) throw new InvalidError('methodDetails', 'is not an object')
  return value
}

function readAmount(value: unknown, field: string): bigint {
  if (typeof value !== 'string' || !/^(?:0|[1-9]\d{0,77})$/.test(value))
    throw new InvalidError(field, 'is not a whole number written as a text')
  const amount = BigInt(value)
  if (amount > largest) throw new InvalidError(field, 'does not fit into a uint256')
  return amount
}

function readBytes(value: unknown, field: string, size: 20 | 32): Hex.Hex {
  if (!Hex.is(value, size))
    throw new InvalidError(field, size === 20 ? 'is not an address' : 'is not 32 bytes of hex')
  return value.toLowerCase() as Hex.Hex
}

function readRecipient(value: unknown, field: string, amount: bigint): Hex.Hex {
  const address = readBytes(value, field, 20)
  if (amount > 0n && /^0x0+$/.test(address)) throw new InvalidError(field, 'is the zero address')
  return address
}

function readMemo(value: unknown, field: string): { memo?: Hex.Hex } {
  return value === undefined ? {} : { memo: readBytes(value, field, 32) }
}

function readChainId(value: unknown = defaultChainId): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1)
    throw new InvalidError('methodDetails.chainId', 'is not a positive whole number')
  return value
}

function readFeePayer(value: unknown = false): boolean {
  if (typeof value !== 'boolean')
    throw new InvalidError('methodDetails.feePayer', 'is neither true nor false')
  return value
}

function readModes(value: unknown = ['pull', 'push']): Mode[] {
  if (!Array.isArray(value) || value.length === 0)
    throw new InvalidError('methodDetails.supportedModes', 'names no mode')
  for (const mode of value)
    if (mode !== 'pull' && mode !== 'push')
      throw new InvalidError('methodDetails.supportedModes', 'names a mode other than "pull" and "push"')
  return value
}

function readSplits(value: unknown, amount: bigint): Split[] {
  if (value === undefined) return []
  const field = 'methodDetails.splits'
  if (!Array.isArray(value) || value.length < 1)
    throw new InvalidError(field, 'is not a list of at least one')
  // "Servers SHOULD limit splits to 10 entries": more would not fit one block's budget.
  if (value.length > 10) throw new InvalidError(field, 'has more than 10 entries')
  const splits = value.map((entry: unknown, at): Split => {
    const name = `${field}[${at}]`
    if (!JsonObject.is(entry)) throw new InvalidError(name, 'is not an object')
    const part = readAmount(own(entry, 'amount'), `${name}.amount`)
    if (part === 0n) throw new InvalidError(`${name}.amount`, 'is zero')
    const recipient = readRecipient(own(entry, 'recipient'), `${name}.recipient`, part)
    return { amount: part, recipient, ...readMemo(own(entry, 'memo'), `${name}.memo`) }
  })
  if (splits.reduce((sum, split) => sum + split.amount, 0n) >= amount)
    throw new InvalidError(field, 'adds up to the whole amount or more')
  return splits
}

/** Thrown when a `tempo/charge` request is not as draft-tempo-charge-00 has it. Nothing was signed. */
export class InvalidError extends BaseError {
  override readonly name = 'ChargeRequest.InvalidError'
  /** The path of the field that is wrong. */
  readonly field: string
  constructor(field: string, reason: string) {
    super('tempo_request_invalid', `The server asks for a payment that cannot be made: ${field} ${reason}.`)
    this.field = field
  }
}
