import { Point } from '@noble/ed25519'
import { sha256 } from '@noble/hashes/sha2.js'
import { BaseError } from '../../Errors.js'
import * as Base58 from './Base58.js'

/** The base58 text of 32 bytes: a key, a mint, a program, or what is derived from them. */
export type Address = string

/** The program that moves SOL. */
export const SYSTEM: Address = '11111111111111111111111111111111'
/** The first token program. */
export const TOKEN: Address = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA'
/** The token program with extensions. */
export const TOKEN_2022: Address = 'TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb'
/** The program that makes associated token accounts. */
export const ATA: Address = 'ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL'
/** The program that writes a text into the ledger. */
export const MEMO: Address = 'MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr'
/** The program that limits a transaction's work and says what it is worth. */
export const COMPUTE_BUDGET: Address = 'ComputeBudget111111111111111111111111111111'

const marker = new TextEncoder().encode('ProgramDerivedAddress')

/** Whether a value is an address: base58 of exactly 32 bytes. */
export function is(value: unknown): value is Address {
  // 32 bytes are 32 to 44 characters.
  if (typeof value !== 'string' || value.length < 32 || value.length > 44) return false
  try {
    return Base58.decode(value).length === 32
  } catch {
    return false
  }
}

/**
 * Checks that a value is an address.
 *
 * @throws {@link InvalidError} when it is not base58 of 32 bytes.
 */
export function check(value: unknown): Address {
  if (!is(value)) throw new InvalidError()
  return value
}

/** The 32 bytes of an address. */
export function toBytes(address: Address): Uint8Array<ArrayBuffer> {
  return Base58.decodeSized(address, 32)
}

/**
 * Derives the address that a program owns by these seeds: the first one, from bump 255 down, that is no key of anybody.
 *
 * @param seeds At most 15, each at most 32 bytes.
 *
 * @example
 * ```ts
 * const { address, bump } = Address.derive([Address.toBytes(owner), Address.toBytes(Address.TOKEN), Address.toBytes(mint)], Address.ATA)
 * ```
 *
 * @throws {@link SeedsError} when there are too many seeds, or a seed is too long.
 */
export function derive(
  seeds: readonly Uint8Array[],
  program: Address,
): { readonly address: Address; readonly bump: number } {
  if (seeds.length > 15 || seeds.some((seed) => seed.length > 32)) throw new SeedsError()
  const owner = toBytes(program)
  for (let bump = 255; bump >= 0; bump--) {
    const hash = sha256.create()
    for (const part of [...seeds, Uint8Array.of(bump), owner, marker]) hash.update(part)
    const bytes = hash.digest()
    if (!isOnCurve(bytes)) return { address: Base58.encode(bytes), bump }
  }
  throw new SeedsError()
}

/**
 * The token account that everybody derives for an owner and a mint.
 *
 * @example
 * ```ts
 * Address.associated({ owner, mint, tokenProgram: Address.TOKEN })
 * ```
 */
export function associated(of: {
  readonly owner: Address
  readonly mint: Address
  readonly tokenProgram: Address
}): Address {
  return derive([toBytes(of.owner), toBytes(of.tokenProgram), toBytes(of.mint)], ATA).address
}

/** Whether bytes are a point of the curve, as validators see it: more loosely than RFC 8032 has it. */
function isOnCurve(bytes: Uint8Array): boolean {
  try {
    Point.fromBytes(bytes, true)
    return true
  } catch {
    return false
  }
}

/** Thrown when something is not the address of an account. */
export class InvalidError extends BaseError {
  override readonly name = 'Address.InvalidError'
  constructor() {
    super('solana_address_invalid', 'This is not a Solana address: base58 of 32 bytes.')
  }
}

/** Thrown when no address can be derived from some seeds. */
export class SeedsError extends BaseError {
  override readonly name = 'Address.SeedsError'
  constructor() {
    super('solana_seeds_invalid', 'No Solana address can be derived from these seeds.')
  }
}
