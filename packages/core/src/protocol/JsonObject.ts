import { BaseError } from '../Errors.js'
import * as Base64Url from './Base64Url.js'

/** A JSON object as it came, not yet checked for what it should hold. */
export type JsonObject = { readonly [key: string]: unknown }

/**
 * Reads base64url text that holds a JSON object.
 *
 * @example
 * ```ts
 * JsonObject.fromBase64Url('eyJhbW91bnQiOiIxMCJ9') // { amount: '10' }
 * ```
 *
 * @throws {@link Base64Url.InvalidError} when the text is not base64url.
 * @throws {@link InvalidError} when it holds no JSON, or JSON that is no object.
 */
export function fromBase64Url(text: string): JsonObject {
  let value: unknown
  const json = Base64Url.toText(text)
  try {
    value = JSON.parse(json)
  } catch {
    // The parser's own message quotes the text, which may authorize money.
    throw new InvalidError('it is not JSON')
  }
  if (!is(value)) throw new InvalidError('it is JSON, but no object')
  return value
}

/** Whether a value is a JSON object. */
export function is(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Thrown when a text holds no JSON object. */
export class InvalidError extends BaseError {
  override readonly name = 'JsonObject.InvalidError'
  constructor(reason: string) {
    super('json_invalid', `The text holds no JSON object: ${reason}.`)
  }
}
