import { type Form, optionalText, requiredInteger, requiredText } from './form.js'
import { newId, type PaymentMethod, type Records } from './records.js'
import { invalidRequest, noSuch, StripeFailure } from './StripeFailure.js'
import { cardByNumber, cardByPaymentMethod } from './testCards.js'

export function createPaymentMethod(records: Records, form: Form, now: number): PaymentMethod {
  if (requiredText(form, 'type') !== 'card')
    throw invalidRequest('The double knows cards only.', { param: 'type' })
  const card = cardByNumber(requiredText(form, 'card.number'))
  const expMonth = requiredInteger(form, 'card.exp_month')
  const expYear = requiredInteger(form, 'card.exp_year')
  const date = new Date(now)
  if (expMonth < 1 || expMonth > 12)
    throw cardError('invalid_expiry_month', "Your card's expiration month is invalid.")
  if (expYear * 12 + expMonth < date.getUTCFullYear() * 12 + date.getUTCMonth() + 1)
    throw cardError('invalid_expiry_year', "Your card's expiration year is invalid.")
  const method: PaymentMethod = {
    ...{ id: newId('pm'), card, expMonth, expYear, created: Math.floor(now / 1_000) },
    allowRedisplay: optionalText(form, 'allow_redisplay'),
  }
  records.paymentMethods.set(method.id, method)
  return method
}

/** Finds a payment method, among them the ready-made ones that every test account has. */
export function findPaymentMethod(records: Records, id: string, now: number, param?: string): PaymentMethod {
  const found = records.paymentMethods.get(id)
  if (found) return found
  const card = cardByPaymentMethod(id)
  if (!card) throw noSuch('PaymentMethod', id, param)
  return {
    id,
    card,
    expMonth: 12,
    expYear: new Date(now).getUTCFullYear() + 1,
    created: Math.floor(now / 1_000),
  }
}

export function showPaymentMethod(method: PaymentMethod): object {
  return {
    id: method.id,
    object: 'payment_method',
    created: method.created,
    livemode: false,
    type: 'card',
    allow_redisplay: method.allowRedisplay ?? 'unspecified',
    customer: method.customer ?? null,
    billing_details: { address: null, email: null, name: null, phone: null },
    card: { ...showCard(method), exp_month: method.expMonth, exp_year: method.expYear },
  }
}

export function showCard({ card }: PaymentMethod): object {
  return { brand: card.brand, last4: card.number.slice(-4), funding: 'credit', country: 'US' }
}

function cardError(code: string, message: string) {
  return new StripeFailure(402, { type: 'card_error', code, message })
}
