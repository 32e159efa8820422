import { BaseError } from '@payerkit/core'
import type { DeclineReason } from './cardState.js'

// Stripe's decline codes (docs.stripe.com/declines/codes) that the form says something of its own about, and what it
// says to English-speaking people: some servers pass on nothing else. It only picks the words.
const reasons: readonly (readonly [RegExp, DeclineReason])[] = [
  [/^(payment_intent_)?authentication_/, 'authentication_failed'],
  [/^expired_card$|card has expired/i, 'expired_card'],
  [/^(incorrect|invalid)_cvc$|security code is incorrect/i, 'incorrect_cvc'],
  [/^(incorrect|invalid)_number$|card number is incorrect/i, 'incorrect_number'],
  [/insufficient.funds/i, 'insufficient_funds'],
  [/^processing_error$|^try_again_later$|processing your card/i, 'processing_error'],
]

/** What of an error is looked at; errors come from other packages, some of them twice on one page. */
type Looked = {
  readonly code?: unknown
  readonly attemptId?: unknown
  readonly declineCode?: unknown
  readonly problem?: Readonly<Record<string, unknown>> | undefined
}

const look = (error: unknown): Looked => Object(error)

/** What a program switches on, if the error has it. */
export function codeOf(error: unknown): unknown {
  return look(error).code
}

/** The attempt that an error leaves open. */
export function attemptOf(error: unknown): string | undefined {
  const { attemptId } = look(error)
  return typeof attemptId === 'string' ? attemptId : undefined
}

/** Why the card was refused, if that is what the error says. */
export function declineOf(error: unknown): DeclineReason | undefined {
  const { code, declineCode, problem = {} } = look(error)
  if (code === 'authentication_failed') return code
  if (code !== 'declined') return undefined
  for (const each of [declineCode, problem.declineCode, problem.decline_code, problem.code, problem.detail]) {
    const known = typeof each === 'string' && reasons.find(([pattern]) => pattern.test(each))
    if (known) return known[1]
  }
  return 'declined'
}

/** What Stripe.js says when it takes no card. */
type StripeJsError = {
  readonly type?: string | undefined
  readonly code?: string | undefined
  readonly decline_code?: string | undefined
  readonly message?: string | undefined
}

/** Thrown when Stripe.js made no payment method of what was typed in. Nothing was charged. */
export class CardRefusedError extends BaseError {
  override readonly name = 'Card.RefusedError'
  readonly declineCode: string | undefined
  constructor({ type, code, decline_code, message }: StripeJsError) {
    const declined = type === 'card_error'
    super(
      declined ? 'declined' : 'card_failed',
      declined
        ? 'The card was declined. Nothing was charged.'
        : 'The card could not be read. Nothing was charged.',
      { details: message },
    )
    this.declineCode = decline_code ?? code
  }
}

/** Thrown when the card form did not load. Nothing was charged. */
export class CardLoadError extends BaseError {
  override readonly name = 'Card.LoadError'
  constructor(cause?: unknown) {
    super('card_form_unavailable', 'The card form could not be loaded. Nothing was charged.', {
      cause,
      metaMessages: ['Is js.stripe.com blocked, or not in script-src, frame-src and connect-src?'],
    })
  }
}

/** Thrown when a new offer could not be had. Nothing was charged. */
export class NoNewOfferError extends BaseError {
  override readonly name = 'Card.NoNewOfferError'
  constructor(cause?: unknown) {
    super('requote_failed', 'The seller could not be reached for a new offer. Nothing was charged.', {
      cause,
    })
  }
}

/** Thrown when a quote has nothing that a card can pay. */
export class NoCardOfferError extends BaseError {
  override readonly name = 'Card.NoOfferError'
  constructor() {
    super('card_not_offered', 'The seller takes no card for this. Nothing was charged.')
  }
}
