import { type Money, scale } from './Amount.js'

/** One payment as the budget sees it: money that is gone, or might be. */
export type Entry = {
  readonly amount: Money
  readonly origin: string
  /** When it was approved, in milliseconds since 1970. */
  readonly at: number
}

/** Every payment that counts: those paid, and those whose end is not known. */
export type Ledger = Iterable<Entry>

/** The sum of the payments that fit, in 10^-18 of their unit. */
export function spent(
  ledger: Ledger,
  fits: { counts: (amount: Money) => boolean; origin: string | undefined; since: number },
): bigint {
  let sum = 0n
  for (const { amount, origin, at } of ledger)
    if (at >= fits.since && fits.counts(amount) && (fits.origin === undefined || origin === fits.origin))
      sum += scale(amount)
  return sum
}
