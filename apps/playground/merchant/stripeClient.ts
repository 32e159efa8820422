import Stripe from 'stripe'
import type { StripeSettings } from './settings.js'

/** The Stripe SDK, aimed at api.stripe.com or, without keys, at the double. */
export function createStripeClient(settings: StripeSettings, double: URL): Stripe {
  // A dropped answer is the payer's to resolve, with the same credential: the merchant asks Stripe once.
  const options = { maxNetworkRetries: 0, telemetry: false }
  if (settings.mode !== 'double') return new Stripe(settings.secretKey, options)
  return new Stripe(settings.secretKey, {
    ...options,
    protocol: 'http',
    host: double.hostname,
    port: double.port,
  })
}
