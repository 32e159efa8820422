import type { Payer } from './Payer.js'

/** Holds the `fetch` that was replaced, for every copy of this module in one page; empty while none is. */
const replaced = Symbol.for('payerkit.fetch')

type Slot = typeof globalThis & { [replaced]?: typeof globalThis.fetch | undefined }
type Fetch = typeof globalThis.fetch & { [replaced]?: true }

/** The global `fetch` below any payer, so that a payer never calls itself, however often it was wrapped since. */
export function originalFetch(): typeof globalThis.fetch {
  return (globalThis as Slot)[replaced] ?? globalThis.fetch
}

/**
 * Makes the global `fetch` pay. Nothing does this unasked; {@link restore} undoes it.
 *
 * @example
 * ```ts
 * polyfill(payer)
 * await fetch('https://api.example.com/photo')
 * restore()
 * ```
 */
export function polyfill(payer: Pick<Payer, 'fetch'>): void {
  const slot: Slot = globalThis
  slot[replaced] = originalFetch()
  const paid: Fetch = (input, init) => payer.fetch(input, init)
  paid[replaced] = true
  globalThis.fetch = paid
}

/**
 * Puts back the `fetch` that {@link polyfill} replaced; does nothing when somebody else replaced it since.
 *
 * @example
 * ```ts
 * restore()
 * ```
 */
export function restore(): void {
  const slot: Slot = globalThis
  const fetch: Fetch = globalThis.fetch
  // Whoever wrapped it since still calls it, and it the one below.
  if (!fetch[replaced] || !slot[replaced]) return
  globalThis.fetch = slot[replaced]
  delete slot[replaced]
}
