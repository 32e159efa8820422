import { formatUnits, parseUnits, scale } from './Amount.js'
import { counted, type Entry, type Ledger, spent } from './Budget.js'
import type { Limit } from './Limit.js'

/** What a limit has been used for, in units of its currency, as decimal texts. */
export type Usage = {
  readonly limit: Limit
  /** Of which origin this is; `undefined` where the limit adds up over all, or nothing yet. */
  readonly origin: string | undefined
  /** What is paid, reserved for what is under way, or may be paid. Can be above the limit. */
  readonly spent: string
  /** What is left; never below nothing. */
  readonly left: string
  /** When something of it counts no longer, and how much; of a limit with a period. */
  readonly frees: { readonly at: number; readonly amount: string } | undefined
}

/**
 * What is left of each limit, in their order. A limit per origin has a row for each origin that money went to, the
 * most first.
 */
export function usageOf(limits: readonly Limit[], ledger: Ledger, now: number): readonly Usage[] {
  // It is gone through more than once, and may be of one use only.
  const entries = [...ledger]
  return limits.flatMap((limit) => {
    if (limit.per === 'origin' && limit.origin === undefined) return rowsOf(limit, entries, now)
    const origin = limit.origin === undefined ? undefined : new URL(limit.origin).origin
    return [rowOf(limit, origin, entries, now).row]
  })
}

function rowsOf(limit: Limit, entries: readonly Entry[], now: number): readonly Usage[] {
  const groups = new Map<string, Entry[]>()
  for (const entry of entries) {
    const group = groups.get(entry.origin)
    if (group) group.push(entry)
    else groups.set(entry.origin, [entry])
  }
  const rows = [...groups]
    .map(([origin, group]) => rowOf(limit, origin, group, now))
    .filter(({ sum }) => sum > 0n)
    .sort((one, other) => (one.sum < other.sum ? 1 : one.sum > other.sum ? -1 : 0))
  return rows.length > 0 ? rows.map(({ row }) => row) : [rowOf(limit, undefined, [], now).row]
}

function rowOf(limit: Limit, origin: string | undefined, entries: readonly Entry[], now: number) {
  const sum = spent(limit, entries, origin, now)
  const left = parseUnits(limit.amount, 18) - sum
  const row: Usage = {
    limit,
    origin,
    spent: formatUnits(sum, 18),
    left: formatUnits(left > 0n ? left : 0n, 18),
    frees: freesOf(limit, origin, entries, now),
  }
  return { row, sum }
}

function freesOf(
  limit: Limit,
  origin: string | undefined,
  entries: readonly Entry[],
  now: number,
): Usage['frees'] {
  if (!limit.period) return undefined
  let [first, sum] = [0, 0n]
  for (const { at, amount } of counted(limit, entries, origin, now)) {
    if (scale(amount) === 0n || (sum > 0n && at > first)) continue
    sum = (sum > 0n && at === first ? sum : 0n) + scale(amount)
    first = at
  }
  // Whoever is exactly a period old still counts.
  return sum > 0n ? { at: first + limit.period + 1, amount: formatUnits(sum, 18) } : undefined
}
