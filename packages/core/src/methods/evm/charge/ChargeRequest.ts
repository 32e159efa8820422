import {
  InvalidError,
  own,
  readAmount,
  readBytes,
  readChainId,
  readObject,
  readPayee,
  readText,
} from '../../../chain/Fields.js'
import type * as Hex from '../../../chain/Hex.js'
import * as Permit2 from '../../../chain/Permit2.js'
import * as Challenge from '../../../protocol/Challenge.js'
import type * as JsonObject from '../../../protocol/JsonObject.js'

/** How a charge is paid: `payload.type` of the draft. */
export type ChargeType = 'permit2' | 'authorization' | 'transaction' | 'hash'

/** A part of a charge that goes to somebody else. */
export type EvmSplit = { readonly amount: bigint; readonly recipient: Hex.Hex }

/** What an `evm/charge` challenge asks for (draft-evm-charge-00, "Request Schema"). Hex is in lower case. */
export type EvmChargeRequest = {
  /** All that the payer pays, in the token's smallest parts. */
  readonly amount: bigint
  /** The ERC-20 token. */
  readonly currency: Hex.Hex
  /** Who gets the amount less the splits. */
  readonly recipient: Hex.Hex
  /** The server's reference, which Permit2 signatures name. */
  readonly externalId?: string | undefined
  readonly chainId: number
  /** What the server says of the token; believed where others say so too. */
  readonly decimals?: number | undefined
  readonly splits: readonly EvmSplit[]
  /** What can be paid with, the server's first. Never empty. */
  readonly credentialTypes: readonly ChargeType[]
  readonly permit2Address: Hex.Hex
  /** Who uses what is signed for Permit2; there wherever `credentialTypes` has `permit2`. */
  readonly spender?: Hex.Hex | undefined
}

/** What the application allows. */
export type Allowed = {
  /** The networks that it pays on; every one that the wallet is on, where it does not say. */
  readonly chains?: readonly number[] | undefined
  readonly credentialTypes?: readonly ChargeType[] | undefined
  readonly permit2?: readonly Permit2.Contract[] | undefined
  readonly spenders?: readonly Permit2.Contract[] | undefined
}

// An ERC-20 transfer takes a uint256, and the draft sets no tighter bound.
const bits = 256

/**
 * Reads a challenge's request. Strict: addresses are 20 bytes, amounts whole numbers in a uint256 and not zero, splits add
 * up to less than the amount, and something is left that it can be paid with. Fields the draft does not have are passed over,
 * but for `methodDetails.spender`, without which nobody can sign for Permit2.
 *
 * @example
 * ```ts
 * ChargeRequest.read(challenge).amount // 1000000n
 * ```
 *
 * @throws InvalidError that says which field is wrong and why.
 */
export function read(challenge: Challenge.Challenge, allowed: Allowed = {}): EvmChargeRequest {
  const request = Challenge.decodeRequest(challenge)
  const details = readObject(own(request, 'methodDetails'), 'methodDetails')
  const externalId = own(request, 'externalId')
  const decimals = own(details, 'decimals')
  if (own(request, 'description') !== undefined) readText(own(request, 'description'), 'description')
  const amount = readSome(own(request, 'amount'), 'amount')
  const chainId = readKnownChain(own(details, 'chainId'), allowed)
  const splits = readSplits(own(details, 'splits'), amount)
  return {
    amount,
    currency: readPayee(own(request, 'currency'), 'currency'),
    recipient: readPayee(own(request, 'recipient'), 'recipient'),
    ...(externalId === undefined ? {} : { externalId: readText(externalId, 'externalId') }),
    chainId,
    ...(decimals === undefined ? {} : { decimals: readDecimals(decimals) }),
    splits,
    ...readTypes(details, { chainId, isSplit: splits.length > 0 }, allowed),
  }
}

function readSome(value: unknown, field: string): bigint {
  const amount = readAmount(value, field, bits)
  if (amount === 0n) throw new InvalidError(field, 'is zero')
  return amount
}

function readKnownChain(value: unknown, { chains }: Allowed): number {
  const field = 'methodDetails.chainId'
  const chainId = readChainId(value, field)
  if (chains && !chains.includes(chainId))
    throw new InvalidError(field, 'is a network that this application does not pay on')
  return chainId
}

function readDecimals(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 255)
    throw new InvalidError('methodDetails.decimals', 'is not a whole number up to 255')
  return value
}

function readSplits(value: unknown, amount: bigint): EvmSplit[] {
  if (value === undefined) return []
  const field = 'methodDetails.splits'
  if (!Array.isArray(value) || value.length < 1)
    throw new InvalidError(field, 'is not a list of at least one')
  if (value.length > 10) throw new InvalidError(field, 'has more than 10 entries')
  const splits = value.map((entry: unknown, at): EvmSplit => {
    const name = `${field}[${at}]`
    const split = readObject(entry, name)
    const memo = own(split, 'memo')
    if (memo !== undefined && [...readText(memo, `${name}.memo`)].length > 256)
      throw new InvalidError(`${name}.memo`, 'is longer than 256 characters')
    return {
      amount: readSome(own(split, 'amount'), `${name}.amount`),
      recipient: readPayee(own(split, 'recipient'), `${name}.recipient`),
    }
  })
  if (splits.reduce((sum, split) => sum + split.amount, 0n) >= amount)
    throw new InvalidError(field, 'adds up to the whole amount or more')
  return splits
}

/** What can be paid with; types that came later are passed over, and what cannot be done here is left out. */
function readTypes(
  details: JsonObject.JsonObject,
  { chainId, isSplit }: { chainId: number; isSplit: boolean },
  { credentialTypes: only, permit2, spenders }: Allowed,
): Pick<EvmChargeRequest, 'credentialTypes' | 'permit2Address' | 'spender'> {
  const path = 'methodDetails.credentialTypes'
  // "If omitted, servers MUST accept transaction and SHOULD accept hash."
  const value = own(details, 'credentialTypes') ?? ['transaction', 'hash']
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string'))
    throw new InvalidError(path, 'is not a list of texts')
  const address = own(details, 'permit2Address') ?? Permit2.canonical
  const permit2Address = readBytes(address, 'methodDetails.permit2Address', 20)
  const named = own(details, 'spender')
  const spender = named === undefined ? undefined : readPayee(named, 'methodDetails.spender')
  let credentialTypes = [...new Set(value)].filter(isType).filter((type) => only?.includes(type) ?? true)
  let refusal = new InvalidError(path, 'names nothing that this application pays with')
  const drop = (reason: InvalidError, isDropped: (type: ChargeType) => boolean) => {
    if (credentialTypes.some(isDropped)) refusal = reason
    credentialTypes = credentialTypes.filter((type) => !isDropped(type))
  }
  if (isSplit)
    drop(
      new InvalidError(
        'methodDetails.splits',
        'are possible with Permit2 alone, which the server does not take',
      ),
      (type) => type !== 'permit2',
    )
  const lack = lackOfPermit2({ chainId, permit2Address, spender }, { permit2, spenders })
  if (lack) drop(lack, (type) => type === 'permit2')
  if (credentialTypes.length === 0) throw refusal
  return { credentialTypes, permit2Address, ...(spender ? { spender } : {}) }
}

function lackOfPermit2(
  { chainId, permit2Address, spender }: Pick<EvmChargeRequest, 'chainId' | 'permit2Address' | 'spender'>,
  { permit2, spenders }: Allowed,
): InvalidError | undefined {
  const field = 'methodDetails.spender'
  if (!Permit2.isKnown(permit2Address, chainId, permit2))
    return new InvalidError('methodDetails.permit2Address', 'is not a Permit2 that this application knows')
  if (!spender) return new InvalidError(field, 'is missing, and Permit2 signatures have to name it')
  if (spenders && !Permit2.isListed(spenders, chainId, spender))
    return new InvalidError(field, 'is not one that this application knows')
  return undefined
}

function isType(value: string): value is ChargeType {
  return value === 'permit2' || value === 'authorization' || value === 'transaction' || value === 'hash'
}
