import type { Offer, Quote } from '@payerkit/core'
import { NoCardOfferError } from './cardErrors.js'
import type { CardPayment } from './cardPayment.js'
import type { Stage } from './cardState.js'
import { createCardPayment } from './createCardPayment.js'
import { createQuoteDriver, openStage, type QuoteDriver, type QuoteMeans } from './quoteDriver.js'

/** The payment of a quote by card. */
export type Checkout = {
  readonly payment: CardPayment
  readonly driver: QuoteDriver
  /** Goes on with another quote for the same thing. */
  show(quote: Quote, offer?: Offer): void
}

/** A quote is paid once, however often its form comes and goes: a form that is mounted anew finds the payment as it stands. */
const checkouts = new WeakMap<Quote, Checkout>()

type CheckoutOptions = { quote: Quote; offer: Offer | undefined; means: QuoteMeans; now: () => number }

export function checkoutOf({ quote, offer: wanted, means, now }: CheckoutOptions): Checkout {
  const known = checkouts.get(quote)
  if (known) return known
  const driver = createQuoteDriver(means)
  const offer = driver.take(quote, wanted)
  const payment = createCardPayment({
    driver,
    now,
    offer,
    stage: offer ? openStage(means.payer, offer) : nothingToPay(quote),
  })
  const checkout: Checkout = {
    payment,
    driver,
    show(next, chosen) {
      checkouts.set(next, checkout)
      const fresh = driver.take(next, chosen)
      if (fresh) payment.adopt(fresh)
    },
  }
  checkouts.set(quote, checkout)
  return checkout
}

function nothingToPay({ required }: Quote): Stage {
  return required ? { name: 'failed', error: new NoCardOfferError() } : { name: 'paid', charged: false }
}
