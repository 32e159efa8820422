import { type Context, Hono } from 'hono'
import { getSignedCookie, setSignedCookie } from 'hono/cookie'
import Stripe from 'stripe'
import { Problem } from './problem.js'

/** Who buys from this browser: the id of a customer of Stripe's, signed, and for the server alone. */
const cookie = 'payerkit_customer'
const lasts = 180 * 24 * 60 * 60

export type Customers = {
  readonly routes: Hono
  /** Refuses another customer's card, and keeps a new one whose owner wants that. */
  admit(context: Context, paymentMethod: string): Promise<void>
}

/** The saved cards of the person in front of a browser, for the Payment Element to show. */
export function createCustomers(stripe: Stripe, secret: string): Customers {
  const routes = new Hono()
  routes.post('/', async (context) => {
    const known = await customerOf(context)
    const session = (known && (await openSession(known))) || (await openSession(await newCustomer()))
    if (!session) throw new Problem(502, 'stripe-failed', 'Stripe made no session for the customer.')
    await setSignedCookie(context, cookie, session.customer, secret, {
      ...{ httpOnly: true, sameSite: 'Strict', path: '/api', maxAge: lasts },
      secure: new URL(context.req.url).protocol === 'https:',
    })
    return context.json({ clientSecret: session.secret }, 200, { 'cache-control': 'no-store' })
  })

  return {
    routes,
    async admit(context, paymentMethod) {
      const customer = await customerOf(context)
      const card = await stripe.paymentMethods.retrieve(paymentMethod)
      if (card.customer && card.customer !== customer)
        throw new Problem(403, 'not-your-card', 'This card was saved by somebody else.')
      // Whether it can be kept must not decide whether it can pay.
      if (customer && !card.customer && card.allow_redisplay === 'always')
        await stripe.paymentMethods.attach(paymentMethod, { customer }).catch(() => {})
    },
  }

  async function customerOf(context: Context): Promise<string | undefined> {
    return (await getSignedCookie(context, secret, cookie)) || undefined
  }

  async function newCustomer(): Promise<string> {
    return (await stripe.customers.create({ description: 'Visitor of the Payerkit playground' })).id
  }

  /** Nothing where Stripe does not know the customer any more. */
  async function openSession(customer: string) {
    try {
      const session = await stripe.customerSessions.create({
        customer,
        components: {
          payment_element: {
            enabled: true,
            features: {
              payment_method_redisplay: 'enabled',
              payment_method_save: 'enabled',
              payment_method_save_usage: 'on_session',
              payment_method_remove: 'disabled',
            },
          },
        },
      })
      return { customer, secret: session.client_secret }
    } catch (error) {
      if (error instanceof Stripe.errors.StripeError && error.code === 'resource_missing') return undefined
      throw error
    }
  }
}
