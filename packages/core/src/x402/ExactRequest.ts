import { InvalidError, own, readAmount, readObject, readPayee, readText } from '../chain/Fields.js'
import type * as Hex from '../chain/Hex.js'
import type { Challenge } from '../protocol/Challenge.js'
import * as Entry from './Entry.js'
import * as Network from './Network.js'

/** How the tokens are moved: by the token itself (EIP-3009), or through Permit2. */
export type Transfer = 'eip3009' | 'permit2'

/** What an entry of the scheme `exact` asks for. Addresses are in lower case. */
export type ExactRequest = {
  readonly version: 1 | 2
  readonly chainId: number
  /** In the token's smallest parts, above 0. */
  readonly amount: bigint
  /** The token. */
  readonly asset: Hex.Hex
  readonly payTo: Hex.Hex
  /** How long the server may take to be paid, in seconds. */
  readonly timeout: number
  readonly transfer: Transfer
  /** What the server takes the token's EIP-712 domain to be; the chain says whether that is so. */
  readonly name?: string | undefined
  readonly domainVersion?: string | undefined
}

// Seconds. Nobody who means a payment gives it longer than a year.
const longest = 31_536_000

/**
 * Reads a challenge that was made of an entry of the scheme `exact`. Strict: the network is an EVM network, addresses are
 * 20 bytes, the amount is a whole number in a uint256, and the way to transfer is one of the two that are known.
 *
 * @example
 * ```ts
 * ExactRequest.read(challenge).amount // 10000n
 * ```
 *
 * @throws InvalidError that says which field is wrong and why.
 */
export function read(challenge: Challenge): ExactRequest {
  const { version, accepted } = Entry.read(challenge)
  const chainId = Network.chainIdOf(readText(own(accepted, 'network'), 'network'), version)
  if (chainId === undefined) throw new InvalidError('network', 'is not an EVM network that is known')
  const named = version === 1 ? 'maxAmountRequired' : 'amount'
  const amount = readAmount(own(accepted, named), named, 256)
  if (amount === 0n) throw new InvalidError(named, 'is zero')
  const extra = readObject(own(accepted, 'extra') ?? {}, 'extra')
  return {
    version,
    chainId,
    amount,
    asset: readPayee(own(accepted, 'asset'), 'asset'),
    payTo: readPayee(own(accepted, 'payTo'), 'payTo'),
    timeout: readTimeout(own(accepted, 'maxTimeoutSeconds')),
    transfer: readTransfer(own(extra, 'assetTransferMethod'), version),
    ...readDomain(extra),
  }
}

/** Reads how long a server may take, in seconds. */
export function readTimeout(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1 || value > longest)
    throw new InvalidError('maxTimeoutSeconds', 'is not a number of seconds within a year')
  return value
}

function readTransfer(value: unknown = 'eip3009', version: 1 | 2): Transfer {
  if (value === 'eip3009' || (value === 'permit2' && version === 2)) return value
  throw new InvalidError('extra.assetTransferMethod', 'is neither "eip3009" nor "permit2"')
}

function readDomain(extra: { readonly [name: string]: unknown }) {
  const text = (field: string) => {
    const value = own(extra, field)
    return value === undefined || value === null ? undefined : readText(value, `extra.${field}`)
  }
  return { name: text('name'), domainVersion: text('version') }
}
