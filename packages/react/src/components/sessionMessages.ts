import { BaseError } from '@payerkit/core'
import type { SessionNoticeId } from '../locales/sessionTexts.js'
import type { Tone } from './messages.js'

/** Which message an error of a session gets, by its `code`; all others are as with any payment. */
const codes: { readonly [code: string]: SessionNoticeId } = {
  channel_bounds: 'refused',
  channel_ending_failed: 'notYet',
  channel_ending_unconfirmed: 'notYet',
  channel_not_found: 'over',
  channel_still_open: 'holdsMoney',
  channel_too_early: 'notYet',
  channel_transition: 'over',
  session_answer_lost: 'lost',
  session_deposit_used: 'depositUsed',
  session_headroom: 'headroom',
  session_key_missing: 'keyGone',
  session_not_open: 'over',
  session_receipt_mismatch: 'refused',
  session_refused: 'refused',
  session_terms_missing: 'refused',
  session_unanswered: 'broken',
  session_unserved: 'unserved',
  socket_failed: 'broken',
  stream_event_too_long: 'broken',
  stream_failed: 'broken',
}

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
  const id = Object.hasOwn(codes, code) ? codes[code] : undefined
  return id && { id, tone: id === 'lost' || id === 'unserved' ? 'unknown' : 'bad' }
}
