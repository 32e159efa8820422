import type { Limit, Policy } from '@payerkit/core'

/** Whether small payments are made without asking: one switch, read by the payer at each payment. */
export type Allowance = {
  readonly policy: Policy
  get(): boolean
  set(allowed: boolean): void
  subscribe(listener: () => void): () => void
}

const day = 86_400_000

export const perPayment = '0.05'
export const perDay = '1'

const budget: readonly Limit[] = [
  { currency: 'usd', amount: perPayment, per: 'payment' },
  { currency: 'usd', amount: perDay, per: 'origin', period: day },
]

export function createAllowance(): Allowance {
  const listeners = new Set<() => void>()
  let allowed = false
  return {
    policy: {
      get budget() {
        return allowed ? budget : undefined
      },
    },
    get: () => allowed,
    set(next) {
      allowed = next
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
