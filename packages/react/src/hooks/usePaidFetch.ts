'use client'

import type { PaidInit, PayOptions, Quote } from '@payerkit/core'
import type { PaidState } from './PaidState.js'
import { usePaidRequest } from './usePaidRequest.js'

/** What {@link usePaidFetch} takes. */
export type PaidFetchOptions<data> = {
  /** Stops at the price; `pay()` then pays it. Default: pays as the policy says. */
  readonly manual?: boolean | undefined
  /** Makes `data` of the response. Should it fail after a payment, `pay()` only reads again. */
  readonly read?: ((response: Response) => Promise<data>) | undefined
  /** What each payment may do. */
  readonly payment?: PayOptions | undefined
}

/** What {@link usePaidFetch} returns. */
export type PaidFetch<data> = PaidState<data> & {
  /**
   * A drop-in `fetch` that pays when it is asked to. The same request while one is under way is that one, and once
   * it is over buys again; another one takes its place on the screen, and what was agreed to before goes on unseen.
   */
  fetch(input: RequestInfo | URL, init?: PaidInit): Promise<Response>
  /**
   * Pays the quote at hand, or the one given. Never a second time: while a payment runs, and once it is paid or may
   * be, every call gets the same answer. After `declined`, `cancelled` and `failed` it tries again.
   */
  pay(quote?: Quote): Promise<Response>
  /** Looks again at a payment whose outcome is open, with the proof that was sent. Pays nothing anew. */
  check(): Promise<Response>
  /** Forgets what is shown. A payment that was agreed to goes on. */
  reset(): void
}

/**
 * Pays for a request and says where the money stands. Nothing is asked or paid until `fetch` or `pay` is called.
 *
 * @example
 * ```tsx
 * const { fetch, phase, data, error } = usePaidFetch({ read: (response) => response.json() })
 *
 * <button onClick={() => fetch('https://api.example.com/photo')}>Get the photo</button>
 * ```
 */
export function usePaidFetch<data = undefined>(options: PaidFetchOptions<data> = {}): PaidFetch<data> {
  const { manual = false, read, payment } = options
  const { request, ...state } = usePaidRequest<data>({ mode: manual ? 'stop' : 'ask', read, payment })
  const { fetch, pay, check, reset } = request
  return { ...state, fetch, pay, check, reset }
}
