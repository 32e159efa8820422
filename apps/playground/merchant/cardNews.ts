import { type Context, Hono } from 'hono'
import { type Challenge, Receipt } from 'mppx'
import Stripe from 'stripe'
import { type Activated, activate, declineOf, type Terms } from './activation.js'
import { card, cardSubscription, issue } from './catalog.js'
import type { Ledger } from './ledger.js'
import { ask, isOurs, isOver, readCredential } from './ownOffer.js'
import { Problem } from './problem.js'
import type { Settings } from './settings.js'

const cookie = 'card-reader'

/** A reader's subscription: what was agreed to, and until when it is paid. */
type Reader = Activated & { readonly id: string; cancelled: boolean }
/** What became of a challenge: once it is answered, another card is another challenge. */
type Answer = { readonly payload: string; readonly outcome: Promise<Activated | Problem> }

/**
 * A newspaper by card, after draft-stripe-subscription-00. It knows its readers by a cookie, and keeps what was agreed to in
 * memory; a real one keeps that over a restart, and books renewals from Stripe's webhooks.
 */
export function createCardNews(parameters: { settings: Settings; stripe: Stripe; ledger: Ledger }): Hono {
  const { settings, stripe, ledger } = parameters
  const { challengeSecret: secretKey } = settings
  const { networkId } = settings.stripe
  const terms: Terms = { ...cardSubscription, currency: card.currency, name: cardSubscription.description }
  const request = {
    ...{ amount: String(terms.amount), currency: terms.currency, externalId: 'harbour-news' },
    ...{ periodUnit: terms.unit, periodCount: String(terms.count) },
    methodDetails: { networkId, paymentMethodTypes: [...card.paymentMethodTypes] },
  }
  const readers = new Map<string, Reader>()
  const answers = new Map<string, Answer>()
  const unpaid = new Problem(402, 'payment-required', 'A subscription is needed.')
  const ours = { secretKey, method: 'stripe', intent: 'subscription' }

  function offer(context: Context, refusal = unpaid): Response {
    // Random, as two readers must never have one challenge.
    const meta = { reader: crypto.randomUUID() }
    return ask(context, { ...ours, request, meta, description: cardSubscription.description }, refusal)
  }

  /** "Verification Procedure", steps 1 to 4; Stripe is not asked before. */
  function verify(context: Context): { challenge: Challenge.Challenge; payload: Payload } {
    const credential = readCredential(context)
    if (!credential) throw new Problem(402, 'malformed-credential', 'The credential cannot be read.')
    const { challenge, payload } = credential
    if (!isOurs(context, challenge, ours))
      throw new Problem(402, 'invalid-challenge', 'The offer is not one of this newspaper.')
    if (isOver(challenge) && !answers.has(challenge.id))
      throw new Problem(402, 'payment-expired', 'The offer has ended.')
    if (JSON.stringify(sorted(challenge.request)) !== JSON.stringify(sorted(request)))
      throw new Problem(402, 'invalid-challenge', 'The offer is not the one of today.')
    const { paymentMethod, customer } = payload
    if (typeof paymentMethod !== 'string' || !/^pm_\w{1,200}$/.test(paymentMethod))
      throw new Problem(402, 'verification-failed', 'The credential names no card.')
    if (customer !== undefined && (typeof customer !== 'string' || !/^cus_\w{1,200}$/.test(customer)))
      throw new Problem(402, 'verification-failed', 'The credential names no customer.')
    return { challenge, payload: { paymentMethod, customer } }
  }

  /** Step 6: one answer for each challenge; the same credential again gets the same answer, and charges nothing. */
  async function settle(challenge: Challenge.Challenge, payload: Payload): Promise<Activated> {
    const text = JSON.stringify(payload)
    const known = answers.get(challenge.id)
    if (known && known.payload !== text)
      throw new Problem(402, 'invalid-challenge', 'This offer was answered with another card.')
    const answer = known ?? {
      payload: text,
      outcome: activate(stripe, terms, {
        ...{ challengeId: challenge.id, types: card.paymentMethodTypes },
        ...payload,
      }).catch((error: unknown) => {
        const refusal = declineOf(error)
        if (refusal) return refusal
        // Whether Stripe did it is not known; asked again by the same key it does it once.
        answers.delete(challenge.id)
        throw error instanceof Stripe.errors.StripeError
          ? new Problem(502, 'stripe-failed', 'Stripe did not answer.')
          : error
      }),
    }
    answers.set(challenge.id, answer)
    const outcome = await answer.outcome
    if (outcome instanceof Problem) throw outcome
    return outcome
  }

  const routes = new Hono()
  routes.get('/news/card', async (context) => {
    const known = readerOf(context)
    const running = readers.get(known ?? '')
    if (!context.req.header('authorization')) {
      if (running && running.end * 1000 > Date.now()) return news(context)
      return offer(context)
    }
    try {
      const { challenge, payload } = verify(context)
      const activated = await settle(challenge, payload)
      const reader = known ?? crypto.randomUUID()
      const isNew = ![...readers.values()].some(({ invoice }) => invoice === activated.invoice)
      const id = running?.invoice === activated.invoice ? running.id : crypto.randomUUID()
      readers.set(reader, { cancelled: false, ...activated, id })
      const { subscription: stripeSubscription, invoice: reference, paidAt: timestamp } = activated
      if (isNew)
        ledger.record({
          ...{ method: 'stripe', intent: 'subscription', amount: request.amount, currency: request.currency },
          ...{ path: '/api/news/card', reference, at: timestamp },
        })
      const receipt = { status: 'success', method: 'stripe', reference, timestamp } as const
      const more = { subscriptionId: id, stripeSubscription, externalId: request.externalId }
      const response = news(context)
      response.headers.set('payment-receipt', Receipt.serialize({ ...receipt, ...more }))
      response.headers.append(
        'set-cookie',
        `${cookie}=${reader}; Path=/api/news/card; Max-Age=31536000; HttpOnly; SameSite=Strict`,
      )
      return response
    } catch (error) {
      if (error instanceof Problem && error.status === 402) return offer(context, error)
      throw error
    }
  })
  // "Cancellation": at the end of the period that is paid, and nothing is collected after it.
  routes.delete('/news/card', async (context) => {
    const reader = readers.get(readerOf(context) ?? '')
    if (!reader) throw new Problem(404, 'no-subscription', 'There is no subscription to cancel.')
    await stripe.subscriptions.update(reader.subscription, { cancel_at_period_end: true })
    reader.cancelled = true
    return context.json({ subscriptionId: reader.id, endsAt: new Date(reader.end * 1000).toISOString() })
  })
  return routes
}

type Payload = { paymentMethod: string; customer: string | undefined }

const readerOf = (context: Context) =>
  new RegExp(`${cookie}=([\\w-]+)`).exec(context.req.header('cookie') ?? '')?.[1]

const news = (context: Context) => context.json(issue, 200, { 'cache-control': 'private, no-store' })

const sorted = (value: Record<string, unknown>) =>
  Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
