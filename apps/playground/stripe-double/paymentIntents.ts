import { type Form, optionalText, requiredInteger, requiredText, textRecord } from './form.js'
import { newId, type PaymentIntent, type Records, type Token } from './records.js'
import { invalidRequest, noSuch, StripeFailure } from './StripeFailure.js'
import { deactivate, findToken } from './tokens.js'

const smallestCharge = 50
const withoutMethodTypes = '2026-08-26.preview'

/** Creates and confirms a payment in one step, the only way a shared payment token is spent. */
export function createPaymentIntent(
  records: Records,
  form: Form,
  now: number,
  version: string,
): PaymentIntent {
  if (form.payment_method_types !== undefined && version >= withoutMethodTypes)
    throw unknownParameter('payment_method_types')
  const amount = requiredInteger(form, 'amount')
  const currency = requiredText(form, 'currency')
  if (currency === 'usd' && amount < smallestCharge)
    throw invalidRequest('Amount must be at least $0.50 usd', { code: 'amount_too_small', param: 'amount' })
  if (requiredText(form, 'confirm') !== 'true')
    throw invalidRequest('The double confirms at once.', { param: 'confirm' })
  // Stripe's guide nests the parameter, mppx sends it at the top.
  const nested = optionalText(form, 'payment_method_data.shared_payment_granted_token')
  const id = nested ?? requiredText(form, 'shared_payment_granted_token')
  const token = findToken(records, id, now, 'shared_payment_granted_token')
  assertSpendable(token, amount, currency)
  const intent: PaymentIntent = {
    ...{ id: newId('pi'), amount, currency, status: 'succeeded', token: token.id },
    metadata: textRecord(form, 'metadata'),
    created: Math.floor(now / 1_000),
  }
  records.paymentIntents.set(intent.id, intent)
  const { decline } = token.paymentMethod.card
  if (decline) {
    intent.status = 'requires_payment_method'
    const { code, message } = decline
    intent.lastError = { type: 'card_error', code, decline_code: decline.declineCode, message }
    throw new StripeFailure(402, { ...intent.lastError, payment_intent: showPaymentIntent(intent) })
  }
  token.captured += amount
  if (token.captured === token.limits.maxAmount) deactivate(token, 'consumed', now)
  return intent
}

export function findPaymentIntent(records: Records, id: string): PaymentIntent {
  const intent = records.paymentIntents.get(id)
  if (!intent) throw noSuch('payment_intent', id, 'intent')
  return intent
}

export function showPaymentIntent(intent: PaymentIntent): object {
  return {
    id: intent.id,
    object: 'payment_intent',
    amount: intent.amount,
    amount_received: intent.status === 'succeeded' ? intent.amount : 0,
    created: intent.created,
    currency: intent.currency,
    last_payment_error: intent.lastError ?? null,
    livemode: false,
    metadata: intent.metadata,
    next_action: null,
    shared_payment_granted_token: intent.token,
    status: intent.status,
  }
}

// These refusals carry no `code`: only the message tells them apart.
function assertSpendable(token: Token, amount: number, currency: string) {
  if (token.status === 'deactivated')
    throw invalidRequest(`The shared payment token is deactivated: ${token.deactivatedReason}.`)
  if (token.status === 'requires_action')
    throw invalidRequest('The shared payment token requires action by its issuer.')
  if (currency !== token.limits.currency)
    throw invalidRequest(`The shared payment token is limited to ${token.limits.currency}.`)
  if (token.captured + amount > token.limits.maxAmount)
    throw invalidRequest(`The amount exceeds the shared payment token's limit of ${token.limits.maxAmount}.`)
}

function unknownParameter(param: string) {
  return invalidRequest(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param })
}
