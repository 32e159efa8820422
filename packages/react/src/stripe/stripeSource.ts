import type { Stripe } from '@stripe/stripe-js'
import { CardLoadError } from './cardErrors.js'

/**
 * Where Stripe.js comes from: what `loadStripe` gives, or a function that calls it. Only a function can be called
 * again after a failure.
 *
 * @example
 * ```ts
 * import { loadStripe } from '@stripe/stripe-js/pure'
 *
 * const stripe: StripeSource = () => loadStripe('pk_test_…')
 * ```
 */
export type StripeSource = Promise<Stripe | null> | (() => Promise<Stripe | null>)

/** Loads Stripe.js. The promise never rejects, since nobody in `<Elements>` would listen. */
export function loadFrom(
  source: StripeSource,
  onFail: (error: CardLoadError) => void,
): Promise<Stripe | null> {
  const loading = typeof source === 'function' ? Promise.resolve().then(source) : source
  return loading.then(
    (stripe) => {
      // `null` is what a server gets; in a browser it means that a page passed it on.
      if (!stripe) onFail(new CardLoadError('script'))
      return stripe
    },
    (cause: unknown) => {
      onFail(new CardLoadError('script', cause))
      return null
    },
  )
}
