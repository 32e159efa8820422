import * as JsonObject from '../protocol/JsonObject.js'

/** Reads what a stream or a socket says of the payment; `undefined` where the text holds no JSON object. */
export function read(text: string): JsonObject.JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return JsonObject.is(value) ? value : undefined
  } catch {
    return undefined
  }
}
