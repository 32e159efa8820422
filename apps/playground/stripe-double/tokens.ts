import { type Form, optionalText, requiredInteger, requiredText, textRecord } from './form.js'
import { findPaymentMethod, showCard } from './paymentMethods.js'
import { newId, type Records, type Token } from './records.js'
import { invalidRequest, missingParameter, noSuch } from './StripeFailure.js'

export type TokenView = 'issued_token' | 'granted_token'

export function createToken(records: Records, form: Form, view: TokenView, now: number): Token {
  const paymentMethod = findPaymentMethod(
    records,
    requiredText(form, 'payment_method'),
    now,
    'payment_method',
  )
  const limits = {
    currency: requiredText(form, 'usage_limits.currency'),
    maxAmount: requiredInteger(form, 'usage_limits.max_amount'),
    expiresAt: requiredInteger(form, 'usage_limits.expires_at'),
  }
  if (limits.maxAmount === 0)
    throw invalidRequest('Amount must be greater than 0.', { param: 'usage_limits[max_amount]' })
  if (limits.expiresAt * 1_000 <= now)
    throw invalidRequest('The expiration must be in the future.', { param: 'usage_limits[expires_at]' })
  const seller =
    optionalText(form, 'seller_details.network_business_profile') ??
    optionalText(form, 'seller_details.network_id')
  // Only the agent's own API must be told who the token is for; the test helper grants it to the caller.
  if (view === 'issued_token' && !seller) throw missingParameter('seller_details[network_business_profile]')
  const { authentication } = paymentMethod.card
  if (
    authentication &&
    view === 'issued_token' &&
    optionalText(form, 'use_stripe_sdk') !== 'true' &&
    !optionalText(form, 'return_url')
  )
    throw missingParameter('return_url')
  const id = newId('spt')
  const token: Token = {
    ...{ id, paymentMethod, limits, seller: seller ?? 'self', captured: 0 },
    status: authentication ? 'requires_action' : 'active',
    deactivatedReason: undefined,
    deactivatedAt: undefined,
    hashedValue: authentication ? Buffer.from(newId(id)).toString('base64url') : undefined,
    metadata: textRecord(form, 'shared_metadata'),
    created: Math.floor(now / 1_000),
  }
  records.tokens.set(id, token)
  return token
}

export function findToken(records: Records, id: string, now: number, param?: string): Token {
  const token = records.tokens.get(id)
  if (!token) throw noSuch('shared_payment_granted_token', id, param)
  if (token.status !== 'deactivated' && token.limits.expiresAt * 1_000 <= now)
    deactivate(token, 'expired', now)
  return token
}

export function revokeToken(token: Token, now: number): void {
  if (token.status === 'deactivated')
    throw invalidRequest('This shared payment token is already deactivated.')
  deactivate(token, 'revoked', now)
}

export function deactivate(token: Token, reason: NonNullable<Token['deactivatedReason']>, now: number): void {
  token.status = 'deactivated'
  token.deactivatedReason = reason
  token.deactivatedAt = Math.floor(now / 1_000)
}

export function showToken(token: Token, view: TokenView): object {
  const { limits, status, hashedValue, paymentMethod } = token
  const waiting = status === 'requires_action' && hashedValue !== undefined
  return {
    id: token.id,
    object: `shared_payment.${view}`,
    created: token.created,
    deactivated_at: token.deactivatedAt ?? null,
    deactivated_reason: token.deactivatedReason ?? null,
    livemode: false,
    next_action: waiting ? { type: 'use_stripe_sdk', use_stripe_sdk: { value: hashedValue } } : null,
    ...(view === 'issued_token'
      ? {
          payment_method: paymentMethod.id,
          seller_details: { network_business_profile: token.seller, external_id: null },
        }
      : { payment_method_details: { type: 'card', card: showCard(paymentMethod) } }),
    shared_metadata: token.metadata,
    status,
    usage_details: { amount_captured: { currency: limits.currency, value: token.captured } },
    usage_limits: {
      currency: limits.currency,
      expires_at: limits.expiresAt,
      max_amount: limits.maxAmount,
      recurring_interval: null,
    },
  }
}
