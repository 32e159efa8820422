import { Hono } from 'hono'
import type { Records, Token } from './records.js'
import { invalidRequest, noSuch } from './StripeFailure.js'
import { findToken } from './tokens.js'

/** The bank's side of 3-D Secure: what the challenge window shows, and what the person answers there. */
export function createChallenges(records: Records, now: () => number): Hono {
  const routes = new Hono()
  routes.get('/:value', (context) => context.json(show(find(context.req.param('value')))))
  routes.post('/:value', async (context) => {
    const token = find(context.req.param('value'))
    const { outcome } = await context.req.json<{ outcome?: unknown }>().catch(() => ({ outcome: undefined }))
    if (outcome !== 'complete' && outcome !== 'fail')
      throw invalidRequest('outcome must be complete or fail.')
    if (outcome === 'complete' && token.status === 'requires_action') token.status = 'active'
    return context.json(show(token))
  })
  return routes

  function find(value: string) {
    for (const { id, hashedValue } of records.tokens.values())
      if (hashedValue === value) return findToken(records, id, now())
    throw noSuch('challenge', value)
  }
}

function show({ limits, paymentMethod, status }: Token) {
  const last4 = paymentMethod.card.number.slice(-4)
  return { status, amount: limits.maxAmount, currency: limits.currency, last4 }
}
