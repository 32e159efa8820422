import * as Base64Url from '../protocol/Base64Url.js'
import * as JsonObject from '../protocol/JsonObject.js'

// Base64 with padding (RFC 4648 section 4), as x402 has it in every field; the payer's own codec is for the other kind.

/** Writes a value as JSON in base64. What is undefined is left out. */
export function fromJson(value: object): string {
  const text = Base64Url.fromText(JSON.stringify(value)).replaceAll('-', '+').replaceAll('_', '/')
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
}

/** Reads a JSON object from base64; `undefined` where there is none. Padding may be missing, as some servers leave it out. */
export function toJson(text: string): JsonObject.JsonObject | undefined {
  try {
    return JsonObject.fromBase64Url(
      text
        .replace(/={1,2}$/, '')
        .replaceAll('+', '-')
        .replaceAll('/', '_'),
    )
  } catch {
    return undefined
  }
}
