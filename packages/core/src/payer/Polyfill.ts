import type { Payer } from './Payer.js'

/** Marks a global `fetch` that pays, with the one it replaced; shared by copies of this module in one page. */
const replaced = Symbol.for('payerkit.fetch')

type Fetch = typeof globalThis.fetch & { [replaced]?: typeof globalThis.fetch }

/** The global `fetch` below any payer, so that a payer never calls itself. */
export function originalFetch(): typeof globalThis.fetch {
  const fetch: Fetch = globalThis.fetch
  return fetch[replaced] ?? fetch
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
  const original = originalFetch()
  const paid: Fetch = (input, init) => payer.fetch(input, init)
  paid[replaced] = original
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
  const fetch: Fetch = globalThis.fetch
  if (fetch[replaced]) globalThis.fetch = fetch[replaced]
}
