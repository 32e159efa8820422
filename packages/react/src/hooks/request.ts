import { BaseError, type ChannelState, type PaidInit, type Payer, type Quote } from '@payerkit/core'

// What a paid request needs to know of the request and of errors.

/** What one was asked to fetch. */
export type Wanted = { readonly input: RequestInfo | URL; readonly init?: PaidInit | undefined }

const requestOf = (input: RequestInfo | URL) =>
  typeof input === 'string' || input instanceof URL ? undefined : input

export function addressOf(input: RequestInfo | URL): string {
  const text = requestOf(input)?.url ?? String(input)
  return typeof location === 'object' ? new URL(text, location.href).href : text
}

export function methodOf({ input, init }: Wanted): string {
  return (init?.method ?? requestOf(input)?.method ?? 'GET').toUpperCase()
}

/** Whether two wishes are one that was clicked twice: the same method, address and body. */
export function isSame(a: Wanted, b: Wanted): boolean {
  if (methodOf(a) !== methodOf(b) || addressOf(a.input) !== addressOf(b.input)) return false
  const bodiless = !requestOf(a.input)?.body && !requestOf(b.input)?.body
  return a.init?.body === b.init?.body && (bodiless || a.input === b.input)
}

/** One signal for whoever may call a payment off. */
export function anySignal(signals: readonly (AbortSignal | null | undefined)[]): AbortSignal {
  return AbortSignal.any(signals.filter((each) => each != null))
}

export const signalOf = ({ input, init }: Wanted): AbortSignal | null | undefined =>
  init?.signal ?? requestOf(input)?.signal

/** Quotes that have been answered: paying one again gives the same answer, and buys nothing. */
const spent = new WeakSet<Quote>()

export function spend(quote: Quote): void {
  spent.add(quote)
}

/** Whether an offer of a quote can still be paid. */
export function isFresh(quote: Quote, now: number): boolean {
  if (spent.has(quote)) return false
  return quote.offers.some(({ expiresAt }) => expiresAt === undefined || expiresAt > now)
}

/** Whether a session may pay for it: one that is open is there for its origin. */
export function hasSession(payer: Payer, { input }: Wanted): boolean {
  const address = addressOf(input)
  const isUsable = ({ status, origin }: ChannelState) =>
    /^(active|voucherNeeded|toppingUp)$/.test(status) && address.startsWith(`${origin}/`)
  return payer.channels?.list().some(isUsable) ?? false
}

/** Whether an answer says that it was paid for: at its head or, of a stream, at its end. */
export function saysPaid({ headers }: Response): boolean {
  return headers.has('Payment-Receipt') || /^text\/event-stream\b/i.test(headers.get('Content-Type') ?? '')
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof BaseError ? error.code : undefined
}

/** Marks a rejection as seen, for clicks that nobody awaits; whoever awaits it still gets it. */
export function handled<value>(promise: Promise<value>): Promise<value> {
  promise.catch(() => {})
  return promise
}

/** Thrown when what came could not be read by the page's own `read`. Reading again costs nothing. */
export class ReadError extends BaseError {
  override readonly name = 'PaidRequest.ReadError'
  constructor(cause: unknown) {
    super('read_failed', 'The answer arrived, but it could not be read. Reading it again costs nothing.', {
      cause,
    })
  }
}

/** Thrown when there is nothing that could be paid or checked. */
export class NothingToPayError extends BaseError {
  override readonly name = 'PaidRequest.NothingToPayError'
  constructor() {
    super('nothing_to_pay', 'There is nothing to pay yet: call fetch(), or pass a quote.')
  }
}
