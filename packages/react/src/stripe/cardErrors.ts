import { BaseError } from '@payerkit/core'
import type { DeclineReason } from './cardState.js'

// Stripe's decline codes (docs.stripe.com/declines/codes) that the form says something of its own about.
const reasons: Readonly<Record<string, DeclineReason>> = {
  authentication_failed: 'authentication_failed',
  authentication_required: 'authentication_failed',
  payment_intent_authentication_failure: 'authentication_failed',
  expired_card: 'expired_card',
  incorrect_cvc: 'incorrect_cvc',
  invalid_cvc: 'incorrect_cvc',
  incorrect_number: 'incorrect_number',
  invalid_number: 'incorrect_number',
  insufficient_funds: 'insufficient_funds',
  processing_error: 'processing_error',
  try_again_later: 'processing_error',
}

// What Stripe says to English-speaking people. Some servers pass on nothing else; it only picks the words.
const phrases: readonly (readonly [RegExp, DeclineReason])[] = [
  [/insufficient funds/i, 'insufficient_funds'],
  [/card has expired/i, 'expired_card'],
  [/security code is incorrect/i, 'incorrect_cvc'],
  [/card number is incorrect/i, 'incorrect_number'],
  [/processing your card/i, 'processing_error'],
]

/** What of an error is looked at; errors come from other packages, some of them twice on one page. */
type Looked = {
  readonly code?: unknown
  readonly attemptId?: unknown
  readonly declineCode?: unknown
  readonly problem?: Readonly<Record<string, unknown>> | undefined
}

function look(error: unknown): Looked {
  return typeof error === 'object' && error !== null ? (error as Looked) : {}
}

/** What a program switches on, if the error has it. */
export function codeOf(error: unknown): string | undefined {
  const { code } = look(error)
  return typeof code === 'string' ? code : undefined
}

/** The attempt that an error leaves open. */
export function attemptOf(error: unknown): string | undefined {
  const { attemptId } = look(error)
  return typeof attemptId === 'string' ? attemptId : undefined
}

/** Whether the offer ended before it was paid. */
export function isExpiry(error: unknown): boolean {
  const type = look(error).problem?.type
  return (
    codeOf(error) === 'challenge_expired' || (typeof type === 'string' && type.endsWith('/payment-expired'))
  )
}

/** Why the card was refused, if that is what the error says. */
export function declineOf(error: unknown): DeclineReason | undefined {
  const code = codeOf(error)
  if (code === 'authentication_failed') return 'authentication_failed'
  if (code !== 'declined') return undefined
  const { declineCode, problem = {} } = look(error)
  for (const each of [declineCode, problem.declineCode, problem.decline_code, problem.code])
    if (typeof each === 'string' && Object.hasOwn(reasons, each)) return reasons[each]
  const { detail } = problem
  const phrase = typeof detail === 'string' && phrases.find(([pattern]) => pattern.test(detail))
  return phrase ? phrase[1] : 'declined'
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
  constructor(part: 'script' | 'fields', cause?: unknown) {
    super('card_form_unavailable', 'The card form did not load. Nothing was charged.', {
      cause,
      metaMessages: [
        part === 'script'
          ? 'https://js.stripe.com could not be loaded. A content blocker or the content security policy may stop it.'
          : 'The fields of Stripe did not come. The content security policy has to allow frames of https://js.stripe.com.',
      ],
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
