import type { Offer, Quote } from '@payerkit/core'
import { Challenge } from '@payerkit/core/protocol'
import type { StripeElementLocale, StripeElementsOptions } from '@stripe/stripe-js'

/** The offer of a quote that a card can pay. */
export function cardOfferOf({ offers }: Pick<Quote, 'offers'>): Offer | undefined {
  return offers.find(({ method, intent }) => method === 'stripe' && intent === 'charge')
}

/** Whether two offers ask the same of the person, so that a yes to one is a yes to the other. */
export function isSameDeal(one: Offer, other: Offer): boolean {
  return (
    one.amount.value === other.amount.value &&
    one.amount.decimals === other.amount.decimals &&
    one.amount.asset === other.amount.asset &&
    one.payee.id === other.payee.id &&
    one.origin === other.origin
  )
}

/** Whether an offer's time is over. */
export function isOver({ expiresAt }: Offer, now: number): boolean {
  return expiresAt !== undefined && now >= expiresAt
}

/** How a page dresses Stripe's fields. */
export type CardLook = {
  readonly appearance: NonNullable<StripeElementsOptions['appearance']>
  readonly locale?: StripeElementLocale | undefined
  readonly fonts?: StripeElementsOptions['fonts']
}

/** What Elements needs for an offer, without an intent of Stripe's ("deferred"). */
export function elementsOptionsOf(
  offer: Offer,
  { appearance, locale, fonts }: CardLook,
): StripeElementsOptions {
  return {
    mode: 'payment',
    amount: Number(offer.amount.value),
    currency: offer.amount.asset,
    paymentMethodCreation: 'manual',
    allowedPaymentMethodTypes: paymentMethodTypesOf(offer),
    appearance,
    ...(locale !== undefined && { locale }),
    ...(fonts !== undefined && { fonts }),
  }
}

// draft-stripe-charge-00, "Method Details": the ways to pay that the seller takes. The method has checked them.
function paymentMethodTypesOf({ challenge }: Offer): string[] {
  const { methodDetails } = Challenge.decodeRequest(challenge)
  const types = (methodDetails as { paymentMethodTypes?: unknown } | undefined)?.paymentMethodTypes
  return Array.isArray(types) ? types.filter((type) => typeof type === 'string') : ['card']
}
