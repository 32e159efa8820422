import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import { createChallenges } from './challenges.js'
import {
  attachPaymentMethod,
  createCustomer,
  createCustomerSession,
  readCustomerSession,
} from './customers.js'
import { decodeForm, type Form } from './form.js'
import { type Answer, once } from './idempotency.js'
import { createPaymentIntent, findPaymentIntent, showPaymentIntent } from './paymentIntents.js'
import { createPaymentMethod, findPaymentMethod, showPaymentMethod } from './paymentMethods.js'
import { newId, Records } from './records.js'
import { StripeFailure } from './StripeFailure.js'
import { createSetupIntent, findSetupIntent, showSetupIntent } from './setupIntents.js'
import { readStripeJs } from './stripeJs.js'
import {
  createPrice,
  createSubscription,
  findInvoice,
  findSubscription,
  showInvoice,
  showPrice,
  showSubscription,
  updateSubscription,
} from './subscriptions.js'
import { createToken, findToken, revokeToken, showToken, type TokenView } from './tokens.js'
import { varyHeaders } from './varyHeaders.js'

/** A test double of Stripe: see README.md. Not Stripe, and no money moves. */
export function createStripeDouble({ now = Date.now }: { now?: () => number } = {}): Hono {
  const records = new Records()
  const app = new Hono()
  app.onError((error, context) => {
    if (error instanceof StripeFailure) return context.json({ error: error.body }, error.status)
    console.error(error)
    return context.json({ error: { type: 'api_error', message: 'The Stripe double failed.' } }, 500)
  })
  app.use(cors({ origin: '*', exposeHeaders: ['Request-Id', 'Idempotent-Replayed'] }))
  app.use('/v1/*', varyHeaders(['Request-Id', 'Idempotent-Replayed', 'Stripe-Version']))
  app.use('/v1/*', async (context, next) => {
    assertKey(context)
    context.header('Request-Id', newId('req'))
    await next()
  })

  app.post('/v1/payment_methods', (context) =>
    write(context, (form) => showPaymentMethod(createPaymentMethod(records, form, now()))),
  )
  app.get('/v1/payment_methods/:id', (context) =>
    context.json(showPaymentMethod(findPaymentMethod(records, context.req.param('id'), now()))),
  )
  app.post('/v1/payment_methods/:id/attach', (context) =>
    write(context, (form) =>
      showPaymentMethod(attachPaymentMethod(records, form, context.req.param('id'), now())),
    ),
  )
  app.post('/v1/customers', (context) => write(context, () => createCustomer(records, now())))
  app.post('/v1/customer_sessions', (context) =>
    write(context, (form) => createCustomerSession(records, form, now())),
  )
  addTokenRoutes('/v1/shared_payment/issued_tokens', 'issued_token')
  addTokenRoutes('/v1/test_helpers/shared_payment/granted_tokens', 'granted_token')
  app.get('/v1/shared_payment/granted_tokens/:id', (context) => readToken(context, 'granted_token'))
  app.post('/v1/payment_intents', (context) => {
    const version = context.req.header('stripe-version') ?? ''
    return write(context, (form) => showPaymentIntent(createPaymentIntent(records, form, now(), version)))
  })
  app.get('/v1/payment_intents/:id', (context) =>
    context.json(showPaymentIntent(findPaymentIntent(records, context.req.param('id')))),
  )
  addBillingRoutes()

  app.route('/__challenges', createChallenges(records, now))
  app.get('/__customer_sessions/:secret', (context) =>
    context.json(readCustomerSession(records, context.req.param('secret'), now())),
  )
  app.get('/__ledger', (context) =>
    context.json({
      paymentIntents: [...records.paymentIntents.values()].map(showPaymentIntent),
      tokens: [...records.tokens.values()].map((token) => showToken(token, 'issued_token')),
      subscriptions: [...records.subscriptions.values()].map(showSubscription),
      invoices: [...records.invoices.values()].map(showInvoice),
    }),
  )
  app.post('/__reset', (context) => {
    records.clear()
    return context.body(null, 204)
  })
  app.get('/stripe-js/endive/stripe.js', async (context) =>
    context.body(await readStripeJs(), 200, {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'no-cache',
    }),
  )
  app.notFound((context) => {
    const message = `The Stripe double has no ${context.req.method} ${context.req.path}.`
    return context.json({ error: { type: 'invalid_request_error', message } }, 404)
  })
  return app

  function addTokenRoutes(path: string, view: TokenView) {
    app.post(path, (context) =>
      write(context, (form) => showToken(createToken(records, form, view, now()), view)),
    )
    app.get(`${path}/:id`, (context) => readToken(context, view))
    app.post(`${path}/:id/revoke`, (context) =>
      write(context, () => {
        const token = findToken(records, context.req.param('id'), now())
        revokeToken(token, now())
        return showToken(token, view)
      }),
    )
  }

  function addBillingRoutes() {
    app.post('/v1/setup_intents', (context) =>
      write(context, (form) => showSetupIntent(createSetupIntent(records, form, now()))),
    )
    app.get('/v1/setup_intents/:id', (context) =>
      context.json(showSetupIntent(findSetupIntent(records, context.req.param('id')))),
    )
    app.post('/v1/prices', (context) => write(context, (form) => showPrice(createPrice(records, form))))
    app.post('/v1/subscriptions', (context) =>
      write(context, (form) => showSubscription(createSubscription(records, form, now()))),
    )
    app.get('/v1/subscriptions/:id', (context) =>
      context.json(showSubscription(findSubscription(records, context.req.param('id')))),
    )
    app.post('/v1/subscriptions/:id', (context) =>
      write(context, (form) =>
        showSubscription(updateSubscription(records, form, context.req.param('id') ?? '')),
      ),
    )
    app.get('/v1/invoices/:id', (context) =>
      context.json(showInvoice(findInvoice(records, context.req.param('id')))),
    )
  }

  function readToken(context: Context, view: TokenView) {
    return context.json(showToken(findToken(records, context.req.param('id') ?? '', now()), view))
  }

  async function write(context: Context, run: (form: Form) => object) {
    const body = await context.req.text()
    const key = context.req.header('idempotency-key')
    const answer = once(records.answers, key, `${context.req.path} ${body}`, () =>
      attempt(() => run(decodeForm(body))),
    )
    if (answer.replayed) context.header('Idempotent-Replayed', 'true')
    return context.json(answer.body, answer.status)
  }
}

/** Turns a failure into an answer, because declines are remembered under their idempotency key too. */
function attempt(run: () => object): Answer {
  try {
    return { status: 200, body: run() }
  } catch (error) {
    if (error instanceof StripeFailure) return { status: error.status, body: { error: error.body } }
    throw error
  }
}

function assertKey(context: Context) {
  const authorization = context.req.header('authorization') ?? ''
  const basic = /^Basic (\S+)$/i.exec(authorization)?.[1]
  const key = basic
    ? Buffer.from(basic, 'base64').toString().replace(/:.*$/, '')
    : authorization.replace(/^Bearer /i, '')
  const isPublic = context.req.method === 'POST' && context.req.path.endsWith('/v1/payment_methods')
  if (/^[sr]k_/.test(key) || (isPublic && key.startsWith('pk_'))) return
  const message = key ? 'Invalid API Key provided.' : 'You did not provide an API key.'
  throw new StripeFailure(401, { type: 'invalid_request_error', message })
}
