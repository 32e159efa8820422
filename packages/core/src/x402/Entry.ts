import { InvalidError, own, readObject, readText } from '../chain/Fields.js'
import { plainLine } from '../Errors.js'
import * as Base64Url from '../protocol/Base64Url.js'
import * as CanonicalJson from '../protocol/CanonicalJson.js'
import * as Challenge from '../protocol/Challenge.js'
import * as JsonObject from '../protocol/JsonObject.js'
import type { PaymentRequired } from './PaymentRequired.js'

// One way to pay of an x402 server, as a challenge that a payer can read.

/** The methods of challenges that are made of x402. Their `intent` is the scheme; cards have a method, and so a form, of their own. */
export const methods = { exact: 'x402', card: 'x402-card' } as const

/** The method of a scheme, also of one that nobody here can pay by. */
const methodOf = (scheme: string) => (scheme === 'card' ? methods.card : methods.exact)

/** Whether a challenge is made of x402. */
export const isOurs = ({ method }: Pick<Challenge.Challenge, 'method'>): boolean =>
  method === methods.exact || method === methods.card

/** The field that credentials of x402 stand in until they leave; the page's own `Authorization` is none of theirs. */
export const field = 'Payment-Authorization'

/** What the request of such a challenge holds. */
export type Entry = {
  readonly version: 1 | 2
  /** The entry of `accepts`, as it came. */
  readonly accepted: JsonObject.JsonObject
  /** What is bought, in version 2. */
  readonly resource?: unknown
  readonly extensions?: unknown
}

// Characters of all challenges of one answer together; what is beyond would make the payer refuse the others too.
const longest = 131_072
// What is not asked for again of an entry of version 1, and may be long.
const idle = ['outputSchema', 'description', 'mimeType']

/**
 * Makes a challenge of each way to pay. Their ids are random: asked for again, the same is another purchase.
 *
 * @param url The address that asked. Its host is the realm, whatever the server calls its resource.
 */
export function toChallenges(asked: PaymentRequired, url: string): Challenge.Challenge[] {
  const { version, accepts, resource, extensions } = asked
  const realm = hostOf(url)
  if (realm === undefined) return []
  const challenges: Challenge.Challenge[] = []
  let length = 0
  for (const accepted of accepts) {
    const intent = own(accepted, 'scheme')
    if (typeof intent !== 'string' || !/^[A-Za-z0-9-]{1,64}$/.test(intent)) continue
    const description = own(version === 1 ? accepted : JsonObject.is(resource) ? resource : {}, 'description')
    const terms =
      version === 1
        ? { accepted: Object.fromEntries(Object.entries(accepted).filter(([name]) => !idle.includes(name))) }
        : { accepted, resource, extensions }
    let request: string
    try {
      request = Base64Url.fromText(CanonicalJson.stringify({ x402Version: version, ...terms }))
    } catch {
      // Nested too deep, or with half a character: nothing that could be sent back as it came.
      continue
    }
    length += request.length + 1_000
    if (length > longest) break
    challenges.push({
      id: Base64Url.fromBytes(crypto.getRandomValues(new Uint8Array(16))),
      realm,
      method: methodOf(intent),
      intent,
      request,
      ...(typeof description === 'string' && { description: plainLine(description.slice(0, 500)) }),
      header: field,
    })
  }
  return challenges
}

function hostOf(url: string): string | undefined {
  try {
    return new URL(url, globalThis.location?.href).host
  } catch {
    return undefined
  }
}

/**
 * Reads what {@link toChallenges} wrote.
 *
 * @throws InvalidError for a challenge that it did not write.
 */
export function read(challenge: Challenge.Challenge): Entry {
  const request = Challenge.decodeRequest(challenge)
  const version = own(request, 'x402Version')
  if (version !== 1 && version !== 2) throw new InvalidError('x402Version', 'is neither 1 nor 2')
  // In any other field it could be carried to where nobody guards it.
  if (challenge.header?.toLowerCase() !== field.toLowerCase())
    throw new InvalidError('header', `is not "${field}"`)
  const accepted = readObject(own(request, 'accepted'), 'accepted')
  if (readText(own(accepted, 'scheme'), 'scheme') !== challenge.intent)
    throw new InvalidError('scheme', 'is another than was described')
  return { version, accepted, resource: own(request, 'resource'), extensions: own(request, 'extensions') }
}
