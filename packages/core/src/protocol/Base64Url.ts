import { BaseError } from '../Errors.js'

// Base64url without padding, RFC 4648 section 5, as draft-httpauth-payment-00 asks for everywhere.

const shape = /^[A-Za-z0-9_-]*$/
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
  return fromBytes(encoder.encode(text))
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
  // Arguments of one call are limited; 8,192 fits every engine.
  for (let at = 0; at < bytes.length; at += 8192)
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192))
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
  let ascii = true
  for (let at = 0; at < binary.length; at++)
    if (binary.charCodeAt(at) > 127) {
      ascii = false
      break
    }
  if (ascii) return binary
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
  if (!shape.test(text)) throw new InvalidError('it has a character outside A-Z, a-z, 0-9, "-" and "_"')
  if (text.length % 4 === 1) throw new InvalidError('its length cannot come from whole bytes')
  return atob(text.replaceAll('-', '+').replaceAll('_', '/'))
}

/** Thrown when a text is not base64url without padding (RFC 4648 section 5). */
export class InvalidError extends BaseError {
  override readonly name = 'Base64Url.InvalidError'
  constructor(reason: string, options?: BaseError.Options) {
    super('base64url_invalid', `The text is not base64url: ${reason}.`, options)
  }
}
