import type { BaseError } from '../Errors.js'
import type { Money } from '../policy/Amount.js'
import type { Challenge } from '../protocol/Challenge.js'
import type { Credential } from '../protocol/Credential.js'
import type { Problem } from '../protocol/Problem.js'
import type { Receipt } from '../protocol/Receipt.js'
import type { Store } from '../stores/Store.js'
import type { Scheme } from './Scheme.js'

// What sessions need of the payer that they belong to. The payer fits it; sessions never import the payer.

/** The payer, as its sessions see it. */
export type Host = {
  readonly store: Store
  readonly now: () => number
  /** Milliseconds by which a server's clock may differ from ours. */
  readonly tolerance: number
  /** Every method of the payer, those for sessions among them. */
  readonly methods: readonly object[]
  /** Sends a request, and pays for it if it must. */
  run(sendable: Sendable, payment: SessionOptions): Promise<Response>
  /** A request that can be sent again, and never pays by itself. */
  prepare(input: RequestInfo | URL, init?: RequestInit): Sendable
  /** What the policy says of an offer; throws what it forbids. */
  judge(offer: SessionOffer): unknown
  /** Asks the person, and says so in the journal; throws when the answer is no. */
  ask(
    attempt: { readonly id: string },
    reading: Asking,
    payment: object,
    signal?: AbortSignal,
  ): Promise<unknown>
  readonly journal: {
    begin(
      attempt: { readonly key: string; readonly url: string; readonly offer: SessionOffer },
      phase: 'approving',
    ): Promise<{ readonly id: string }>
    move(id: string, phase: 'paid'): Promise<unknown>
  }
}

/** What is put before the person. */
type Asking = {
  readonly required: boolean
  readonly offers: readonly SessionOffer[]
  readonly refused: readonly { readonly error: BaseError }[]
  readonly response: Response
  readonly url: string
}

/** What a session may do, in units of the offer's currency: `'0.5'`. */
export type SessionOptions = {
  /** What is deposited when the channel is opened. Default: what the server suggests. */
  readonly deposit?: string | undefined
  /** All that may be deposited, top-ups included. Default: the deposit. */
  readonly maxDeposit?: string | undefined
  /** The most that is signed ahead of what was used up. Default: 32 units, or an eighth of the deposit if that is more. */
  readonly headroom?: string | undefined
}

type Described = Pick<SessionOffer, 'amount' | 'payee' | 'fees' | 'prompt'>

/** A session method, as sessions see it. */
export type Rail = {
  readonly name: string
  readonly intent: string
  read(challenge: Challenge): unknown
  describe(
    request: never,
    context: { readonly challenge: Challenge; readonly now: () => number; readonly store: Store },
  ): Described | Promise<Described>
  readonly scheme: Scheme<never>
}

/** What a session offer says besides its amount, which is the deposit. */
export type SessionPart = {
  /** Of one unit; 0 where the server names none, and says what each thing costs when it comes. */
  readonly price: Money
  /** What is counted, in the server's word. */
  readonly unit?: string | undefined
  /** All that may be deposited because of this yes. */
  readonly limit: Money
  /** The most that is signed ahead of what was used up. */
  readonly headroom: Money
  /** Of a channel that is open: what is asked is to add to it. */
  readonly adds?: boolean | undefined
}

/** An offer that opens a channel. */
export type SessionOffer = {
  readonly challenge: Challenge
  readonly amount: Money
  readonly payee: { readonly id: string; readonly name?: string | undefined }
  readonly origin: string
  readonly realm: string
  readonly method: string
  readonly intent: string
  readonly fees: 'payer' | 'payee' | 'none'
  readonly prompt: 'transaction' | 'signature' | 'card' | 'none'
  readonly session?: SessionPart | undefined
}

/** A request that can be sent more than once. */
export type Sendable = {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly signal: AbortSignal | undefined
  send(): Promise<Response>
  sendPaid(paid: {
    field: string
    headers: { readonly [name: string]: string }
    url: string
    signal?: AbortSignal | undefined
  }): Promise<{ readonly response: Response; readonly redirect?: Response | undefined }>
  bytes(): Promise<Uint8Array<ArrayBuffer>>
  identity(): Promise<Uint8Array<ArrayBuffer>>
  release(): void
}

/** An opening that the person or the budget agreed to. */
export type Approved = {
  readonly attempt: { readonly id: string; readonly offer: SessionOffer; readonly url: string }
  readonly binding: { readonly method: object; readonly request: unknown }
  readonly idempotencyKey: string
  readonly sendable: Sendable
  readonly context: { readonly signal?: AbortSignal | undefined }
  readonly journal: {
    keep(id: string, resume: () => Promise<Response>): void
    move(
      id: string,
      phase: 'submitting' | 'paid' | 'declined' | 'cancelled' | 'failed' | 'unknown',
      news?: {
        credential?: Credential | undefined
        receipt?: Receipt | undefined
        problem?: Problem | undefined
        error?: BaseError | undefined
      },
    ): Promise<unknown>
  }
}

/** What one 402 came back with. */
export type Reading = { readonly offers: readonly SessionOffer[]; readonly url: string }
