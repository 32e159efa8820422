'use client'

export { Checkout, type CheckoutProps, type Lack } from '../components/Checkout.js'
export { useCapability } from '../hooks/useCapability.js'
export {
  type CheckoutOptions,
  type CheckoutState,
  type CheckoutView,
  useCheckout,
} from '../hooks/useCheckout.js'
