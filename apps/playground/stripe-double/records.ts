import { randomBytes } from 'node:crypto'
import type { SavedAnswer } from './idempotency.js'
import type { TestCard } from './testCards.js'

export type PaymentMethod = { id: string; card: TestCard; expMonth: number; expYear: number; created: number }

export type Token = {
  id: string
  paymentMethod: PaymentMethod
  seller: string
  limits: { currency: string; maxAmount: number; expiresAt: number }
  captured: number
  status: 'active' | 'requires_action' | 'deactivated'
  deactivatedReason: 'consumed' | 'expired' | 'revoked' | undefined
  deactivatedAt: number | undefined
  /** Names this token's 3-D Secure challenge to Stripe.js. */
  hashedValue: string | undefined
  metadata: Record<string, string>
  created: number
}

export type PaymentIntent = {
  id: string
  amount: number
  currency: string
  status: 'succeeded' | 'requires_payment_method'
  token: string
  metadata: Record<string, string>
  created: number
  lastError?: { type: 'card_error'; code: string; decline_code: string; message: string }
}

/** Everything the double remembers. */
export class Records {
  readonly paymentMethods = new Map<string, PaymentMethod>()
  readonly tokens = new Map<string, Token>()
  readonly paymentIntents = new Map<string, PaymentIntent>()
  readonly answers = new Map<string, SavedAnswer>()

  clear(): void {
    for (const map of [this.paymentMethods, this.tokens, this.paymentIntents, this.answers]) map.clear()
  }
}

export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`
}
