import { randomBytes } from 'node:crypto'
import type { SavedAnswer } from './idempotency.js'
import type { TestCard } from './testCards.js'

export type PaymentMethod = {
  id: string
  card: TestCard
  expMonth: number
  expYear: number
  created: number
  /** Whether the card may be shown to its customer again. */
  allowRedisplay?: string | undefined
  customer?: string | undefined
}

/** What the Payment Element may do for a customer, as long as the session lasts. */
export type CustomerSession = { customer: string; redisplay: boolean; save: boolean; expiresAt: number }

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

/** A card that is to be charged later. */
export type SetupIntent = {
  id: string
  customer: string
  paymentMethod: PaymentMethod
  clientSecret: string
  usage: string
  status: 'requires_action' | 'succeeded'
}

export type Price = {
  id: string
  amount: number
  currency: string
  interval: 'day' | 'week' | 'month'
  count: number
}

/** What is charged once a period; the double collects the first one alone. */
export type Subscription = {
  id: string
  customer: string
  paymentMethod: string
  price: Price
  quantity: number
  item: string
  invoice: string
  start: number
  end: number
  cancelAtPeriodEnd: boolean
  metadata: Record<string, string>
}

export type Invoice = { id: string; subscription: Subscription; amount: number; created: number }

/** Everything the double remembers. */
export class Records {
  readonly paymentMethods = new Map<string, PaymentMethod>()
  readonly tokens = new Map<string, Token>()
  readonly paymentIntents = new Map<string, PaymentIntent>()
  readonly customers = new Set<string>()
  readonly customerSessions = new Map<string, CustomerSession>()
  readonly setupIntents = new Map<string, SetupIntent>()
  readonly prices = new Map<string, Price>()
  readonly subscriptions = new Map<string, Subscription>()
  readonly invoices = new Map<string, Invoice>()
  readonly answers = new Map<string, SavedAnswer>()

  clear(): void {
    for (const each of Object.values(this)) if (each instanceof Map || each instanceof Set) each.clear()
  }
}

export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString('hex')}`
}
