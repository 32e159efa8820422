import { plainLine } from '../Errors.js'
import type { Terms } from '../methods/Method.js'
import type { Challenge } from '../protocol/Challenge.js'

/** A challenge that a configured method can fulfil, in human terms. */
export type Offer = Terms & {
  readonly challenge: Challenge
  readonly method: string
  readonly intent: string
  readonly realm: string
  /** The origin that asked and that the credential will go to. */
  readonly origin: string
  /** Milliseconds since 1970. */
  readonly expiresAt?: number | undefined
  /** The server's own words, made safe to show. */
  readonly description?: string | undefined
}

/** All that a yes to an offer may cost: of a session, what may ever be deposited. */
export function exposure({ amount, session }: Offer): Offer['amount'] {
  return session?.limit ?? amount
}

/**
 * A server's words as something a page can show: one line, no control or direction characters, 200 at most.
 *
 * @example
 * ```ts
 * cleanText('One\u202e photo\n') // 'One photo'
 * ```
 */
export function cleanText(text: string): string {
  // Cut before it is normalized, which takes the square of the time for a long row of accents.
  return plainLine(text.slice(0, 2_000).normalize('NFC')).replace(/^(.{199}).{2,}/u, '$1…')
}
