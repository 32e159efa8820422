import { BaseError } from '../../Errors.js'

// How transactions and messages are laid out: little endian, and lengths of one to three bytes ("compact-u16").

/** Joins parts. */
export function concat(...parts: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** Whether two are the same. */
export function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at])
}

/** A number in so many bytes, the least first. */
export function littleEndian(value: bigint, size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  for (let at = 0; at < size; at++) bytes[at] = Number((value >> BigInt(8 * at)) & 255n)
  return bytes
}

/** A length: seven bits a byte, the least first. */
export function length(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...length(value >> 7)]
}

/** Bytes as base64 with padding, as JSON-RPC and credentials have them. */
export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/**
 * Bytes of base64 with padding.
 *
 * @throws {@link LayoutError} when the text is anything else.
 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
    // `atob` passes over white space and missing padding.
    if (toBase64(bytes) === text) return bytes
  } catch {
    // It is told below.
  }
  throw new LayoutError('it is not base64')
}

/** Reads bytes from the first to the last. */
export class Reader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** @throws {@link LayoutError} when there are fewer left. */
  take(count: number): Uint8Array<ArrayBuffer> {
    const end = this.#at + count
    if (end > this.#bytes.length) throw new LayoutError('it ends too early')
    const part = this.#bytes.slice(this.#at, end)
    this.#at = end
    return Uint8Array.from(part)
  }

  byte(): number {
    return this.take(1)[0] ?? 0
  }

  /** @throws {@link LayoutError} when the length is not written in its shortest form, or above 65535. */
  length(): number {
    let value = 0
    for (let shift = 0; shift < 21; shift += 7) {
      const byte = this.byte()
      value |= (byte & 127) << shift
      if (byte >= 128) continue
      if ((byte === 0 && shift > 0) || value > 65_535) break
      return value
    }
    throw new LayoutError('a length in it is malformed')
  }

  /** What is left. */
  rest(): Uint8Array<ArrayBuffer> {
    return this.take(this.#bytes.length - this.#at)
  }

  /** @throws {@link LayoutError} when something is left. */
  end(): void {
    if (this.#at < this.#bytes.length) throw new LayoutError('it goes on after its end')
  }
}

/** Thrown when bytes are no transaction of the form that is used here. */
export class LayoutError extends BaseError {
  override readonly name = 'Bytes.LayoutError'
  constructor(reason: string) {
    super('solana_transaction_invalid', `This is no Solana transaction that can be used here: ${reason}.`)
  }
}
