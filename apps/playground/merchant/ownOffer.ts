import type { Context } from 'hono'
import { Challenge, Credential } from 'mppx'
import type { Problem } from './problem.js'

// Offers of what mppx sells nothing by, made and read here.

const lasts = 5 * 60_000

/** What a challenge says besides where it is from and when it ends. */
type Offered = {
  readonly secretKey: string
  readonly method: string
  readonly intent: string
  readonly request: Record<string, unknown>
  /** What makes it one of its own, and whatever else its maker wants to know again. */
  readonly meta: Record<string, string>
  readonly description: string
}

/** A 402 with an offer that stands for five minutes, and why there is no more than that. */
export function ask(context: Context, offered: Offered, refusal: Problem): Response {
  const expires = new Date(Date.now() + lasts).toISOString()
  const challenge = Challenge.from({ ...offered, realm: realmOf(context), expires })
  return refuse(context, refusal, { 'www-authenticate': Challenge.serialize(challenge) })
}

/** A refusal by the name that the drafts have for it. */
export function refuse(
  context: Context,
  { status, kind, message, extra }: Problem,
  headers: Record<string, string> = {},
): Response {
  const type = `https://paymentauth.org/problems/${kind}`
  return context.body(JSON.stringify({ type, title: kind, status, detail: message, ...extra }), status, {
    ...headers,
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  })
}

/** Whether a challenge was made here for this host, and is of this method and intent. */
export function isOurs(
  context: Context,
  challenge: Challenge.Challenge,
  { secretKey, method, intent }: Pick<Offered, 'secretKey' | 'method' | 'intent'>,
): boolean {
  return (
    Challenge.verify(challenge, { secretKey }) &&
    challenge.method === method &&
    challenge.intent === intent &&
    challenge.realm === realmOf(context)
  )
}

/** What its maker wrote into a challenge; to be asked of one that is ours alone. */
export function metaOf({ opaque = '' }: Challenge.Challenge): Record<string, unknown> {
  return JSON.parse(Buffer.from(opaque, 'base64url').toString() || '{}')
}

/** Whether the time of an offer is over. */
export const isOver = ({ expires = '' }: Challenge.Challenge) => !(Date.parse(expires) > Date.now())

/** The credential of a request; nothing where it cannot be read. */
export function readCredential(context: Context): Credential.Credential<Record<string, unknown>> | undefined {
  try {
    return Credential.fromRequest<Record<string, unknown>>(context.req.raw)
  } catch {
    return undefined
  }
}

const realmOf = ({ req }: Context) => new URL(req.url).host
