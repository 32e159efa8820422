import { concatBytes } from '@noble/hashes/utils.js'
import { BaseError } from '../Errors.js'

/** Bytes, or a list of such. */
export type Item = Uint8Array | readonly Item[]

/**
 * Writes an item in Ethereum's recursive length prefix.
 *
 * @example
 * ```ts
 * Rlp.encode([new Uint8Array([1]), []]) // Uint8Array [0xc2, 0x01, 0xc0]
 * ```
 */
export function encode(item: Item): Uint8Array {
  if (item instanceof Uint8Array) {
    const [first = 255] = item
    return item.length === 1 && first < 128 ? item : concatBytes(prefix(128, item.length), item)
  }
  const body = concatBytes(...item.map(encode))
  return concatBytes(prefix(192, body.length), body)
}

/**
 * Writes a number in as few bytes as it takes; zero takes none.
 *
 * @example
 * ```ts
 * Rlp.integer(256n) // Uint8Array [1, 0]
 * ```
 */
export function integer(value: bigint | number): Uint8Array {
  const bytes: number[] = []
  for (let rest = BigInt(value); rest > 0n; rest >>= 8n) bytes.unshift(Number(rest & 255n))
  return Uint8Array.from(bytes)
}

function prefix(offset: number, length: number): Uint8Array {
  if (length < 56) return Uint8Array.of(offset + length)
  const size = integer(length)
  return concatBytes(Uint8Array.of(offset + 55 + size.length), size)
}

/**
 * Reads one item that fills all the bytes.
 *
 * @example
 * ```ts
 * Rlp.decode(new Uint8Array([0xc2, 0x01, 0xc0])) // [Uint8Array [1], []]
 * ```
 *
 * @throws {@link InvalidError} when the bytes are cut short, run on, or are nested deeper than 16 levels.
 */
export function decode(bytes: Uint8Array): Item {
  const { item, end } = read(bytes, 0, 0)
  if (end !== bytes.length) throw new InvalidError()
  return item
}

function read(bytes: Uint8Array, at: number, depth: number): { item: Item; end: number } {
  const first = bytes[at]
  if (first === undefined || depth > 16) throw new InvalidError()
  if (first < 128) return { item: bytes.subarray(at, at + 1), end: at + 1 }
  const isList = first >= 192
  const short = first - (isList ? 192 : 128)
  const start = at + 1 + Math.max(0, short - 55)
  const end = start + (short < 56 ? short : Number(toBigInt(bytes.subarray(at + 1, start))))
  if (start > bytes.length || end > bytes.length) throw new InvalidError()
  if (!isList) return { item: bytes.subarray(start, end), end }
  const items: Item[] = []
  let next = start
  while (next < end) {
    const child = read(bytes, next, depth + 1)
    items.push(child.item)
    next = child.end
  }
  if (next !== end) throw new InvalidError()
  return { item: items, end }
}

/**
 * Reads bytes as a number.
 *
 * @example
 * ```ts
 * Rlp.toBigInt(new Uint8Array([1, 0])) // 256n
 * ```
 */
export function toBigInt(bytes: Uint8Array): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n)
}

/** Thrown when bytes are no recursive length prefix. Never quotes them. */
export class InvalidError extends BaseError {
  override readonly name = 'Rlp.InvalidError'
  constructor() {
    super('rlp_invalid', 'The transaction cannot be read: it is not in recursive length prefix.')
  }
}
