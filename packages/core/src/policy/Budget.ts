import { type Money, scale } from './Amount.js'
import { counts, type Limit } from './Limit.js'

/** One payment as the budget sees it: money that is gone, or might be. */
export type Entry = {
  readonly amount: Money
  readonly origin: string
  /** When it was approved, in milliseconds since 1970. */
  readonly at: number
}

/** Every payment that counts: those paid, and those whose end is not known. */
export type Ledger = Iterable<Entry>

/**
 * What a limit adds up for an origin; nothing for one of single payments. Whoever judges and whoever shows what is left
 * look at the same payments.
 */
export function* counted(
  { currency, per, period, origin: only }: Limit,
  ledger: Ledger,
  origin: string | undefined,
  now: number,
): Iterable<Entry> {
  if (per !== 'payment')
    for (const entry of ledger)
      if (
        counts(currency, entry.amount) &&
        !(period && entry.at < now - period) &&
        ((per === 'all' && !only) || entry.origin === origin)
      )
        yield entry
}

/** The sum of what a limit adds up, in 10^-18 of its unit. */
export function spent(limit: Limit, ledger: Ledger, origin: string | undefined, now: number): bigint {
  let sum = 0n
  for (const { amount } of counted(limit, ledger, origin, now)) sum += scale(amount)
  return sum
}
