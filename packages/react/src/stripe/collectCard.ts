import type { CardInput } from '@payerkit/core/stripe'
import type { Stripe, StripeElements, StripePaymentElementChangeEvent } from '@stripe/stripe-js'
import { CardRefusedError } from './cardErrors.js'
import { stepAside } from './stepAside.js'

/** What of Stripe.js a payment uses. */
export type CardPort = {
  readonly stripe: Pick<Stripe, 'createPaymentMethod' | 'handleNextAction'>
  readonly elements: StripeElements
  /** What is chosen in the fields, as they last told it. */
  readonly choice?: { readonly current: CardChoice | undefined } | undefined
}

/** A saved card, or a new one that is to be saved or not. */
export type CardChoice = StripePaymentElementChangeEvent['value']

/** The payment method of what was typed in or chosen. `elements.submit()` has to come right before. */
export async function collectCard(
  { stripe, elements, choice }: CardPort,
  during: During,
): Promise<CardInput> {
  const { payment_method: saved, savePaymentMethod } = choice?.current ?? {}
  // A saved card is a payment method already, and a new one tells the application's server that it may be kept.
  const params = savePaymentMethod && { params: { allow_redisplay: 'always' as const } }
  const { paymentMethod, error } = saved
    ? { paymentMethod: saved }
    : await stripe.createPaymentMethod({ elements, ...params })
  if (error) throw new CardRefusedError(error)
  const ask = async (question: { hashedValue: string } | { clientSecret: string }) => {
    during.began()
    try {
      // Its types know the two questions one by one.
      return await stepAside(() => stripe.handleNextAction(question as { clientSecret: string }))
    } finally {
      during.ended()
    }
  }
  return {
    paymentMethod: paymentMethod.id,
    paymentMethodType: paymentMethod.type,
    handleNextAction: (hashedValue) => ask({ hashedValue }),
    confirmSetup: (clientSecret) => ask({ clientSecret }),
  }
}

/** Told when the bank's question (3-D Secure) is on the screen, and when it is gone. */
type During = { began(): void; ended(): void }

/** A promise that gives up with its signal, for work of Stripe.js that cannot be stopped. */
export async function whileWanted<result>(
  work: Promise<result>,
  signal: AbortSignal | undefined,
): Promise<result> {
  if (!signal) return work
  signal.throwIfAborted()
  // The signal is one payment's, and its listeners go with it.
  const unwanted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
  })
  return Promise.race([work, unwanted])
}
