import type { CardInput } from '@payerkit/core/stripe'
import type { Stripe, StripeElements } from '@stripe/stripe-js'
import { CardRefusedError } from './cardErrors.js'
import { stepAside } from './stepAside.js'

/** What of Stripe.js a payment uses. */
export type CardPort = {
  readonly stripe: Pick<Stripe, 'createPaymentMethod' | 'handleNextAction'>
  readonly elements: StripeElements
}

/** Makes a payment method of what was typed in. `elements.submit()` has to come right before. */
export async function collectCard({ stripe, elements }: CardPort, during: During): Promise<CardInput> {
  const { paymentMethod, error } = await stripe.createPaymentMethod({ elements })
  if (!paymentMethod) throw new CardRefusedError(error)
  return {
    paymentMethod: paymentMethod.id,
    paymentMethodType: paymentMethod.type,
    async handleNextAction(hashedValue) {
      during.began()
      try {
        const { error } = await stepAside(() => stripe.handleNextAction({ hashedValue }))
        return error ? { error: { message: error.message, code: error.code } } : {}
      } finally {
        during.ended()
      }
    },
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
  let stop = () => {}
  const unwanted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, unwanted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
