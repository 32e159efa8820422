import { BaseError } from '../Errors.js'
import * as Header from './Header.js'
import * as JsonObject from './JsonObject.js'
import * as Timestamp from './Timestamp.js'

/**
 * One `WWW-Authenticate: Payment` offer of a server, its texts as they came
 * (draft-httpauth-payment-00, "Challenge (WWW-Authenticate)").
 */
export type Challenge = {
  /** Unique, never empty. */
  readonly id: string
  /** The protection space, mostly the server's host. */
  readonly realm: string
  /** Who moves the money: `tempo`, `stripe`. */
  readonly method: string
  /** What is bought: `charge`, `session`. */
  readonly intent: string
  /** The very base64url text that came; {@link decodeRequest} reads it. */
  readonly request: string
  /** For people only; never used to decide. */
  readonly description?: string
  /** What the body of the paid request must hash to (RFC 9530). */
  readonly digest?: string
  /** An RFC 3339 date-time. */
  readonly expires?: string
  /** The field that carries the credential, where it is not `Authorization`. */
  readonly header?: string
  /** The server's own base64url text, sent back unread. */
  readonly opaque?: string
}

// The parameters, those that must be there first, and what the value of each has to look like.
const names = [
  'id',
  'realm',
  'method',
  'intent',
  'request',
  'description',
  'digest',
  'expires',
  'header',
  'opaque',
] as const
const required = 5
const forms: { readonly [name in (typeof names)[number]]?: { test(text: string): boolean } } = {
  id: /./s,
  // No method or intent has a longer name, and errors quote it.
  method: /^[a-z][a-z0-9:_-]{0,63}$/,
  intent: /^[A-Za-z0-9-]{1,64}$/,
  request: /./s,
  expires: { test: Timestamp.is },
  // Any other field could carry a credential to where nobody guards it.
  header: /^(payment-)?authorization$/i,
  opaque: /^[A-Za-z0-9_-]+$/,
}
const longest = 262_144
const decoded = new WeakMap<Challenge, JsonObject.JsonObject>()

/**
 * Reads every Payment challenge of a response's `WWW-Authenticate` fields. What cannot be read is listed with its
 * reason and hides nothing else; challenges of other schemes are passed over.
 *
 * @example
 * ```ts
 * const { challenges, refused } = Challenge.parse(response.headers)
 * ```
 *
 * @throws {@link TooLongError} when the fields are longer than 262,144 characters together.
 */
export function parse(source: Headers | string): parse.ReturnType {
  const text = typeof source === 'string' ? source : (source.get('WWW-Authenticate') ?? '')
  if (text.length > longest) throw new TooLongError(text.length)
  const challenges: Challenge[] = []
  const refused: InvalidError[] = []
  const found = Header.parse(text)
  for (const each of found.slice(0, Header.limit)) {
    if (each.scheme.toLowerCase() !== 'payment') continue
    try {
      if (each.defect) throw new InvalidError(each.defect)
      challenges.push(fromParams(each.params))
    } catch (error) {
      refused.push(
        error instanceof InvalidError ? error : new InvalidError('its request cannot be read', error),
      )
    }
  }
  if (found.length > Header.limit) refused.push(new InvalidError(`no more than ${Header.limit} are read`))
  return { challenges, refused }
}

export declare namespace parse {
  type ReturnType = {
    /** Challenges that can be answered, in the server's order. */
    challenges: Challenge[]
    /** One error for each challenge that cannot be read. */
    refused: InvalidError[]
  }
}

function fromParams(params: ReadonlyMap<string, string>): Challenge {
  const challenge: { -readonly [name in keyof Challenge]?: string } = {}
  let place = 0
  for (const name of names) {
    const value = params.get(name)
    if (place++ >= required && value === undefined) continue
    if (value === undefined) throw new InvalidError(`its ${name} is missing`)
    if (forms[name]?.test(value) === false) throw new InvalidError(`its ${name} is not of the right form`)
    challenge[name] = value
  }
  const { request } = challenge as Challenge
  // Only checked here: most challenges of a list are never read again.
  JsonObject.fromBase64Url(request)
  return challenge as Challenge
}

/**
 * The JSON object inside a challenge's `request`. What it must hold is the method's to say.
 *
 * @example
 * ```ts
 * Challenge.decodeRequest(challenge) // { amount: '10000', currency: '0x20c0…', recipient: '0x742d…' }
 * ```
 *
 * @throws BaseError (`base64url_invalid`, `json_invalid`) for a challenge that {@link parse} did not make.
 */
export function decodeRequest(challenge: Challenge): JsonObject.JsonObject {
  let request = decoded.get(challenge)
  if (!request) {
    request = JsonObject.fromBase64Url(challenge.request)
    decoded.set(challenge, request)
  }
  return request
}

/**
 * Writes a challenge as one `WWW-Authenticate` value.
 *
 * @example
 * ```ts
 * Challenge.serialize(challenge) // 'Payment id="x7Tg…", realm="api.example.com", …'
 * ```
 */
export function serialize(challenge: Challenge): string {
  const params = names.flatMap((name) => {
    const value = challenge[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return `Payment ${params
    .map(
      ([name, value]) =>
        `${name}="${value
          .replace(/["\\]/g, '\\$&')
          .replace(/[\r\n]/g, ' ')
          .replace(/[^\0-\xff]/g, unicode)}"`,
    )
    .join(', ')}`
}

// A header holds no character above U+00FF; see `Header` for where this is read back.
function unicode(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/**
 * When a challenge ends, in milliseconds since 1970; `undefined` where it says nothing.
 *
 * @example
 * ```ts
 * Challenge.expiresAt(challenge) // 1736942700000
 * ```
 */
export function expiresAt(challenge: Challenge): number | undefined {
  return challenge.expires === undefined ? undefined : Timestamp.parse(challenge.expires)
}

/**
 * Refuses a challenge whose time is over: "Clients MUST NOT submit credentials for expired challenges".
 *
 * @example
 * ```ts
 * Challenge.assertFresh(challenge, { now: Date.now(), tolerance: 5_000 })
 * ```
 *
 * @throws {@link ExpiredError} when it ended more than `tolerance` milliseconds before `now`.
 */
export function assertFresh(challenge: Challenge, clock: assertFresh.Clock): void {
  const end = expiresAt(challenge)
  if (end !== undefined && clock.now > end + (clock.tolerance ?? 0)) throw new ExpiredError(challenge)
}

export declare namespace assertFresh {
  type Clock = {
    /** Milliseconds since 1970. */
    now: number
    /** Milliseconds by which the two clocks may differ. Default 0. */
    tolerance?: number | undefined
  }
}

/** Thrown when one challenge cannot be read. */
export class InvalidError extends BaseError {
  override readonly name = 'Challenge.InvalidError'
  constructor(reason: string, cause?: unknown) {
    super('challenge_invalid', `The server's payment challenge cannot be read: ${reason}.`, { cause })
  }
}

/** Thrown when a challenge's time is over. Nothing was signed. */
export class ExpiredError extends BaseError {
  override readonly name = 'Challenge.ExpiredError'
  constructor(challenge: Challenge) {
    super('challenge_expired', 'The offer has ended. Nothing was paid.', {
      metaMessages: [`It ended at ${challenge.expires}. Ask again for a new one.`],
    })
  }
}

/** Thrown when the `WWW-Authenticate` fields are too long to be honest. */
export class TooLongError extends BaseError {
  override readonly name = 'Challenge.TooLongError'
  constructor(length: number) {
    super('challenge_too_long', `The server's payment challenges are too long: ${length} characters.`)
  }
}
