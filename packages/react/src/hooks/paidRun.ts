import type { Offer, PayOptions, Quote } from '@payerkit/core'
import { idle, type PaidRequestOptions, type PaidState } from './PaidState.js'
import { anySignal, NothingToPayError, signalOf, type Wanted } from './request.js'

/** One request on its way to its outcome. */
export type Run<data> = {
  readonly wanted: Wanted | undefined
  /** Offers and attempts whose news are this run's. */
  readonly offers: Set<Offer>
  readonly ids: Set<string>
  attemptId: string | undefined
  /** Called off by whoever no longer looks, as long as no money can have moved. */
  control: AbortController
  silent: boolean
  state: PaidState<data>
  pending: Promise<PaidState<data>> | undefined
}

/** A run that has not begun; of a quote, at its price. */
export function createRun<data>(wanted: Wanted | undefined, quote: Quote | undefined): Run<data> {
  return {
    wanted,
    offers: new Set(quote?.offers),
    ids: new Set(),
    attemptId: undefined,
    control: new AbortController(),
    silent: false,
    state: quote ? { ...idle, phase: 'quoted', quote } : idle,
    pending: undefined,
  }
}

/** What the payment of a run may do, called off with it. */
export function paymentOf<data>(run: Run<data>, options: PaidRequestOptions<data>): PayOptions {
  const payment = { ...options.payment, ...run.wanted?.init?.payment }
  const signal = anySignal([run.control.signal, payment.signal, run.wanted && signalOf(run.wanted)])
  return { ...payment, signal }
}

/** What a drop-in `fetch` would give. */
export function responseOf({ response, quote, error }: PaidState<unknown>): Response {
  const answer = response ?? (error ? undefined : quote?.response)
  if (!answer) throw error ?? new NothingToPayError()
  return answer
}
