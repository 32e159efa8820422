import { BaseError } from '@payerkit/core'
import type { NoticeId } from '../locales/Locale.js'

/** `bad`: it did not work. `unknown`: do not pay again. `ok`: all is well. */
export type Tone = 'bad' | 'unknown' | 'ok'

/** The errors of core that get a message, by their codes; the first that fits. What fits none has failed and cost nothing. */
const codes: readonly (readonly [NoticeId, RegExp])[] = [
  ['authentication', /^authentication_failed/],
  ['budget', /^approval_required/],
  ['chain', /^chain_mismatch/],
  ['elsewhere', /^paid_elsewhere/],
  ['expired', /^challenge_expired|(token_used|_sent)$/],
  ['limit', /^(asset_refused|limit_exceeded|session_deposit_small)/],
  ['network', /_unreachable$/],
  [
    'offer',
    /^(authorization_in_use|challenge_|channel_invalid|currency_|digest_|method_|no_offer|redirected|request_invalid|session_method|subscription_)/,
  ],
  ['payee', /^payee_/],
  ['reverted', /^(evm|solana|tempo)_failed/],
  ['undelivered', /^paid_undelivered/],
  ['unknown', /^attempt_not_found/],
  ['unread', /^read_failed/],
  ['unreadable', /^headers_unreadable/],
  ['wallet', /^(channel_payer|tempo_key|wallet_)/],
]

/** Errors that have a message of their own name. */
const named = /^(cancelled|declined|disconnected|insecure|unknown)$/

/** Of a session: it may have paid, and never more than was deposited. `sessionMessages.ts` says more. */
const isOfSession = /^(?:session_(?!not_opened)|channel_|stream_|socket_)/

const tones: { readonly [id in NoticeId]?: Tone } = {
  cancelled: 'ok',
  elsewhere: 'ok',
  paid: 'ok',
  unknown: 'unknown',
  undelivered: 'unknown',
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
  // Outcomes that say more of the money than the error that came with them.
  const known = phase === 'unknown' ? phase : phase === 'paidUndelivered' ? 'undelivered' : undefined
  const id = known ?? (error instanceof BaseError ? byCode(error.code) : byName(error))
  return { id, tone: toneOf(id) }
}

/** The tone of a message. */
export function toneOf(id: NoticeId): Tone {
  return tones[id] ?? 'bad'
}

function byCode(code: string): NoticeId {
  if (named.test(code)) return code as NoticeId
  const [id] = codes.find(([, pattern]) => pattern.test(code)) ?? []
  return id ?? (isOfSession.test(code) ? 'session' : 'failed')
}

/** Errors that are not ours come from `fetch`: it was called off, or nobody answered. */
function byName(error: unknown): NoticeId {
  const { name } = (error ?? {}) as { name?: unknown }
  return name === 'AbortError' ? 'cancelled' : name === 'TypeError' ? 'network' : 'failed'
}
