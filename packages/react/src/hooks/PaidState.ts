import type { Attempt, Offer, PaidInit, PayOptions, Quote, Receipt } from '@payerkit/core'

/** Where the money stands: no price asked, a price being asked or known, then as the attempt's phase. */
export type PaidPhase = 'idle' | 'quoting' | 'quoted' | Attempt['phase']

/** What one paid request looks like from outside. */
export type PaidState<data> = {
  /** As TanStack's: whether something is under way, and how it ended. */
  readonly status: 'idle' | 'pending' | 'success' | 'error'
  /** Where the money stands. */
  readonly phase: PaidPhase
  /** What it costs, once the server said so. */
  readonly quote: Quote | undefined
  /** What the server says was paid, checked. */
  readonly receipt: Receipt | undefined
  readonly response: Response | undefined
  /** What `read` made of the response. */
  readonly data: data | undefined
  readonly error: Error | undefined
}

/** How a request is made. */
export type PaidRequestOptions<data> = {
  /** `ask`: pays as the policy says. `stop`: stops at the price. `silent`: pays what the budget allows, else stops. */
  readonly mode: 'ask' | 'stop' | 'silent'
  readonly read?: ((response: Response) => Promise<data>) | undefined
  /** Shows what came. A failure is one to read it. */
  readonly show?: ((state: PaidState<data>) => unknown) | undefined
  readonly payment?: PayOptions | undefined
}

/** One request at a time, paid at most once, watched from outside. Nothing starts but by its own calls. */
export type PaidRequest<data> = {
  getState(): PaidState<data>
  subscribe(listener: () => void): () => void
  setOptions(options: PaidRequestOptions<data>): void
  /** As `fetch`, but resolved with the state it ended in. */
  load(input: RequestInfo | URL, init?: PaidInit): Promise<PaidState<data>>
  fetch(input: RequestInfo | URL, init?: PaidInit): Promise<Response>
  pay(quote?: Quote, offer?: Offer): Promise<Response>
  check(): Promise<Response>
  reset(): void
}

export const idle = {
  status: 'idle',
  phase: 'idle',
  quote: undefined,
  receipt: undefined,
  response: undefined,
  data: undefined,
  error: undefined,
} as const

/** Phases in which nothing was agreed to, so that the request can be taken back. */
export const revocable: RegExp = /^(idle|quoting|quoted|approving)$/
/** Phases in which it is over, for now or for good. */
export const ended: RegExp = /^(declined|cancelled|failed|unknown|paidUndelivered|paid)$/
/** Whether money moved, or may have, with nothing to show for it. */
export const isOpen = (phase: PaidPhase): boolean => phase === 'unknown' || phase === 'paidUndelivered'
