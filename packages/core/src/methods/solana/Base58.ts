import { BaseError } from '../../Errors.js'

// Base58 as Solana writes addresses, signatures and blockhashes: the alphabet of Bitcoin, a leading `1` for each leading
// zero byte, no checksum.

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

// The work grows with the square of the length; what Solana writes so is at most 64 bytes, 88 characters.
const longest = 256

/**
 * Writes bytes as base58.
 *
 * @example
 * ```ts
 * Base58.encode(new Uint8Array([0, 1, 2])) // '15T'
 * ```
 */
export function encode(bytes: Uint8Array): string {
  const text = digits(bytes, 256, 58)
    .map((digit) => alphabet[digit])
    .join('')
  return '1'.repeat(leading(bytes)) + text
}

/**
 * Reads base58 text into bytes.
 *
 * @example
 * ```ts
 * Base58.decode('15T') // Uint8Array [0, 1, 2]
 * ```
 *
 * @throws {@link InvalidError} when the text has a character outside the alphabet, or is longer than 256 characters.
 */
export function decode(text: string): Uint8Array<ArrayBuffer> {
  if (text.length > longest) throw new InvalidError('it is too long')
  const values = Array.from(text, (character) => alphabet.indexOf(character))
  if (values.includes(-1)) throw new InvalidError('it has a character outside the alphabet')
  return Uint8Array.from([...new Array<number>(leading(values)).fill(0), ...digits(values, 58, 256)])
}

/**
 * Reads base58 text that has to hold so many bytes, and no others.
 *
 * @throws {@link InvalidError} as {@link decode} does, and when there are more bytes or fewer.
 */
export function decodeSized(text: string, length: number): Uint8Array<ArrayBuffer> {
  const bytes = decode(text)
  if (bytes.length !== length) throw new InvalidError(`it is not ${length} bytes long`)
  return bytes
}

function leading(values: ArrayLike<number>): number {
  let count = 0
  while (count < values.length && values[count] === 0) count++
  return count
}

/** The digits of a number in another base, the greatest first and without leading zeros. */
function digits(values: Iterable<number>, from: number, to: number): number[] {
  const out: number[] = []
  for (const value of values) {
    let carry = value
    for (let at = 0; at < out.length; at++) {
      carry += (out[at] ?? 0) * from
      out[at] = carry % to
      carry = Math.floor(carry / to)
    }
    for (; carry > 0; carry = Math.floor(carry / to)) out.push(carry % to)
  }
  return out.reverse()
}

/** Thrown when a text is not base58, or not of the length that is needed. */
export class InvalidError extends BaseError {
  override readonly name = 'Base58.InvalidError'
  constructor(reason: string) {
    super('base58_invalid', `The text is not base58: ${reason}.`)
  }
}
