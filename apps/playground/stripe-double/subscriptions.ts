import { type Form, optionalText, requiredInteger, requiredText, textRecord } from './form.js'
import { findPaymentMethod } from './paymentMethods.js'
import { type Invoice, newId, type Price, type Records, type Subscription } from './records.js'
import { invalidRequest, noSuch, StripeFailure } from './StripeFailure.js'

const days = { day: 1, week: 7 }

export function createPrice(records: Records, form: Form): Price {
  const interval = requiredText(form, 'recurring.interval')
  if (interval !== 'day' && interval !== 'week' && interval !== 'month')
    throw invalidRequest('The double bills by day, week and month.', { param: 'recurring[interval]' })
  requiredText(form, 'product_data.name')
  const price: Price = {
    ...{ id: newId('price'), interval, count: requiredInteger(form, 'recurring.interval_count') },
    ...{ amount: requiredInteger(form, 'unit_amount'), currency: requiredText(form, 'currency') },
  }
  records.prices.set(price.id, price)
  return price
}

export function showPrice({ id, amount, currency, interval, count }: Price): object {
  return {
    ...{ id, object: 'price', currency, type: 'recurring', unit_amount: amount, livemode: false },
    recurring: { interval, interval_count: count, usage_type: 'licensed' },
  }
}

/** Subscribes, and collects the first invoice at once: without that there is no subscription. */
export function createSubscription(records: Records, form: Form, now: number): Subscription {
  if (optionalText(form, 'payment_behavior') !== 'error_if_incomplete')
    throw invalidRequest('The double knows error_if_incomplete only.', { param: 'payment_behavior' })
  const customer = requiredText(form, 'customer')
  if (!records.customers.has(customer)) throw noSuch('customer', customer, 'customer')
  const priceId = requiredText(form, 'items.0.price')
  const price = records.prices.get(priceId)
  if (!price) throw noSuch('price', priceId, 'items[0][price]')
  const method = findPaymentMethod(records, requiredText(form, 'default_payment_method'), now)
  if (method.customer !== customer)
    throw invalidRequest('The customer does not have a payment method with this ID.', {
      ...{ code: 'resource_missing', param: 'default_payment_method' },
    })
  const { decline } = method.card
  if (decline) {
    const { code, declineCode, message } = decline
    throw new StripeFailure(402, { type: 'card_error', code, decline_code: declineCode, message })
  }
  const start = Math.floor(now / 1_000)
  const subscription: Subscription = {
    ...{ id: newId('sub'), customer, price, paymentMethod: method.id, start, end: endOf(start, price) },
    ...{ item: newId('si'), invoice: newId('in'), cancelAtPeriodEnd: false },
    quantity: Number(optionalText(form, 'items.0.quantity') ?? '1'),
    metadata: textRecord(form, 'metadata'),
  }
  records.subscriptions.set(subscription.id, subscription)
  const { amount } = price
  records.invoices.set(subscription.invoice, {
    ...{ id: subscription.invoice, subscription, amount: amount * subscription.quantity, created: start },
  })
  return subscription
}

export function updateSubscription(records: Records, form: Form, id: string): Subscription {
  const subscription = findSubscription(records, id)
  subscription.cancelAtPeriodEnd = requiredText(form, 'cancel_at_period_end') === 'true'
  return subscription
}

export function findSubscription(records: Records, id: string): Subscription {
  const subscription = records.subscriptions.get(id)
  if (!subscription) throw noSuch('subscription', id)
  return subscription
}

export function showSubscription(subscription: Subscription): object {
  const { id, customer, price, quantity, metadata, item, start, end, cancelAtPeriodEnd } = subscription
  const period = { current_period_start: start, current_period_end: end }
  return {
    ...{ id, object: 'subscription', customer, metadata, status: 'active', livemode: false },
    ...{ collection_method: 'charge_automatically', default_payment_method: subscription.paymentMethod },
    ...{ billing_cycle_anchor: start, start_date: start, created: start, discounts: [], schedule: null },
    ...{ trial_end: null, cancel_at_period_end: cancelAtPeriodEnd, latest_invoice: subscription.invoice },
    ...{ cancel_at: cancelAtPeriodEnd ? end : null, automatic_tax: { enabled: false } },
    items: listOf([{ id: item, object: 'subscription_item', price: showPrice(price), quantity, ...period }]),
  }
}

export function findInvoice(records: Records, id: string): Invoice {
  const invoice = records.invoices.get(id)
  if (!invoice) throw noSuch('invoice', id, 'invoice')
  return invoice
}

export function showInvoice({ id, subscription, amount, created }: Invoice): object {
  const { customer, price, item, quantity, start, end } = subscription
  const line = {
    ...{ id: `il_${id}`, object: 'line_item', amount, currency: price.currency, quantity },
    ...{ discount_amounts: [], taxes: [], period: { start, end } },
    parent: {
      type: 'subscription_item_details',
      subscription_item_details: { subscription: subscription.id, subscription_item: item, proration: false },
    },
    pricing: { type: 'price_details', price_details: { price: price.id } },
  }
  return {
    ...{ id, object: 'invoice', customer, created, currency: price.currency, status: 'paid' },
    ...{ amount_due: amount, amount_paid: amount, amount_remaining: 0, subtotal: amount, total: amount },
    ...{ billing_reason: 'subscription_create', collection_method: 'charge_automatically', livemode: false },
    ...{ starting_balance: 0, ending_balance: 0, total_discount_amounts: [], total_taxes: [] },
    parent: { type: 'subscription_details', subscription_details: { subscription: subscription.id } },
    lines: listOf([line]),
    status_transitions: { paid_at: created },
  }
}

function endOf(start: number, { interval, count }: Price): number {
  if (interval !== 'month') return start + count * days[interval] * 86_400
  const date = new Date(start * 1_000)
  const day = date.getUTCDate()
  date.setUTCMonth(date.getUTCMonth() + count + 1, 0)
  date.setUTCDate(Math.min(day, date.getUTCDate()))
  return date.getTime() / 1_000
}

const listOf = (data: object[]) => ({ object: 'list', data, has_more: false })
