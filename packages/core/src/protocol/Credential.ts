import { BaseError } from '../Errors.js'
import * as Base64Url from './Base64Url.js'
import type { Challenge } from './Challenge.js'
import * as JsonObject from './JsonObject.js'

/** The proof sent back for a challenge (draft-httpauth-payment-00, "Credentials (Authorization)"). */
export type Credential = {
  /** The challenge as it came; `request` and `opaque` stay the very texts. */
  readonly challenge: Challenge
  /** What the method's specification asks for. */
  readonly payload: object
  /** Who pays, mostly a DID such as `did:pkh:eip155:42431:0x…`. */
  readonly source?: string | undefined
}

/**
 * Writes a credential as the value of `Authorization` (or `Payment-Authorization`).
 *
 * @example
 * ```ts
 * Credential.serialize({ challenge, payload: { type: 'hash', hash } }) // 'Payment eyJjaGFsbGVuZ2Ui…'
 * ```
 *
 * @throws {@link InvalidError} when the payload is nothing JSON can hold.
 */
export function serialize(credential: Credential): string {
  const { challenge, payload, source } = credential
  let json: string
  try {
    json = JSON.stringify({ challenge, payload, source })
  } catch {
    throw new InvalidError('its payload cannot be written as JSON')
  }
  return `Payment ${Base64Url.fromText(json)}`
}

/**
 * Reads the value of an `Authorization` field.
 *
 * @example
 * ```ts
 * Credential.parse('Payment eyJjaGFsbGVuZ2Ui…').challenge.id
 * ```
 *
 * @throws {@link InvalidError} when it is no Payment credential.
 */
export function parse(value: string): Credential {
  const text = /^payment +([A-Za-z0-9_-]+)$/i.exec(value)?.[1]
  if (!text) throw new InvalidError('it is not "Payment" and base64url')
  let json: JsonObject.JsonObject
  try {
    json = JsonObject.fromBase64Url(text)
  } catch {
    // The cause could quote what authorizes money.
    throw new InvalidError('it holds no JSON object')
  }
  const { challenge, payload, source } = json
  if (!JsonObject.is(challenge) || !Object.values(challenge).every((each) => typeof each === 'string'))
    throw new InvalidError('its challenge is not an object of texts')
  for (const name of ['id', 'realm', 'method', 'intent', 'request'])
    if (!Object.hasOwn(challenge, name)) throw new InvalidError(`its challenge has no ${name}`)
  if (!JsonObject.is(payload)) throw new InvalidError('its payload is no object')
  if (source !== undefined && typeof source !== 'string') throw new InvalidError('its source is no text')
  return {
    challenge: challenge as unknown as Challenge,
    payload,
    ...(source === undefined ? {} : { source }),
  }
}

/**
 * A credential fit to be looked at: of every text in the payload that is more than a plain word, only the first six
 * and last four characters are left, or the first two of a short one.
 *
 * @example
 * ```ts
 * Credential.mask(credential).payload // { type: 'transaction', signature: '0x76f9…71c0' }
 * ```
 */
export function mask(credential: Credential): Credential {
  const hide = (_: string, value: unknown) => {
    if (typeof value !== 'string' || /^[a-z][a-zA-Z-]{0,13}$/.test(value)) return value
    return value.length > 14 ? `${value.slice(0, 6)}…${value.slice(-4)}` : `${value.slice(0, 2)}…`
  }
  return { ...credential, payload: JSON.parse(JSON.stringify(credential.payload, hide)) as object }
}

/** Thrown when something is no Payment credential. Never quotes it. */
export class InvalidError extends BaseError {
  override readonly name = 'Credential.InvalidError'
  constructor(reason: string) {
    super('credential_invalid', `The payment credential is not valid: ${reason}.`)
  }
}
