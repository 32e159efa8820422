import * as JsonObject from './JsonObject.js'

/** What a server says went wrong (RFC 9457), as draft-httpauth-payment-00 and its methods use it. */
export type Problem = {
  /** A URI that names the kind of problem. */
  readonly type: string
  readonly title?: string
  readonly status?: number
  /** For people only; cut to 500 characters. */
  readonly detail?: string
  readonly [member: string]: unknown
}

/** Where the drafts' problem types live. */
export const base = 'https://paymentauth.org/problems/'

/** Every problem type of the drafts, without {@link base}, and the four that mppx adds. */
export const types = [
  'payment-required',
  'payment-insufficient',
  'payment-expired',
  'verification-failed',
  'method-unsupported',
  'malformed-credential',
  'invalid-challenge',
  'settlement-failed',
  'payment-action-required',
  'invalid-payload',
  'bad-request',
  'internal-payment-error',
  'session/invalid-signature',
  'session/signer-mismatch',
  'session/amount-exceeds-deposit',
  'session/delta-too-small',
  'session/insufficient-balance',
  'session/challenge-not-found',
  'session/channel-not-found',
  'session/channel-finalized',
  'session/transaction-reverted',
] as const

/** A problem type of the drafts, without {@link base}. */
export type Type = (typeof types)[number]

/**
 * Reads a problem from the text of a response; `undefined` where there is none.
 *
 * @example
 * ```ts
 * Problem.parse('{"type":"https://paymentauth.org/problems/payment-expired","status":402}')
 * ```
 */
export function parse(text: string): Problem | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!JsonObject.is(value)) return undefined
  const { type, title, status, detail, ...members } = value
  if (typeof type !== 'string' && typeof title !== 'string' && typeof detail !== 'string') return undefined
  return {
    ...members,
    // RFC 9457 section 3.1.1: an absent type is "about:blank".
    type: typeof type === 'string' ? type : 'about:blank',
    ...(typeof title === 'string' ? { title: title.slice(0, 200) } : {}),
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof detail === 'string' ? { detail: detail.slice(0, 500) } : {}),
  }
}

/**
 * Which of the drafts' problems this is; `undefined` for any other.
 *
 * @example
 * ```ts
 * Problem.typeOf({ type: 'https://paymentauth.org/problems/payment-expired' }) // 'payment-expired'
 * ```
 */
export function typeOf(problem: Problem): Type | undefined {
  return types.find((type) => base + type === problem.type)
}

// Characters of a problem that are read, and milliseconds that it may take; more is no explanation.
const longest = 16_384
const slowest = 3_000

/**
 * Reads the problem of a response from a copy, so that the caller can still read it; `undefined` where there is none.
 *
 * @example
 * ```ts
 * const problem = await Problem.read(response)
 * ```
 */
export async function read(response: Response): Promise<Problem | undefined> {
  if (!/json/i.test(response.headers.get('Content-Type') ?? '')) return undefined
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  const stop = () => void reader?.cancel().catch(() => {})
  const timer = setTimeout(stop, slowest)
  const decoder = new TextDecoder()
  let text = ''
  try {
    reader = response.clone().body?.getReader()
    while (reader && text.length < longest) {
      const { done, value } = await reader.read()
      if (done) break
      text += decoder.decode(value, { stream: true })
    }
  } catch {
    // A body that breaks off, or that somebody has read, explains nothing; the answer's status still counts.
  }
  clearTimeout(timer)
  stop()
  return parse(text)
}
