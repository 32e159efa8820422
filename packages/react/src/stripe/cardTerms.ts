import type { Offer, Quote } from '@payerkit/core'
import { Challenge } from '@payerkit/core/protocol'
import type { StripeElementsOptionsMode } from '@stripe/stripe-js'
import { priceOf } from '../components/offers.js'

/** The offer of a quote that a card can pay. */
export function cardOfferOf({ offers }: Pick<Quote, 'offers'>): Offer | undefined {
  return offers.find(({ method, recurrence }) => /^(stripe|x402-card)$/.test(method) && !recurrence)
}

/** Whether two offers ask the same of the person, so that a yes to one is a yes to the other. */
export function isSameDeal(one: Offer, other: Offer): boolean {
  return dealOf(one) === dealOf(other)
}

function dealOf({ amount: { value, decimals, asset }, payee, origin, recurrence }: Offer): string {
  return JSON.stringify([String(value), decimals, asset, payee.id, origin, recurrence?.period])
}

/** Whether an offer's time is over. */
export function isOver({ expiresAt }: Offer, now: number): boolean {
  return expiresAt !== undefined && now >= expiresAt
}

/** Elements for a payment whose intent Stripe learns of later. */
export type PaymentMode = Extract<StripeElementsOptionsMode, { mode: 'payment' | 'subscription' }>

/** What else Elements takes. How much is paid, in what and how is the offer's alone. */
export type CardElementsOptions = Omit<
  PaymentMode,
  | 'mode'
  | 'amount'
  | 'currency'
  | 'clientSecret'
  | 'paymentMethodCreation'
  | 'allowedPaymentMethodTypes'
  | 'appearance'
  | 'locale'
  | 'fonts'
  | 'customerSessionClientSecret'
  | 'customPaymentMethods'
  | 'externalPaymentMethodTypes'
>

/** What Elements needs for an offer, without an intent of Stripe's ("deferred"). */
export function elementsOptionsOf(offer: Offer, given: Partial<PaymentMode>): PaymentMode {
  return {
    ...given,
    mode: offer.recurrence ? 'subscription' : 'payment',
    amount: Number(priceOf(offer).value),
    currency: offer.amount.asset,
    paymentMethodCreation: 'manual',
    allowedPaymentMethodTypes: paymentMethodTypesOf(offer),
  }
}

// draft-stripe-charge-00, "Method Details": the ways to pay that the seller takes. The method has checked them.
function paymentMethodTypesOf({ challenge }: Offer): string[] {
  const { methodDetails } = Challenge.decodeRequest(challenge)
  return (methodDetails as { paymentMethodTypes?: string[] } | undefined)?.paymentMethodTypes ?? ['card']
}
