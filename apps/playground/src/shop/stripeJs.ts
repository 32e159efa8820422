import type { Stripe } from '@stripe/stripe-js'
// The plain entry loads Stripe's script as soon as it is imported.
import { loadStripe } from '@stripe/stripe-js/pure'
import type { StripeConfig } from './config.js'

/** Loads Stripe.js when it is first asked for, and anew after a failure. */
export function createCardForm(config: StripeConfig): () => Promise<Stripe | null> {
  let loading: Promise<Stripe | null> | undefined
  return () => {
    loading ??= load(config).catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
}

async function load({ scriptUrl, publishableKey }: StripeConfig): Promise<Stripe | null> {
  // Once the double is there, `loadStripe` takes it for Stripe.js.
  if (scriptUrl) await loadScript(scriptUrl)
  return loadStripe(import.meta.env.VITE_STRIPE_PUBLISHABLE_KEY ?? publishableKey)
}

/** Asks the shop for the saved cards of whoever uses this browser: a secret for Stripe's fields. */
export async function askCustomerSession(): Promise<string> {
  const response = await fetch('/api/customer-session', { method: 'POST' })
  if (!response.ok) throw new Error(`The server answered ${response.status} when asked for saved cards.`)
  const { clientSecret } = await response.json()
  return clientSecret
}

function loadScript(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = src
    script.addEventListener('load', () => resolve())
    script.addEventListener('error', () => reject(new Error(`${src} could not be loaded.`)))
    document.head.append(script)
  })
}
