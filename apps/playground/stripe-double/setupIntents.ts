import { attach } from './customers.js'
import { type Form, optionalText, requiredText } from './form.js'
import { findPaymentMethod } from './paymentMethods.js'
import { newId, type Records, type SetupIntent } from './records.js'
import { invalidRequest, noSuch } from './StripeFailure.js'

/** Makes a card chargeable later, in one step: confirmed at once, for use without the person. */
export function createSetupIntent(records: Records, form: Form, now: number): SetupIntent {
  if (requiredText(form, 'confirm') !== 'true')
    throw invalidRequest('The double confirms at once.', { param: 'confirm' })
  const customer = requiredText(form, 'customer')
  if (!records.customers.has(customer)) throw noSuch('customer', customer, 'customer')
  const paymentMethod = findPaymentMethod(
    records,
    requiredText(form, 'payment_method'),
    now,
    'payment_method',
  )
  const id = newId('seti')
  const intent: SetupIntent = {
    ...{ id, customer, paymentMethod, clientSecret: newId(`${id}_secret`) },
    usage: optionalText(form, 'usage') ?? 'off_session',
    status: paymentMethod.card.authentication ? 'requires_action' : 'succeeded',
  }
  if (intent.status === 'succeeded') attach(records, paymentMethod, customer)
  records.setupIntents.set(id, intent)
  return intent
}

export function findSetupIntent(records: Records, id: string): SetupIntent {
  const intent = records.setupIntents.get(id)
  if (!intent) throw noSuch('setupintent', id, 'intent')
  return intent
}

/** The bank's yes; only then is the card the customer's. */
export function completeSetupIntent(records: Records, intent: SetupIntent): void {
  if (intent.status !== 'requires_action') return
  attach(records, intent.paymentMethod, intent.customer)
  intent.status = 'succeeded'
}

export function showSetupIntent(intent: SetupIntent): object {
  const { id, customer, clientSecret, usage, status, paymentMethod } = intent
  return {
    ...{ id, object: 'setup_intent', customer, usage, status, livemode: false },
    client_secret: clientSecret,
    payment_method: paymentMethod.id,
    next_action: status === 'requires_action' ? { type: 'use_stripe_sdk', use_stripe_sdk: {} } : null,
  }
}
