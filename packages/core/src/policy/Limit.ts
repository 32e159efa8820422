import type { Money } from './Amount.js'

/** An upper bound in units of a currency. */
export type Limit = {
  /** ISO 4217 in lower case (`usd`, also for dollar tokens), or a token's address in lower case. */
  readonly currency: string
  /** Units as a decimal text: `'1.50'`. */
  readonly amount: string
  /** What is added up: one payment, all to one origin, or all. */
  readonly per: 'payment' | 'origin' | 'all'
  /** How far back payments are added up, in milliseconds. Default: without end. Of no use to `per: 'payment'`. */
  readonly period?: number | undefined
  /** Only for this origin, and only what went there is added up. Default: every origin. */
  readonly origin?: string | undefined
}

/** Whether an amount is one of a currency. */
export function counts(currency: string, amount: Pick<Money, 'asset' | 'currency'>): boolean {
  const name = currency.toLowerCase()
  return name === amount.asset.toLowerCase() || name === amount.currency
}

/** Whether a limit has a say in a payment. */
export function applies(limit: Limit, { amount, origin }: { amount: Money; origin: string }): boolean {
  return (
    counts(limit.currency, amount) && (limit.origin === undefined || new URL(limit.origin).origin === origin)
  )
}
