import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { StripeFailure } from './StripeFailure.js'

export type Answer = { status: ContentfulStatusCode; body: object }
export type SavedAnswer = { fingerprint: string; answer: Answer }

/** Runs a request once per key: the same request again gets the first answer, a different one is refused. */
export function once(
  saved: Map<string, SavedAnswer>,
  key: string | undefined,
  fingerprint: string,
  run: () => Answer,
): Answer & { replayed: boolean } {
  if (key === undefined) return { ...run(), replayed: false }
  const earlier = saved.get(key)
  if (earlier && earlier.fingerprint !== fingerprint) {
    const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`
    throw new StripeFailure(400, { type: 'idempotency_error', message })
  }
  if (earlier) return { ...earlier.answer, replayed: true }
  const answer = run()
  // Stripe saves what it began to execute; a request refused for its parameters may be sent again.
  if (answer.status < 300 || answer.status === 402) saved.set(key, { fingerprint, answer })
  return { ...answer, replayed: false }
}
