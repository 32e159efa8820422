import type { Stripe } from '@stripe/stripe-js'
import { CardLoadError } from './cardErrors.js'
import { complain } from './tell.js'

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

/** Where the secret of a customer's session comes from. A secret does not last, so a function is better. */
export type SecretSource = string | (() => Promise<string | undefined>)

/** Loads Stripe.js. The promise never rejects, since nobody in `<Elements>` would listen. */
export async function loadFrom(
  source: StripeSource,
  onFail: (error: CardLoadError) => void,
): Promise<Stripe | null> {
  let cause: unknown
  const stripe = await ask(source).catch((error: unknown) => {
    cause = error
    return null
  })
  // `null` is also what a server gets; in a browser it means that a page passed it on.
  if (!stripe) onFail(new CardLoadError(cause))
  return stripe
}

/** Asks for the secret of a customer's session. Without one the form shows no saved cards, and works all the same. */
export function secretFrom(source: SecretSource | undefined): Promise<string | undefined> {
  return ask<string | undefined | Promise<string | undefined>>(source).catch(complain)
}

async function ask<value>(source: value | (() => value)): Promise<Awaited<value>> {
  return await (source instanceof Function ? source() : source)
}
