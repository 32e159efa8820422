'use client'

export { Checkout, type CheckoutProps } from '../components/Checkout.js'
export type { Lack } from '../components/OfferSlot.js'
export { createPreflight } from '../hooks/preflight.js'
export { useCapability } from '../hooks/useCapability.js'
export {
  type CheckoutOptions,
  type CheckoutState,
  type CheckoutView,
  useCheckout,
} from '../hooks/useCheckout.js'
