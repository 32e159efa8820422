import { BaseError } from '../../Errors.js'
import type { Problem } from '../../protocol/Problem.js'
import { redact } from './Redact.js'

// https://docs.stripe.com/declines/codes. A card that is lost, stolen or under suspicion is declined like any other.
const sentences: Readonly<Record<string, string>> = {
  authentication_required: 'The bank wants to confirm this payment with you. Try again and follow its steps.',
  card_not_supported: 'The card cannot be used for this kind of payment. Use another card.',
  card_velocity_exceeded: 'The card has reached its limit. Use another card.',
  currency_not_supported: 'The card cannot pay in this currency. Use another card.',
  expired_card: 'The card has expired. Use another card.',
  incorrect_cvc: 'The security code is wrong. Check it and try again.',
  incorrect_number: 'The card number is wrong. Check it and try again.',
  incorrect_zip: 'The postal code does not fit the card. Check it and try again.',
  insufficient_funds: 'The card has not enough money on it. Use another card.',
  invalid_cvc: 'The security code is wrong. Check it and try again.',
  invalid_number: 'The card number is wrong. Check it and try again.',
  processing_error: 'The bank could not process the card. Try again in a moment.',
  try_again_later: 'The bank could not process the card. Try again in a moment.',
  withdrawal_count_limit_exceeded: 'The card has reached its limit. Use another card.',
}

const anyCard = 'The card was declined. Use another card, or ask the bank that issued it.'

/** The code of a card's refusal that a problem tells of, if it tells of one. */
export function codeOf(problem: Problem): string | undefined {
  const { code, declineCode = problem.decline_code, type } = problem
  for (const each of [declineCode, code])
    if (typeof each === 'string' && Object.hasOwn(sentences, each)) return each
  if (typeof declineCode === 'string' && declineCode) return declineCode
  return code === 'card_declined' || /\bcard[-_]declined$/.test(type) ? 'card_declined' : undefined
}

/**
 * Thrown when the bank refused the card. Nothing was paid. A `createToken` of the application's own may throw it too,
 * with Stripe's decline code.
 *
 * @example
 * ```ts
 * throw new DeclinedError({ declineCode: 'insufficient_funds' })
 * ```
 */
export class DeclinedError extends BaseError {
  override readonly name = 'Stripe.DeclinedError'
  /** Stripe's decline code, such as `insufficient_funds`. */
  readonly declineCode: string | undefined
  /** What the endpoint said (RFC 9457), without ids. */
  readonly problem: Problem | undefined
  constructor(options: { declineCode?: string | undefined; problem?: Problem | undefined } = {}) {
    const { declineCode, problem } = options
    const sentence = declineCode && Object.hasOwn(sentences, declineCode) ? sentences[declineCode] : anyCard
    super('declined', `${sentence} Nothing was paid.`, { details: problem?.detail && redact(problem.detail) })
    this.declineCode = declineCode === undefined ? undefined : redact(declineCode)
    this.problem = problem
  }
}
