import { InvalidError, own, readAmount, readFeePayer, readObject, readText } from '../../chain/Fields.js'
import * as Challenge from '../../protocol/Challenge.js'
import * as Address from './Address.js'
import * as Network from './Network.js'

export { InvalidError }

/** A part of a charge that goes to somebody else. */
export type Split = {
  readonly amount: bigint
  readonly recipient: Address.Address
  /** A text for the ledger. */
  readonly memo?: string | undefined
  /** Whether the recipient's token account is made first, if there is none. */
  readonly createsAccount: boolean
}

/** What a `solana/charge` challenge asks for (draft-solana-charge-00, "Request Schema"). */
export type ChargeRequest = {
  /** All that the payer pays, in lamports or the token's smallest parts. */
  readonly amount: bigint
  /** `sol`, or a token's mint. */
  readonly currency: string
  /** Who gets the amount less the splits: an account, and never its token account. */
  readonly recipient: Address.Address
  readonly network: Network.Network
  /** What the challenge says of the token: held against what the token is. */
  readonly decimals?: number | undefined
  readonly tokenProgram?: Address.Address | undefined
  /** The account of the server that pays the network's fee, where the server does. */
  readonly feePayer?: Address.Address | undefined
  readonly splits: readonly Split[]
  /** The seller's own reference, which goes into the ledger. */
  readonly externalId?: string | undefined
  /** A hint. */
  readonly blockhash?: string | undefined
}

// The longest text that the memo program takes, in bytes.
const longestMemo = 566

/**
 * Reads a challenge's request. Strict: addresses are base58 of 32 bytes, amounts whole numbers in a u64, splits add up to
 * less than the amount. Fields the draft does not have are passed over.
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
  const details = readObject(own(request, 'methodDetails') ?? {}, 'methodDetails')
  const amount = readU64(own(request, 'amount'), 'amount')
  const currency = readCurrency(own(request, 'currency'))
  const recipient = readAddress(own(request, 'recipient'), 'recipient')
  const description = own(request, 'description')
  if (description !== undefined) readText(description, 'description')
  if (own(details, 'confidential') === true)
    throw new InvalidError('methodDetails.confidential', 'asks for a hidden amount, which is not supported')
  return {
    amount,
    currency,
    recipient,
    network: readNetwork(own(details, 'network')),
    ...readToken(details, currency),
    ...readSponsor(details),
    splits: readSplits(own(details, 'splits'), { amount, currency, recipient }),
    externalId: readMemo(own(request, 'externalId'), 'externalId'),
    blockhash: readOptional(own(details, 'recentBlockhash'), 'methodDetails.recentBlockhash'),
  }
}

function readU64(value: unknown, field: string): bigint {
  const amount = readAmount(value, field, 128)
  if (amount === 0n) throw new InvalidError(field, 'is zero')
  if (amount >> 64n) throw new InvalidError(field, 'does not fit into a u64')
  return amount
}

function readAddress(value: unknown, field: string): Address.Address {
  if (!Address.is(value)) throw new InvalidError(field, 'is not a Solana address')
  // The system program's is the address of nobody.
  if (value === Address.SYSTEM) throw new InvalidError(field, 'is the zero address')
  return value
}

function readOptional(value: unknown, field: string): Address.Address | undefined {
  return value === undefined ? undefined : readAddress(value, field)
}

function readCurrency(value: unknown): string {
  return value === 'sol' ? value : readAddress(value, 'currency')
}

function readNetwork(value: unknown = 'mainnet'): Network.Network {
  const network = Network.from(value)
  if (!network) throw new InvalidError('methodDetails.network', 'is none that is known')
  return network
}

function readToken(
  details: ReturnType<typeof readObject>,
  currency: string,
): Pick<ChargeRequest, 'decimals' | 'tokenProgram'> {
  const [decimals, tokenProgram] = [own(details, 'decimals'), own(details, 'tokenProgram')]
  if (currency === 'sol') {
    if (decimals !== undefined) throw new InvalidError('methodDetails.decimals', 'has no meaning for SOL')
    if (tokenProgram !== undefined)
      throw new InvalidError('methodDetails.tokenProgram', 'has no meaning for SOL')
    return {}
  }
  if (typeof decimals !== 'number' || !Number.isInteger(decimals) || decimals < 0 || decimals > 9)
    throw new InvalidError('methodDetails.decimals', 'is not a whole number from 0 to 9')
  if (tokenProgram !== undefined && tokenProgram !== Address.TOKEN && tokenProgram !== Address.TOKEN_2022)
    throw new InvalidError('methodDetails.tokenProgram', 'is no token program')
  return { decimals, tokenProgram }
}

function readSponsor(details: ReturnType<typeof readObject>): Pick<ChargeRequest, 'feePayer'> {
  const key = own(details, 'feePayerKey')
  if (readFeePayer(own(details, 'feePayer')))
    return { feePayer: readAddress(key, 'methodDetails.feePayerKey') }
  if (key !== undefined)
    throw new InvalidError('methodDetails.feePayerKey', 'names who pays the fee, which feePayer denies')
  return {}
}

function readMemo(value: unknown, field: string): string | undefined {
  if (value === undefined) return undefined
  const memo = readText(value, field)
  if (new TextEncoder().encode(memo).length > longestMemo)
    throw new InvalidError(field, `is longer than ${longestMemo} bytes`)
  // Servers of today look for no memo where the text is empty.
  return memo || undefined
}

function readSplits(
  value: unknown,
  { amount, currency, recipient }: Pick<ChargeRequest, 'amount' | 'currency' | 'recipient'>,
): Split[] {
  if (value === undefined) return []
  const field = 'methodDetails.splits'
  if (!Array.isArray(value)) throw new InvalidError(field, 'is not a list')
  if (value.length > 8) throw new InvalidError(field, 'has more than 8 entries')
  const splits = value.map((entry: unknown, at): Split => {
    const name = `${field}[${at}]`
    const split = readObject(entry, name)
    const payee = readAddress(own(split, 'recipient'), `${name}.recipient`)
    const createsAccount = own(split, 'ataCreationRequired') ?? false
    if (typeof createsAccount !== 'boolean')
      throw new InvalidError(`${name}.ataCreationRequired`, 'is neither true nor false')
    // The draft lets nobody make the token account of the one who is paid, and SOL needs none.
    if (createsAccount && (currency === 'sol' || payee === recipient))
      throw new InvalidError(`${name}.ataCreationRequired`, 'asks for an account that may not be made')
    return {
      amount: readU64(own(split, 'amount'), `${name}.amount`),
      recipient: payee,
      memo: readMemo(own(split, 'memo'), `${name}.memo`),
      createsAccount,
    }
  })
  if (splits.reduce((sum, split) => sum + split.amount, 0n) >= amount)
    throw new InvalidError(field, 'adds up to the whole amount or more')
  return splits
}
