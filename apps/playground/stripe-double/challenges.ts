import { Hono } from 'hono'
import type { Records, SetupIntent, Token } from './records.js'
import { invalidRequest, noSuch } from './StripeFailure.js'
import { completeSetupIntent } from './setupIntents.js'
import { findToken } from './tokens.js'

/** The bank's side of 3-D Secure: what the challenge window shows, and what the person answers there. */
export function createChallenges(records: Records, now: () => number): Hono {
  const routes = new Hono()
  routes.get('/:value', (context) => context.json(show(find(context.req.param('value')))))
  routes.post('/:value', async (context) => {
    const asked = find(context.req.param('value'))
    const { outcome } = await context.req.json<{ outcome?: unknown }>().catch(() => ({ outcome: undefined }))
    if (outcome !== 'complete' && outcome !== 'fail')
      throw invalidRequest('outcome must be complete or fail.')
    if (outcome === 'complete') {
      if ('clientSecret' in asked) completeSetupIntent(records, asked)
      else if (asked.status === 'requires_action') asked.status = 'active'
    }
    return context.json(show(asked))
  })
  return routes

  /** A token by its hashed value, a SetupIntent by its client secret. */
  function find(value: string): Token | SetupIntent {
    for (const { id, hashedValue } of records.tokens.values())
      if (hashedValue === value) return findToken(records, id, now())
    for (const intent of records.setupIntents.values()) if (intent.clientSecret === value) return intent
    throw noSuch('challenge', value)
  }
}

function show(asked: Token | SetupIntent) {
  const { paymentMethod, status } = asked
  const last4 = paymentMethod.card.number.slice(-4)
  // Nothing is taken when a card is kept for later.
  const { maxAmount: amount, currency } =
    'limits' in asked ? asked.limits : { maxAmount: null, currency: null }
  return { status, amount, currency, last4 }
}
