import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'

/** Bytes as text, two lower-case digits each after `0x`. */
export type Hex = `0x${string}`

/**
 * Writes bytes as hex.
 *
 * @example
 * ```ts
 * Hex.fromBytes(new Uint8Array([1, 255])) // '0x01ff'
 * ```
 */
export function fromBytes(bytes: Uint8Array): Hex {
  return `0x${bytesToHex(bytes)}`
}

/**
 * Reads hex of whole bytes.
 *
 * @example
 * ```ts
 * Hex.toBytes('0x01ff') // Uint8Array [1, 255]
 * ```
 */
export function toBytes(hex: Hex): Uint8Array {
  return hexToBytes(hex.slice(2))
}

/**
 * Writes a number as a JSON-RPC quantity.
 *
 * @example
 * ```ts
 * Hex.fromNumber(42431) // '0xa5bf'
 * ```
 */
export function fromNumber(value: bigint | number): Hex {
  return `0x${value.toString(16)}`
}

/**
 * Fills hex up with zeros on the left, to the 32 bytes of an ABI word.
 *
 * @example
 * ```ts
 * Hex.word(Hex.fromNumber(10)) // 64 digits without 0x, the last 'a'
 * ```
 */
export function word(hex: Hex): string {
  return hex.slice(2).padStart(64, '0')
}

/** Whether a value is hex of whole bytes, of exactly `size` bytes where one is given. */
export function is(value: unknown, size?: number): value is Hex {
  return (
    typeof value === 'string' &&
    /^0x(?:[0-9a-f]{2})*$/i.test(value) &&
    (size === undefined || value.length === 2 + 2 * size)
  )
}

/** The keccak-256 of bytes, or of a text as UTF-8. */
export function keccak(value: Uint8Array | string): Hex {
  return fromBytes(keccak_256(typeof value === 'string' ? new TextEncoder().encode(value) : value))
}

/**
 * Writes an address with the capitals of EIP-55.
 *
 * @example
 * ```ts
 * Hex.checksum('0xfeec000000000000000000000000000000000000') // '0xfeEC000000000000000000000000000000000000'
 * ```
 */
export function checksum(address: Hex): Hex {
  const lower = address.toLowerCase()
  const hash = keccak(lower.slice(2))
  return lower.replace(/[a-f]/g, (digit, at: number) =>
    Number.parseInt(hash[at] ?? '0', 16) > 7 ? digit.toUpperCase() : digit,
  ) as Hex
}
