import { BaseError } from '../Errors.js'

// Base64url without padding, RFC 4648 section 5, as draft-httpauth-payment-00 asks for everywhere.

const ascii = /^[\0-\x7f]*$/
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Writes UTF-8 text as base64url without padding.
 *
 * @example
 * ```ts
 * Base64Url.fromText('{"amount":"10"}') // 'eyJhbW91bnQiOiIxMCJ9'
 * ```
 */
export function fromText(text: string): string {
  return ascii.test(text) ? fromBinary(text) : fromBytes(encoder.encode(text))
}

/**
 * Writes bytes as base64url without padding.
 *
 * @example
 * ```ts
 * Base64Url.fromBytes(new Uint8Array([255, 254])) // '__4'
 * ```
 */
export function fromBytes(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return fromBinary(binary)
}

/** @param binary A text whose characters are bytes. */
function fromBinary(binary: string): string {
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/**
 * Reads base64url text into UTF-8 text.
 *
 * @example
 * ```ts
 * Base64Url.toText('eyJhbW91bnQiOiIxMCJ9') // '{"amount":"10"}'
 * ```
 *
 * @throws {@link InvalidError} when the text is padded, has a character outside the alphabet, or is no UTF-8.
 */
export function toText(text: string): string {
  const binary = toBinary(text)
  if (ascii.test(binary)) return binary
  try {
    return decoder.decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)))
  } catch (cause) {
    throw new InvalidError('it holds no UTF-8 text', { cause })
  }
}

/**
 * Reads base64url text into bytes.
 *
 * @example
 * ```ts
 * Base64Url.toBytes('__4') // Uint8Array [255, 254]
 * ```
 *
 * @throws {@link InvalidError} when the text is padded or has a character outside the alphabet.
 */
export function toBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(toBinary(text), (char) => char.charCodeAt(0))
}

function toBinary(text: string): string {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    // White space and padding, which `atob` passes over, are missing in the length of what it gives.
    const whole = text.length % 4 !== 1 && binary.length === (text.length * 3) >> 2
    if (whole && !text.includes('+') && !text.includes('/')) return binary
  } catch {
    // It is told below.
  }
  throw new InvalidError(
    'it has a character outside A-Z, a-z, 0-9, "-" and "_", or a length that no bytes have',
  )
}

/** Thrown when a text is not base64url without padding (RFC 4648 section 5). */
export class InvalidError extends BaseError {
  override readonly name = 'Base64Url.InvalidError'
  constructor(reason: string, options?: BaseError.Options) {
    super('base64url_invalid', `The text is not base64url: ${reason}.`, options)
  }
}
