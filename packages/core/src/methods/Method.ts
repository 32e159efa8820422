import type { Money } from '../policy/Amount.js'
import type { Challenge } from '../protocol/Challenge.js'
import type { Host, SessionOptions, SessionPart } from '../session/Host.js'
import type { Scheme } from '../session/Scheme.js'
import type { Sessions } from '../session/Sessions.js'
import type { Store } from '../stores/Store.js'

/**
 * A way to pay, such as `tempo` with the intent `charge`. Anybody can write one: the payer knows methods through
 * this contract alone.
 *
 * @example
 * ```ts
 * const points: Method<{ amount: bigint }, { token: string }> = {
 *   name: 'points',
 *   intent: 'charge',
 *   read: (challenge) => readPoints(Challenge.decodeRequest(challenge)),
 *   describe: ({ amount }) => ({
 *     amount: { value: amount, decimals: 0, symbol: 'points', asset: 'points' },
 *     payee: { id: 'shop' },
 *     fees: 'none',
 *     prompt: 'none',
 *   }),
 *   authorize: async ({ amount }) => ({ payload: { token: await redeem(amount) }, moves: 'after' }),
 * }
 * ```
 */
export interface Method<Request = unknown, Payload extends object = object> {
  /** The `method` of the challenges it answers. */
  readonly name: string
  /** The `intent` of the challenges it answers. */
  readonly intent: string
  /**
   * Reads and checks a challenge's request. Strict: whatever is missing, malformed or unsafe is refused here.
   *
   * @throws BaseError that says which field is wrong and why.
   */
  read(challenge: Challenge): Request
  /** Says in human terms what the request would cost and who would get it. */
  describe(request: Request, context: MethodContext): Terms | Promise<Terms>
  /** Whether the account at hand can pay this, asked before Pay is lit. Never prompts. */
  capable?(request: Request, context: MethodContext): Promise<Capability>
  /**
   * Makes the proof that pays. Called once an attempt, after the person or the budget agreed; the only step that
   * may prompt.
   *
   * @throws BaseError with code `cancelled` when the person said no in the wallet; any error means that nothing was spent,
   * except one of code `unknown`.
   */
  authorize(request: Request, context: AuthorizeContext): Promise<Authorization<Payload>>
  /**
   * Whether the money of an attempt has moved, asked when the server's answer was lost or was a refusal. Never prompts.
   * `undefined` where it has no way to find out: a first refusal is then the server's word that it took nothing.
   */
  resolve?(request: Request, context: ResolveContext): Promise<Resolution | undefined>
  /**
   * For servers that ask to be paid in another form, such as x402: wraps what the payer sends by, so that their 402s
   * come with challenges of this method, and its credentials leave as those servers read them.
   */
  dialect?(send: typeof fetch): typeof fetch
}

/**
 * A way to pay as you go, such as `tempo` with the intent `session`: what is agreed to opens a channel, and the channel
 * pays from then on.
 */
export interface SessionMethod<Request = unknown>
  extends Pick<Method<Request>, 'name' | 'intent' | 'read' | 'describe' | 'capable' | 'dialect'> {
  /** How its channels work. */
  readonly scheme: Scheme<Request>
  /** What runs the channels of every session method of a payer. The method brings it, so that no other page carries it. */
  readonly sessions: (host: Host) => Sessions
}

/** What a method is told about the payment at hand. */
export type MethodContext = {
  readonly challenge: Challenge
  /** Milliseconds since 1970, on the payer's clock. */
  readonly now: () => number
  /** For what the method must not forget. */
  readonly store: Store
  /** Ends the wait when the caller gives up. */
  readonly signal?: AbortSignal | undefined
  /** What the caller allows a session. */
  readonly session?: SessionOptions | undefined
}

/** What {@link Method.authorize} is told besides. */
export type AuthorizeContext = MethodContext & {
  /** The same for every try of one attempt. */
  readonly idempotencyKey: string
  /** What a payment screen collected for this method, such as a card's payment method. */
  readonly input?: unknown
}

/** What {@link Method.resolve} is told besides. */
export type ResolveContext = MethodContext & {
  /** What {@link Method.authorize} answered; missing where the page was closed before it did, or it threw `unknown`. */
  readonly authorization?: Authorization | undefined
}

/** What a method answers when it has authorized a payment. */
export type Authorization<Payload extends object = object> = {
  /** The credential's payload. */
  readonly payload: Payload
  /** Who pays, mostly a DID. */
  readonly source?: string | undefined
  /** When money moves: before the credential is sent, after the server has it, or never. */
  readonly moves: 'before' | 'after' | 'never'
}

/** Whether money moved. `unknown` is an answer too: it keeps the Pay button dark. */
export type Resolution = 'paid' | 'unpaid' | 'unknown'

/** Whether an account can pay an offer, and what is missing. */
export type Capability =
  | { readonly able: true }
  | {
      readonly able: false
      /** What a program switches on. */
      readonly reason: 'disconnected' | 'chain' | 'balance' | 'allowance' | 'unsupported'
      /** One sentence for the person. */
      readonly message: string
    }

/** Who is paid. */
export type Payee = {
  /** An address, or a network's id. */
  readonly id: string
  /** A name that the application vouches for; never one that the server claims. */
  readonly name?: string | undefined
}

/** A part of the amount that goes to somebody else. */
export type Split = { readonly payee: Payee; readonly value: bigint }

export type { Money }

/** What a method says of a request, in human units. */
export type Terms = {
  readonly amount: Money
  /** Who gets the amount less the splits. */
  readonly payee: Payee
  /** Who takes it all, where nothing but their word says that payee and splits get it; a policy's payees bind them too. */
  readonly taker?: Payee | undefined
  readonly splits?: readonly Split[] | undefined
  /** The network's name, where the amount moves on one: `Base`. */
  readonly network?: string | undefined
  /** Who pays the network's fee. */
  readonly fees: 'payer' | 'payee' | 'none'
  /** What the person will be asked to do besides agreeing. */
  readonly prompt: 'transaction' | 'signature' | 'card' | 'none'
  /** The account that would pay, where it is known. */
  readonly payer?: string | undefined
  /** Of a session: the amount is what is deposited, and this is what it is for. */
  readonly session?: SessionPart | undefined
  /**
   * Of a subscription: how it is charged. The amount is all that it can cost until its end; where it has none, all that
   * it can cost in its first year, so that no limit takes it for less.
   */
  readonly recurrence?: Recurrence | undefined
}

/** How a subscription is charged: once at once, then at most once a period. */
export type Recurrence = {
  /** What each period costs. */
  readonly price: Money
  /** One period: so many of a unit. */
  readonly period: { readonly unit: 'second' | 'day' | 'week' | 'month'; readonly count: number }
  /** When it ends by itself, in milliseconds since 1970; missing where it goes on until it is cancelled. */
  readonly endsAt?: number | undefined
  /** The account has one like it with this payee already. */
  readonly already?: boolean | undefined
}
