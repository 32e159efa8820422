import { createHash } from 'node:crypto'
import Stripe from 'stripe'
import { Problem } from './problem.js'
import { idOf } from './setups.js'

/** What is sold each period, in Stripe's units. */
export type Terms = {
  readonly amount: number
  readonly currency: string
  readonly unit: 'day' | 'week' | 'month'
  readonly count: number
  readonly name: string
}

/** A subscription whose first period is paid. */
export type Activated = {
  readonly subscription: string
  readonly invoice: string
  /** Of the canonical period, in Unix seconds. */
  readonly start: number
  readonly end: number
  readonly paidAt: string
}

/**
 * Subscribes a card and collects the first period (draft-stripe-subscription-00, "Activation and First-Period Charge"). The
 * same challenge and card give the same subscription.
 *
 * @throws Problem with the status 402 where the card, the customer or what Stripe made of it does not fit the draft's profile.
 */
export async function activate(
  stripe: Stripe,
  terms: Terms,
  asked: {
    challengeId: string
    paymentMethod: string
    customer: string | undefined
    types: readonly string[]
  },
): Promise<Activated> {
  const { amount, currency, unit, count, name } = terms
  const { challengeId, paymentMethod } = asked
  const card = await stripe.paymentMethods.retrieve(paymentMethod)
  const customer = idOf(card.customer)
  if (!asked.types.includes(card.type)) throw refused('This kind of card is not taken.')
  // What belongs to no customer cannot be charged again.
  if (!customer) throw refused('The card cannot be charged later.')
  if (asked.customer !== undefined && asked.customer !== customer)
    throw refused("The card is another customer's.")
  const recurring = { interval: unit, interval_count: count }
  const price = await stripe.prices.create(
    { unit_amount: amount, currency, recurring, product_data: { name } },
    { idempotencyKey: keyOf(['price', amount, currency, unit, count, name]) },
  )
  const made = await stripe.subscriptions.create(
    {
      ...{ customer, default_payment_method: paymentMethod, items: [{ price: price.id, quantity: 1 }] },
      ...{ collection_method: 'charge_automatically', payment_behavior: 'error_if_incomplete' },
      ...{ proration_behavior: 'none', metadata: { challenge: challengeId } },
    },
    { idempotencyKey: keyOf([challengeId, customer, paymentMethod, amount, currency, unit, count]) },
  )
  // What an earlier try made is looked at too: it may have changed since.
  const subscription = await stripe.subscriptions.retrieve(made.id)
  const invoice = await stripe.invoices.retrieve(idOf(subscription.latest_invoice) ?? '')
  assertProfile(subscription, { price: price.id, customer, paymentMethod })
  const { start, end } = assertPaid(invoice, terms, { subscription: subscription.id, customer })
  const paidAt = invoice.status_transitions.paid_at ?? invoice.created
  return {
    ...{ subscription: subscription.id, invoice: invoice.id ?? '', start, end },
    paidAt: new Date(paidAt * 1000).toISOString(),
  }
}

/** "Constrained Stripe Billing Profile": one item, once, without anything that would change what is charged. */
function assertProfile(
  subscription: Stripe.Subscription,
  expected: { price: string; customer: string; paymentMethod: string },
): void {
  const { items, discounts, trial_end: trial, schedule, status, automatic_tax: tax } = subscription
  const [item] = items.data
  const fits =
    items.data.length === 1 &&
    item?.quantity === 1 &&
    item.price.id === expected.price &&
    status === 'active' &&
    idOf(subscription.customer) === expected.customer &&
    idOf(subscription.default_payment_method) === expected.paymentMethod &&
    !(trial || schedule || tax.enabled || discounts.length || subscription.cancel_at_period_end)
  if (!fits) throw refused('Stripe did not make the subscription that was offered.')
}

/** "Before activating a subscription …, servers MUST validate the paid Stripe invoice." */
function assertPaid(
  invoice: Stripe.Invoice,
  { amount, currency }: Terms,
  expected: { subscription: string; customer: string },
): { start: number; end: number } {
  const { lines, parent, total_discount_amounts: discounts, total_taxes: taxes } = invoice
  const [line] = lines.data
  const fits =
    invoice.status === 'paid' &&
    idOf(invoice.customer) === expected.customer &&
    idOf(parent?.subscription_details?.subscription) === expected.subscription &&
    lines.data.length === 1 &&
    !lines.has_more &&
    line?.parent?.type === 'subscription_item_details' &&
    line.parent.subscription_item_details?.proration === false &&
    [invoice.amount_paid, invoice.total, invoice.subtotal, line.amount].every((each) => each === amount) &&
    invoice.currency === currency &&
    invoice.starting_balance === 0 &&
    !(discounts?.length || taxes?.length)
  if (!line || !fits) throw refused('The first period was not paid as it was offered.')
  return line.period
}

const keyOf = (parts: readonly (string | number)[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex')

function refused(detail: string, extra: Record<string, unknown> = {}): Problem {
  return new Problem(402, 'verification-failed', detail, extra)
}

/** What of Stripe's refusals a payer can act on. */
export function declineOf(error: unknown): Problem | undefined {
  if (error instanceof Problem && error.status === 402) return error
  if (!(error instanceof Stripe.errors.StripeError)) return undefined
  if (error.type !== 'StripeCardError' && error.type !== 'StripeInvalidRequestError') return undefined
  return refused(error.message, { code: error.code, declineCode: error.decline_code })
}
