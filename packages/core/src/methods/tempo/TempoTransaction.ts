import { concatBytes } from '@noble/hashes/utils.js'
import * as Hex from '../../chain/Hex.js'
import * as Rlp from '../../chain/Rlp.js'

/** One contract call. */
export type Call = { readonly to: Hex.Hex; readonly data: Hex.Hex; readonly value?: bigint | undefined }

/** A Tempo transaction (EIP-2718 type 0x76): several calls that succeed or fail together, valid for a while. */
export type TempoTransaction = {
  readonly chainId: number
  readonly calls: readonly Call[]
  readonly gas: bigint
  readonly maxFeePerGas: bigint
  readonly maxPriorityFeePerGas: bigint
  /** The lane of nonces; {@link expiringNonceKey} needs none. */
  readonly nonceKey: bigint
  readonly nonce?: bigint | undefined
  /** Unix seconds from which on it may be mined. */
  readonly validAfter?: number | undefined
  /** Unix seconds before which it must be mined. */
  readonly validBefore?: number | undefined
  /** The token that fees are paid in. A sponsor chooses it instead. */
  readonly feeToken?: Hex.Hex | undefined
  /** Leaves the place where somebody else signs for the fees. */
  readonly sponsored?: boolean | undefined
}

/** The lane in which a transaction's hash is its nonce, kept by the chain until `validBefore`. */
export const expiringNonceKey = 2n ** 256n - 1n

const type = 0x76

/**
 * Writes a transaction as it goes to the chain, or without a signature as it is signed.
 *
 * @example
 * ```ts
 * const signature = await account.sign({ hash: TempoTransaction.signPayload(transaction) })
 * const raw = TempoTransaction.serialize(transaction, signature)
 * ```
 */
export function serialize(transaction: TempoTransaction, signature?: Hex.Hex): Hex.Hex {
  return Hex.fromBytes(encode(transaction, signature))
}

/** The hash that the sender signs. The fee token and the sponsor's signature are no part of it when sponsored. */
export function signPayload(transaction: TempoTransaction): Hex.Hex {
  return Hex.keccak(encode(transaction))
}

function encode(transaction: TempoTransaction, signature?: Hex.Hex): Uint8Array {
  const { calls, feeToken, sponsored } = transaction
  const integer = (value: bigint | number = 0) => Rlp.integer(value)
  const fields: Rlp.Item[] = [
    integer(transaction.chainId),
    integer(transaction.maxPriorityFeePerGas),
    integer(transaction.maxFeePerGas),
    integer(transaction.gas),
    calls.map(({ to, data, value }) => [Hex.toBytes(to), integer(value), Hex.toBytes(data)]),
    // No access list: mppx refuses one when it sponsors.
    [],
    integer(transaction.nonceKey),
    integer(transaction.nonce),
    integer(transaction.validBefore),
    integer(transaction.validAfter),
    feeToken && !sponsored ? Hex.toBytes(feeToken) : new Uint8Array(),
    sponsored ? new Uint8Array(1) : new Uint8Array(),
    [],
  ]
  if (signature) fields.push(envelope(signature))
  return concatBytes(Uint8Array.of(type), Rlp.encode(fields))
}

/** A signature as the chain keeps it: of plain secp256k1 the last byte is 27 or 28, all others name their type first. */
function envelope(signature: Hex.Hex): Uint8Array {
  const bytes = Hex.toBytes(signature)
  const last = bytes[64] ?? 0
  if (bytes.length === 65 && last < 2) bytes[64] = last + 27
  return bytes
}

/** What {@link parse} tells of a signed transaction. */
export type Parsed = {
  readonly nonceKey: bigint
  readonly validAfter: bigint
  /** 0 where it never ends. */
  readonly validBefore: bigint
  /** Whether somebody else signs for the fees, so that its hash is not known yet. */
  readonly sponsored: boolean
}

/**
 * Reads of a signed transaction what says when it may be mined. Also takes 0x78, the form in which viem hands a
 * transaction to its sponsor.
 *
 * @example
 * ```ts
 * TempoTransaction.parse(raw).validBefore // 1736942700n
 * ```
 *
 * @throws {@link Rlp.InvalidError} when it is no Tempo transaction.
 */
export function parse(raw: unknown): Parsed {
  const bytes = Hex.is(raw) ? Hex.toBytes(raw) : new Uint8Array()
  const fields = bytes[0] === type || bytes[0] === 0x78 ? Rlp.decode(bytes.subarray(1)) : []
  const number = (at: number) => {
    const field = fields[at]
    if (!(field instanceof Uint8Array)) throw new Rlp.InvalidError()
    return Rlp.toBigInt(field)
  }
  const sponsor = fields[11]
  if (fields.length < 13 || fields instanceof Uint8Array) throw new Rlp.InvalidError()
  return {
    nonceKey: number(6),
    validBefore: number(8),
    validAfter: number(9),
    sponsored: sponsor instanceof Uint8Array && sponsor.length > 0,
  }
}
