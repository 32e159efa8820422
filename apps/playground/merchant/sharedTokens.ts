import { type Context, Hono } from 'hono'
import Stripe from 'stripe'
import type { Customers } from './customers.js'
import { Problem } from './problem.js'
import type { StripeSettings } from './settings.js'
import { readSharedTokenRequest, type SharedTokenRequest } from './sharedTokenRequest.js'

// Shared payment tokens are in preview, and `use_stripe_sdk` came with this version.
export const sharedTokenVersion = '2026-07-29.preview'

type SharedToken = {
  spt: string
  status: string
  nextAction?: { type: string; hashedValue: string }
  deactivatedReason?: string
}

/** The application's own endpoint that turns a payment method into a shared payment token. */
export function createSharedTokens(stripe: Stripe, settings: StripeSettings, customers: Customers): Hono {
  const routes = new Hono()
  const paths = tokenPaths(settings.mode)

  routes.post('/', async (context) => {
    const body: unknown = await context.req.json().catch(() => undefined)
    const request = readSharedTokenRequest(body, settings.networkId)
    await customers.admit(context, request.paymentMethod).catch((error: unknown) => {
      throw toProblem(error)
    })
    return answer(context, stripe, 'POST', paths.create, parameters(request, paths.issued))
  })
  routes.get('/:id', (context) => answer(context, stripe, 'GET', `${paths.read}/${tokenId(context)}`))
  routes.delete('/:id', (context) =>
    answer(context, stripe, 'POST', `${paths.create}/${tokenId(context)}/revoke`),
  )
  return routes
}

/** With test keys one account plays both sides through the test helper; otherwise the agent's own API is used. */
function tokenPaths(mode: StripeSettings['mode']) {
  const issued = '/v1/shared_payment/issued_tokens'
  if (mode !== 'test') return { issued: true, create: issued, read: issued }
  const create = '/v1/test_helpers/shared_payment/granted_tokens'
  return { issued: false, create, read: '/v1/shared_payment/granted_tokens' }
}

function parameters(request: SharedTokenRequest, issued: boolean) {
  const { paymentMethod, amount, currency, networkId, expiresAt, metadata } = request
  return {
    payment_method: paymentMethod,
    usage_limits: { currency, max_amount: amount, expires_at: expiresAt },
    seller_details: issued ? { network_business_profile: networkId } : { network_id: networkId },
    ...(metadata && { shared_metadata: metadata }),
    // Asks for next actions that the payer's page can handle without a redirect.
    ...(issued && { use_stripe_sdk: true }),
  }
}

async function answer(context: Context, stripe: Stripe, method: 'GET' | 'POST', path: string, body?: object) {
  const key = context.req.header('idempotency-key')
  try {
    const token: unknown = await stripe.rawRequest(method, path, body ? { ...body } : undefined, {
      apiVersion: sharedTokenVersion,
      ...(key && method === 'POST' && { idempotencyKey: key }),
    })
    return context.json(readToken(token), 200, { 'cache-control': 'no-store' })
  } catch (error) {
    throw toProblem(error)
  }
}

function readToken(value: unknown): SharedToken {
  const token = record(value)
  const { id, status, deactivated_reason: reason } = token
  if (typeof id !== 'string' || typeof status !== 'string')
    throw new Problem(502, 'stripe-failed', 'Stripe did not answer with a token.')
  const action = record(token.next_action)
  const hashedValue = record(action.use_stripe_sdk).value
  return {
    spt: id,
    status,
    ...(typeof hashedValue === 'string' && { nextAction: { type: String(action.type), hashedValue } }),
    ...(typeof reason === 'string' && { deactivatedReason: reason }),
  }
}

function tokenId(context: Context) {
  const id = context.req.param('id') ?? ''
  if (!/^spt_\w{1,200}$/.test(id)) throw new Problem(400, 'invalid-request', 'The token id is not valid.')
  return id
}

/** Passes on what the payer can act on. Never HTTP 402: that would read as a new payment challenge. */
function toProblem(error: unknown) {
  if (!(error instanceof Stripe.errors.StripeError)) return error
  const extra = { code: error.code, declineCode: error.decline_code }
  if (error.type === 'StripeCardError') return new Problem(422, 'card-declined', error.message, extra)
  if (error.statusCode === 404) return new Problem(404, 'token-not-found', error.message, extra)
  if (error.statusCode === 409) return new Problem(409, 'stripe-conflict', error.message, extra)
  if (error.type === 'StripeIdempotencyError')
    return new Problem(409, 'stripe-conflict', error.message, extra)
  if (error.type === 'StripeInvalidRequestError')
    return new Problem(422, 'stripe-refused', error.message, extra)
  return new Problem(502, 'stripe-failed', error.message, extra)
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
