import {
  InvalidError,
  own,
  readAmount,
  readBytes,
  readChainId,
  readFeePayer,
  readObject,
  readPayee,
} from '../../chain/Fields.js'
import type * as Hex from '../../chain/Hex.js'
import * as Challenge from '../../protocol/Challenge.js'

export { InvalidError }

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
const bits = 256

/**
 * Reads a challenge's request. Strict: addresses are 20 bytes, amounts whole numbers in a uint256, splits add up to
 * less than the amount, modes are known. Fields the draft does not have are passed over.
 *
 * @example
 * ```ts
 * ChargeRequest.read(challenge).amount // 10000n
 * ```
 *
 * @throws InvalidError that says which field is wrong and why.
 */
export function read(challenge: Challenge.Challenge): ChargeRequest {
  const request = Challenge.decodeRequest(challenge)
  const details = readDetails(own(request, 'methodDetails'))
  for (const field of ['description', 'externalId'])
    if (!['string', 'undefined'].includes(typeof own(request, field)))
      throw new InvalidError(field, 'is not a text')
  const amount = readAmount(own(request, 'amount'), 'amount', bits)
  const splits = readSplits(own(details, 'splits'), amount)
  return {
    amount,
    currency: readBytes(own(request, 'currency'), 'currency', 20),
    recipient: readRecipient(own(request, 'recipient'), 'recipient', amount),
    chainId: readChain(own(details, 'chainId')),
    feePayer: readFeePayer(own(details, 'feePayer')),
    ...readMemo(own(details, 'memo'), 'methodDetails.memo'),
    splits,
    modes: readModes(own(details, 'supportedModes')),
  }
}

function readDetails(value: unknown = {}) {
  return readObject(value, 'methodDetails')
}

function readChain(value: unknown = defaultChainId): number {
  return readChainId(value)
}

function readRecipient(value: unknown, field: string, amount: bigint): Hex.Hex {
  return amount > 0n ? readPayee(value, field) : readBytes(value, field, 20)
}

function readMemo(value: unknown, field: string): { memo?: Hex.Hex } {
  return value === undefined ? {} : { memo: readBytes(value, field, 32) }
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
    const split = readObject(entry, name)
    const part = readAmount(own(split, 'amount'), `${name}.amount`, bits)
    if (part === 0n) throw new InvalidError(`${name}.amount`, 'is zero')
    const recipient = readRecipient(own(split, 'recipient'), `${name}.recipient`, part)
    return { amount: part, recipient, ...readMemo(own(split, 'memo'), `${name}.memo`) }
  })
  if (splits.reduce((sum, split) => sum + split.amount, 0n) >= amount)
    throw new InvalidError(field, 'adds up to the whole amount or more')
  return splits
}
