import type { DeclineReason } from '../stripe/cardState.js'
import type { NoticeText } from './Locale.js'

/** The texts of the card form that no other component has. What they share comes from the provider's locale. */
export type CardTexts = {
  readonly form: string
  readonly loading: string
  readonly validating: string
  readonly confirm: string
  readonly gettingOffer: string
  readonly hint: string
  readonly free: string
  paid(amount: string): string
  readonly blocked: NoticeText
  readonly invalid: NoticeText
  readonly noCard: NoticeText
  readonly ended: NoticeText
  readonly noNewOffer: NoticeText
  readonly stillUnknown: NoticeText
  changed(before: string, now: string): NoticeText
  readonly otherPayee: NoticeText
  readonly declines: { readonly [reason in Exclude<DeclineReason, 'authentication_failed'>]: NoticeText }
}

const money = 'Nothing was charged.'

/**
 * The texts in English.
 *
 * @example
 * ```tsx
 * <CardCheckout texts={{ ...cardTexts, hint: 'You pay once.' }} … />
 * ```
 */
export const cardTexts: CardTexts = {
  form: 'Pay by card',
  loading: 'The card form is loading.',
  validating: 'Checking the card…',
  confirm: 'Confirm with your bank…',
  gettingOffer: 'Getting a new offer…',
  hint: 'You are charged once, when you press Pay.',
  free: 'There was nothing left to pay.',
  paid: (amount) => `Paid ${amount}.`,
  blocked: {
    what: 'The card form could not be loaded.',
    money,
    next: 'An ad blocker or a strict network may block js.stripe.com. Allow it and try again.',
  },
  invalid: { what: 'Check the card details.', money, next: '' },
  noCard: { what: "This can't be paid by card.", money, next: 'Pay another way.' },
  ended: { what: 'The offer has ended.', money, next: '' },
  noNewOffer: { what: "A new offer couldn't be had.", money, next: 'Check your connection and try again.' },
  stillUnknown: {
    what: "We still don't know whether this was paid.",
    money: 'The seller does not say.',
    next: "Don't pay again: check again in a moment, and nothing more is charged.",
  },
  changed: (before, now) => ({
    what: `The price changed from ${before} to ${now}.`,
    money,
    next: 'Pay only if that is fine with you.',
  }),
  otherPayee: {
    what: 'The money would now go to somebody else.',
    money,
    next: 'Ask the seller before you pay.',
  },
  declines: {
    declined: { what: 'Your card was declined.', money, next: 'Try another card or ask your bank.' },
    insufficient_funds: { what: 'There is not enough money on your card.', money, next: 'Try another card.' },
    expired_card: { what: 'Your card has expired.', money, next: 'Try another card.' },
    incorrect_cvc: { what: "Your card's security code is wrong.", money, next: 'Check it and try again.' },
    incorrect_number: { what: 'Your card number is wrong.', money, next: 'Check it and try again.' },
    processing_error: { what: "Your bank couldn't process the card.", money, next: 'Try again in a moment.' },
  },
}
