import { Checkout } from '@payerkit/react/checkout'
import '@payerkit/react/checkout.css'

const order = { method: 'POST', body: 'One print' }

/** What may change something at the seller is not asked for before the person does. */
export function OrderCheckout() {
  return <Checkout input="https://photos.example/order" init={order} />
}
