import type { Offer, Quote } from '@payerkit/core'
import { Challenge } from '@payerkit/core/protocol'
import type { StripeElementsOptionsMode } from '@stripe/stripe-js'

/** The offer of a quote that a card can pay. */
export function cardOfferOf({ offers }: Pick<Quote, 'offers'>): Offer | undefined {
  return offers.find(({ method, intent }) => method === 'stripe' && intent === 'charge')
}

/** Whether two offers ask the same of the person, so that a yes to one is a yes to the other. */
export function isSameDeal(one: Offer, other: Offer): boolean {
  return dealOf(one) === dealOf(other)
}

function dealOf({ amount: { value, decimals, asset }, payee, origin }: Offer): string {
  return JSON.stringify([String(value), decimals, asset, payee.id, origin])
}

/** Whether an offer's time is over. */
export function isOver({ expiresAt }: Offer, now: number): boolean {
  return expiresAt !== undefined && now >= expiresAt
}

/** Elements for a payment whose intent Stripe learns of later. */
export type PaymentMode = Extract<StripeElementsOptionsMode, { mode: 'payment' }>

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
    mode: 'payment',
    amount: Number(offer.amount.value),
    currency: offer.amount.asset,
    paymentMethodCreation: 'manual',
    allowedPaymentMethodTypes: paymentMethodTypesOf(offer),
  }
}

// draft-stripe-charge-00, "Method Details": the ways to pay that the seller takes. The method has checked them.
function paymentMethodTypesOf({ challenge }: Offer): string[] {
  const { methodDetails } = Challenge.decodeRequest(challenge)
  const types = (methodDetails as { paymentMethodTypes?: unknown } | undefined)?.paymentMethodTypes
  return Array.isArray(types) ? types.filter((type) => typeof type === 'string') : ['card']
}
