import { type Form, optionalText, requiredText } from './form.js'
import { findPaymentMethod, showPaymentMethod } from './paymentMethods.js'
import { newId, type PaymentMethod, type Records } from './records.js'
import { invalidRequest, noSuch, StripeFailure } from './StripeFailure.js'

/** Milliseconds that a customer session lasts. */
const lasts = 30 * 60_000
const features = 'components.payment_element.features'

export function createCustomer(records: Records, now: number): object {
  const id = newId('cus')
  records.customers.add(id)
  return { id, object: 'customer', created: Math.floor(now / 1_000), livemode: false }
}

/** Keeps a card for a customer. One that the bank declines is not kept, as with Stripe. */
export function attachPaymentMethod(records: Records, form: Form, id: string, now: number): PaymentMethod {
  const customer = findCustomer(records, form)
  const method = findPaymentMethod(records, id, now)
  attach(records, method, customer)
  return method
}

/** Makes a card a customer's; also at the end of a SetupIntent. */
export function attach(records: Records, method: PaymentMethod, customer: string): void {
  const { decline, declinesLater } = method.card
  if (decline && !declinesLater) {
    const { code, declineCode, message } = decline
    throw new StripeFailure(402, { type: 'card_error', code, decline_code: declineCode, message })
  }
  if (method.customer && method.customer !== customer)
    throw invalidRequest('The payment method you provided has already been attached to a customer.')
  method.customer = customer
  records.paymentMethods.set(method.id, method)
}

export function createCustomerSession(records: Records, form: Form, now: number): object {
  const customer = findCustomer(records, form)
  const enabled = (name: string) => optionalText(form, name) === 'enabled'
  if (requiredText(form, 'components.payment_element.enabled') !== 'true')
    throw invalidRequest('The double knows the Payment Element only.', { param: 'components' })
  const secret = newId('cuss_secret')
  const expiresAt = now + lasts
  const redisplay = enabled(`${features}.payment_method_redisplay`)
  const save = enabled(`${features}.payment_method_save`)
  records.customerSessions.set(secret, { customer, redisplay, save, expiresAt })
  const expires = Math.floor(expiresAt / 1_000)
  return { object: 'customer_session', client_secret: secret, customer, expires_at: expires, livemode: false }
}

/** What Stripe.js learns of a customer: the cards that may be shown again, the last one first. */
export function readCustomerSession(records: Records, secret: string, now: number): object {
  const session = records.customerSessions.get(secret)
  if (!session || session.expiresAt <= now) throw noSuch('customer_session', secret)
  const { customer, redisplay, save } = session
  const shown = [...records.paymentMethods.values()].filter(
    (method) => redisplay && method.customer === customer && method.allowRedisplay === 'always',
  )
  return { save, payment_methods: shown.reverse().map(showPaymentMethod) }
}

function findCustomer(records: Records, form: Form): string {
  const id = requiredText(form, 'customer')
  if (!records.customers.has(id)) throw noSuch('customer', id, 'customer')
  return id
}
