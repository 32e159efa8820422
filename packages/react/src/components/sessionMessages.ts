import { BaseError } from '@payerkit/core'
import type { SessionNoticeId } from '../locales/sessionTexts.js'
import type { Tone } from './messages.js'

/** Which message an error of a session gets, by its `code`; all others are as with any payment. */
const codes: readonly (readonly [SessionNoticeId, RegExp])[] = [
  ['refused', /^(channel_bounds|session_(receipt_mismatch|refused|terms_missing))$/],
  ['notYet', /^channel_(ending|too_early)/],
  ['over', /^(channel_(not_found|transition)|session_not_open)$/],
  ['holdsMoney', /^channel_still_open/],
  ['lost', /^session_answer_lost/],
  ['depositUsed', /^session_deposit_used/],
  ['headroom', /^session_headroom/],
  ['keyGone', /^session_key_missing/],
  ['broken', /^(session_unanswered|socket_failed|stream_)/],
  ['unserved', /^session_unserved/],
]

/**
 * What to tell of an error of a session, and in which tone.
 *
 * @example
 * ```ts
 * sessionMessageOf(error) // { id: 'depositUsed', tone: 'bad' }
 * ```
 */
export function sessionMessageOf(error: unknown): { id: SessionNoticeId; tone: Tone } | undefined {
  const code = error instanceof BaseError ? error.code : ''
  const [id] = codes.find(([, pattern]) => pattern.test(code)) ?? []
  return id && { id, tone: id === 'lost' || id === 'unserved' ? 'unknown' : 'bad' }
}
