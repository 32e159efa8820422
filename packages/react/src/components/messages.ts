import { type Attempt, BaseError } from '@payerkit/core'
import type { NoticeId } from '../locales/Locale.js'

/** `bad`: it did not work. `unknown`: do not pay again. `ok`: all is well. */
export type Tone = 'bad' | 'unknown' | 'ok'

/** Which message an error of core gets, by its `code`. Whatever is not here has failed and cost nothing. */
const codes: { readonly [code: string]: NoticeId } = {
  approval_required: 'budget',
  asset_refused: 'limit',
  attempt_not_found: 'unknown',
  authentication_failed: 'authentication',
  authorization_in_use: 'offer',
  cancelled: 'cancelled',
  chain_mismatch: 'chain',
  challenge_expired: 'expired',
  challenge_invalid: 'offer',
  challenge_too_long: 'offer',
  channel_invalid: 'offer',
  channel_payer_mismatch: 'wallet',
  currency_refused: 'offer',
  declined: 'declined',
  digest_mismatch: 'offer',
  digest_unsupported: 'offer',
  disconnected: 'disconnected',
  headers_unreadable: 'unreadable',
  insecure: 'insecure',
  limit_exceeded: 'limit',
  method_failed: 'offer',
  method_unsupported: 'offer',
  network_unreachable: 'network',
  no_offer: 'offer',
  paid_elsewhere: 'elsewhere',
  paid_undelivered: 'undelivered',
  payee_mismatch: 'payee',
  payee_refused: 'payee',
  read_failed: 'unread',
  redirected: 'offer',
  request_invalid: 'offer',
  session_deposit_small: 'limit',
  session_method_missing: 'offer',
  tempo_failed: 'reverted',
  tempo_key_unauthorized: 'wallet',
  token_unreachable: 'network',
  token_used: 'used',
  unknown: 'unknown',
  wallet_failed: 'wallet',
  wallet_unsupported: 'wallet',
}

/** Of a session: it may have paid, and never more than was deposited. `sessionMessages.ts` says more. */
const isOfSession = /^(?:session_(?!not_opened)|channel_|stream_|socket_)/

const tones: { readonly [id in NoticeId]?: Tone } = {
  cancelled: 'ok',
  elsewhere: 'ok',
  paid: 'ok',
  unknown: 'unknown',
  undelivered: 'unknown',
}

/** Outcomes that say more of the money than the error that came with them. */
const phases: { readonly [phase in Attempt['phase']]?: NoticeId } = {
  unknown: 'unknown',
  paidUndelivered: 'undelivered',
}

/**
 * What to tell of an error, and in which tone.
 *
 * @example
 * ```ts
 * messageOf(error, 'unknown') // { id: 'unknown', tone: 'unknown' }
 * ```
 */
export function messageOf(error: unknown, phase?: string): { id: NoticeId; tone: Tone } {
  const known = Object.hasOwn(phases, phase ?? '') ? phases[phase as Attempt['phase']] : undefined
  const id =
    known ??
    (error instanceof BaseError
      ? Object.hasOwn(codes, error.code)
        ? (codes[error.code] ?? 'failed')
        : isOfSession.test(error.code)
          ? 'session'
          : 'failed'
      : byName(error))
  return { id, tone: toneOf(id) }
}

/** The tone of a message. */
export function toneOf(id: NoticeId): Tone {
  return tones[id] ?? 'bad'
}

/** Errors that are not ours come from `fetch`: it was called off, or nobody answered. */
function byName(error: unknown): NoticeId {
  const { name } = (error ?? {}) as { name?: unknown }
  return name === 'AbortError' ? 'cancelled' : name === 'TypeError' ? 'network' : 'failed'
}
