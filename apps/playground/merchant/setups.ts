import { type Context, Hono } from 'hono'
import Stripe from 'stripe'
import type { Customers } from './customers.js'
import { Problem } from './problem.js'
import type { StripeSettings } from './settings.js'

/** The application's own endpoint that makes a card chargeable later, for subscriptions. */
export function createSetups(stripe: Stripe, settings: StripeSettings, customers: Customers): Hono {
  const routes = new Hono()

  routes.post('/', async (context) => {
    const body: unknown = await context.req.json().catch(() => undefined)
    const { paymentMethod, networkId, challengeId } = { ...(body as Record<string, unknown>) }
    if (typeof paymentMethod !== 'string' || !/^pm_\w{1,200}$/.test(paymentMethod))
      throw new Problem(400, 'invalid-request', 'paymentMethod must be the id of a card.')
    if (networkId !== settings.networkId)
      throw new Problem(400, 'invalid-request', 'networkId is not a seller this application buys from.')
    if (typeof challengeId !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(challengeId))
      throw new Problem(400, 'invalid-request', 'challengeId must name what it is for.')
    return answer(context, async () => {
      await customers.admit(context, paymentMethod)
      const card = await stripe.paymentMethods.retrieve(paymentMethod)
      const customer = idOf(card.customer) ?? (await stripe.customers.create()).id
      return stripe.setupIntents.create(
        {
          ...{ customer, payment_method: paymentMethod, usage: 'off_session', confirm: true },
          // Nothing that would lead away from the page.
          ...{ use_stripe_sdk: true, automatic_payment_methods: { enabled: true, allow_redirects: 'never' } },
        },
        // One setup for each offer and card, however often a page asks.
        { idempotencyKey: `setup ${challengeId} ${paymentMethod}` },
      )
    })
  })
  routes.get('/:id', (context) => {
    const id = context.req.param('id')
    if (!/^seti_\w{1,200}$/.test(id)) throw new Problem(400, 'invalid-request', 'The id is not valid.')
    return answer(context, () => stripe.setupIntents.retrieve(id))
  })
  return routes
}

async function answer(context: Context, run: () => Promise<Stripe.SetupIntent>): Promise<Response> {
  try {
    const { id, status, client_secret: clientSecret, customer } = await run()
    const secret = status === 'requires_action' && clientSecret ? { clientSecret } : {}
    return context.json({ id, status, customer: idOf(customer), ...secret }, 200, {
      'cache-control': 'no-store',
    })
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error
    const extra = { code: error.code, declineCode: error.decline_code }
    // Never HTTP 402: that would read as a new payment challenge.
    if (error.type === 'StripeCardError') throw new Problem(422, 'card-declined', error.message, extra)
    if (error.type === 'StripeInvalidRequestError')
      throw new Problem(422, 'stripe-refused', error.message, extra)
    throw new Problem(502, 'stripe-failed', error.message, extra)
  }
}

/** The id of something that Stripe names, or gives in full. */
export function idOf(value: string | { id: string } | null | undefined): string | undefined {
  return typeof value === 'object' ? value?.id : value
}
