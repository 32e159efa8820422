import type { Capability } from '../methods/Method.js'
import type { Ledger } from '../policy/Budget.js'
import type { Policy } from '../policy/Policy.js'
import type { Channels } from '../session/Channels.js'
import type { SessionOptions } from '../session/Host.js'
import type { Session } from '../session/Session.js'
import type { Store } from '../stores/Store.js'
import type { Attempt } from './Attempt.js'
import type { Events } from './Events.js'
import type { Offer } from './Offer.js'
import type { AnyMethod, Approve, PayOptions, Quote } from './Quote.js'

/** What a payer is made of. */
export type PayerOptions = {
  /** The ways to pay, the preferred first. */
  readonly methods: readonly AnyMethod[]
  /** What may be paid, and what without asking. Default: ask for everything. */
  readonly policy?: Policy | undefined
  /** Asks the person. `<PayerProvider>` mounts one; without any, what no budget covers is refused. */
  readonly approve?: Approve | undefined
  /** Where attempts are journaled. Default: memory. */
  readonly store?: Store | undefined
  /** What requests go through. Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Milliseconds since 1970. Default: `Date.now`. */
  readonly now?: (() => number) | undefined
  /** Milliseconds by which a server's clock may differ from ours. Default: 5,000. */
  readonly clockTolerance?: number | undefined
  /** Where `Accept-Payment` is sent. Default: where it costs no CORS preflight. */
  readonly acceptPayment?: 'same-origin' | 'always' | 'never' | undefined
  /** Different challenges that one request may try, each asked for. Default: 2. */
  readonly maxChallenges?: number | undefined
  /**
   * How often a proof is presented again by itself when its answer is lost or unclear, after half a second, one, two
   * and so on, or when the server's `Retry-After` says. Default: 3.
   */
  readonly retries?: number | undefined
}

/** `RequestInit` with what the payment may do. */
export type PaidInit = RequestInit & { readonly payment?: PayOptions | undefined }

/** A payer: see {@link createPayer}. */
export type Payer = {
  /**
   * A drop-in `fetch` that pays when it is asked to.
   *
   * @throws whatever `fetch` throws, and BaseError when a payment is needed and was not made; `code` says why.
   */
  fetch(input: RequestInfo | URL, init?: PaidInit): Promise<Response>
  /** Sends the request unpaid and says what it would cost. Creates no credential. */
  quote(input: RequestInfo | URL, init?: PaidInit): Promise<Quote>
  /**
   * Whether the account at hand can pay an offer of a quote, and what is missing: asked before Pay is lit, of the
   * wallet and the chain. Where nothing can be said, it can.
   *
   * @example
   * ```ts
   * const capability = await payer.capable(offer)
   * if (!capability.able) show(capability.message)
   * ```
   */
  capable(offer: Offer): Promise<Capability>
  /**
   * Pays a resource as you go.
   *
   * @throws {@link MethodError} when no method of the payer has sessions.
   */
  session(input: RequestInfo | URL, options?: SessionOptions): Session
  /** The sessions' channels, over all origins; none where no method has sessions. */
  readonly channels: Channels | undefined
  /** Every attempt of this payer, and what can be done with the open ones. */
  readonly attempts: {
    list(): readonly Attempt[]
    /** What counts against limits and budgets: what is paid, under way or of unknown end, given up or not. */
    ledger(): Ledger
    subscribe(listener: () => void): () => void
    /**
     * Reads what earlier pages and other tabs left, from a store that outlives the page. Happens by itself before
     * anything is paid.
     */
    ready(): Promise<void>
    /** Presents the very proof of an open attempt again. Never pays anew. */
    resume(id: string, signal?: AbortSignal): Promise<Response>
    /** What an attempt bought, where it was kept. */
    response(id: string): Promise<Response | undefined>
    /**
     * Gives an open attempt up, or lets go of what one bought and kept, so that the same thing can be bought again.
     * Whatever was paid stays paid.
     */
    forget(id: string): Promise<void>
  }
  readonly methods: readonly AnyMethod[]
  /** The payer's clock: milliseconds since 1970. */
  readonly now: () => number
  on<name extends keyof Events>(name: name, listener: (event: Events[name]) => void): () => void
  /** Asks through `approve` from now on, until the answer is called; the latest one is asked. */
  setApprove(approve: Approve): () => void
  /** Ends every question and every listener. */
  destroy(): void
}
