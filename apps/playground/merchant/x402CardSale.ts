import { type Context, Hono } from 'hono'
import Stripe from 'stripe'
import { parseUnits } from 'viem'
import { acquired, card, prices } from './catalog.js'
import type { Ledger } from './ledger.js'
import { photo } from './photo.js'
import { Problem } from './problem.js'
import type { Settings } from './settings.js'
import { sharedTokenVersion } from './sharedTokens.js'

const path = '/x402-card/photo'

/** What a token paid for: shown again, it gets the same photo, and no other. */
type Sold = { readonly goods: string; readonly reference: string }

/**
 * A photo from a gateway that asks in x402 by the scheme `card`, and is paid by a shared payment token. Nothing ties a token
 * to what was asked for but its own limits, which Stripe guards, and that it is remembered here.
 */
export function createX402CardSale(parameters: { settings: Settings; stripe: Stripe; ledger: Ledger }): Hono {
  const { settings, stripe, ledger } = parameters
  const { networkId } = settings.stripe
  const { currency, decimals } = card
  const amount = Number(parseUnits(prices.photoByCard, decimals))
  const details = { networkId, paymentMethodTypes: [...card.paymentMethodTypes] }
  const request = { amount: prices.photoByCard, currency, decimals, methodDetails: details }
  const entry = {
    ...{ scheme: 'card', network: 'stripe', amount: String(amount), asset: '' },
    ...{ payTo: acquired.recipient, maxTimeoutSeconds: 300 },
    extra: { method: 'stripe', intent: 'charge', currency, decimals, ...details, request },
  }
  const sold = new Map<string, Promise<Sold>>()

  function ask(context: Context, error: string): Response {
    const resource = { url: context.req.url, description: 'One photo', mimeType: 'image/svg+xml' }
    return context.json({ x402Version: 2, error, resource, accepts: [entry] }, 402, {
      'cache-control': 'no-store',
    })
  }

  async function charge(spt: string, goods: string): Promise<Sold> {
    const { id: reference, status } = await stripe.paymentIntents.create(
      {
        ...{ amount, currency, confirm: true, metadata: { goods } },
        automatic_payment_methods: { allow_redirects: 'never', enabled: true },
        // In preview: the SDK's types do not have it yet.
        ...{ shared_payment_granted_token: spt },
      },
      // There is no challenge that could name the payment; the token does.
      { apiVersion: sharedTokenVersion, idempotencyKey: `x402_${spt}` },
    )
    if (status !== 'succeeded') throw new Problem(402, 'verification-failed', 'payment_incomplete')
    ledger.record({
      ...{ method: 'x402', intent: 'card', amount: String(amount), currency, path: `/api${path}` },
      ...{ reference, at: new Date().toISOString() },
    })
    return { goods, reference }
  }

  /** Charges a token once, whatever is asked at the same time. */
  async function settle(spt: string, goods: string): Promise<Sold> {
    const known = sold.get(spt)
    const sale = known ?? charge(spt, goods)
    sold.set(spt, sale)
    try {
      const result = await sale
      if (result.goods !== goods) throw new Problem(402, 'verification-failed', 'token_used')
      return result
    } catch (error) {
      // Asked again by the same key, Stripe says the same, or does it the first time.
      if (!known) sold.delete(spt)
      throw error
    }
  }

  const routes = new Hono()
  routes.get(path, async (context) => {
    // Made first: a request that cannot be served must fail before it is paid.
    const response = photo(context)
    const proof = context.req.header('x-payment')
    if (proof === undefined) return ask(context, 'X-PAYMENT is required')
    const spt = readToken(proof)
    if (spt === undefined) return ask(context, 'invalid_payload')
    try {
      const { pathname, search } = new URL(context.req.url)
      const { reference } = await settle(spt, pathname + search)
      const said = { method: 'stripe', intent: 'charge', reference }
      response.headers.set('X-PAYMENT-RESPONSE', Buffer.from(JSON.stringify(said)).toString('base64'))
      return response
    } catch (error) {
      const reason = refusalOf(error)
      if (reason !== undefined) return ask(context, reason)
      throw error instanceof Stripe.errors.StripeError
        ? new Problem(502, 'stripe-failed', 'Stripe did not answer.')
        : error
    }
  })
  return routes
}

/** The token of a payment, bare or wrapped. */
function readToken(proof: string): string | undefined {
  try {
    const said = JSON.parse(Buffer.from(proof, 'base64').toString())
    const { spt } = said.payload ?? said
    return typeof spt === 'string' && /^spt_\w{1,200}$/.test(spt) ? spt : undefined
  } catch {
    return undefined
  }
}

/** What of a failure a payer can act on; nothing where it is not known whether it was paid. */
function refusalOf(error: unknown): string | undefined {
  if (error instanceof Problem && error.status === 402) return error.message
  if (!(error instanceof Stripe.errors.StripeError)) return undefined
  if (error.type === 'StripeCardError') return error.decline_code ?? error.code ?? 'card_declined'
  return error.type === 'StripeInvalidRequestError' ? 'token_refused' : undefined
}
