import type { Challenge } from '../protocol/Challenge.js'
import type { JsonObject } from '../protocol/JsonObject.js'
import type { Keyring, Signer } from '../signers/Signer.js'
import type { Store } from '../stores/Store.js'
import type { House } from './Sessions.js'
import type { Served } from './Transmit.js'

/**
 * How the channels of one rail work: what a challenge asks for, what is signed, and how the chain is asked. The
 * session driver knows rails through this contract alone.
 */
export interface Scheme<Request = unknown> {
  /** What a request asks for, in the words that every rail shares. */
  terms(request: Request): SessionTerms
  /**
   * Makes and signs what opens a channel, for the server to broadcast. The only step that may prompt.
   *
   * @throws BaseError with code `cancelled` when the person said no; any error means that nothing was spent, except
   * one of code `unknown`.
   */
  open(request: Request, context: OpenContext): Promise<Opening>
  /** Makes and signs what adds `amount` to a channel; the payload to send, whole. May prompt. */
  topUp(request: Request, identity: Identity, context: TopUpContext): Promise<JsonObject>
  /**
   * Checks that a channel's id derives from its parts, and that it can pay a request where one is given. Everything
   * that comes from a store, a file or a server goes through here.
   *
   * @throws BaseError that says what does not fit.
   */
  check(identity: Identity, request?: Request): void
  /** What the signer signs for a cumulative amount. */
  voucher(identity: Identity, cumulative: bigint): Uint8Array
  /** The fields of a payload that carries a voucher: without `action`, in the order and the case of the draft. */
  fields(
    identity: Identity,
    cumulative: bigint,
    signature: Uint8Array,
    signer: Signer,
  ): JsonObject | Promise<JsonObject>
  /**
   * The challenge that opened a channel whose vouchers the server signs itself: every request echoes it. Nothing is
   * presented then to ask what was used up, for that would be billed, and all of the deposit is at the server's hand.
   */
  bound?(identity: Identity): Challenge | undefined
  /** What a close is signed for, so that no more is taken than was used up. */
  closing(identity: Identity, spent: bigint, settled: bigint): bigint
  /**
   * Whether a voucher must not go with `Accept: text/event-stream`: there are servers that take such a request for an
   * update, bill it and deliver nothing.
   */
  plainAccept?(identity: Identity): boolean
  /**
   * Whether a voucher pays for one request to the last part: servers of such a rail take none that is ahead, and none a
   * second time. Requests of a channel then go out one after the other.
   */
  readonly exact?: boolean
  /** A receipt of this rail in the words of {@link SessionReceipt}, where it has others. */
  receipt?(receipt: JsonObject, identity: Identity): JsonObject
  /** What pays for deliveries beside the requests, and for what a stream meters in this rail's own words. */
  desk?(house: House, served: Served, signal?: AbortSignal): Desk
  /** What the chain says; `undefined` when it knows no such channel, or not any more. Never prompts. */
  read(identity: Identity, context: ChainContext): Promise<OnChain | undefined>
  /**
   * The channels of the connected account that pay for a request, by the chain's log, by what the challenge says of
   * one, and by a snapshot of the server where there is one. Never prompts.
   */
  find?(request: Request, context: ChainContext, snapshot?: JsonObject | undefined): Promise<readonly Found[]>
  /** Starts the forced close. May prompt; resolved once the chain has it. */
  requestClose(identity: Identity, context: ActContext): Promise<void>
  /** Takes back what is left after the grace period. May prompt; resolved once the chain has it. */
  withdraw(identity: Identity, context: ActContext): Promise<void>
}

/** What pays for a part of a stream, or for a delivery, beside the requests of a session. */
export type Desk = {
  readonly identity: Identity
  /** Where the channel pays. */
  readonly url: string
  readonly now: () => number
  /** Sends a request that never pays by itself. */
  send(url: string, init: RequestInit): Promise<Response>
  /**
   * Signs for `amount` more and hands the voucher's fields to `present`, which says what the server counted; `undefined`
   * where it refused. What it throws leaves open whether the server has the voucher.
   */
  pay(amount: bigint, present: Present): Promise<void>
  /** What reads the events of one stream, which are not counted then. */
  meter?(): Meter
}

/** Presents a voucher, by its fields and its cumulative amount. */
export type Present = (
  fields: JsonObject,
  cumulative: bigint,
) => Promise<{ readonly accepted: bigint; readonly spent: bigint } | undefined>

/** What reads the events of one stream. */
export type Meter = {
  /** Whether an event was one of the payment. */
  take(event: string, data: string): Promise<boolean>
  /** The stream ended by itself. */
  end(): Promise<void>
}

/** What a session challenge asks for. Amounts in the asset's smallest parts. */
export type SessionTerms = {
  /** Of one unit. */
  readonly price: bigint
  /** Whether the server names no price: `price` is then the least that it takes for a request. */
  readonly unpriced?: boolean | undefined
  /** What is counted, in the server's word: `llm_token`, `request`. */
  readonly unit?: string | undefined
  readonly suggestedDeposit?: bigint | undefined
  /** The same text for requests that one channel can pay: chain, escrow, payee, asset and whatever else binds it. */
  readonly route: string
  /** The least step from one voucher to the next. */
  readonly minVoucherDelta: bigint
  /** The largest amount the channel can hold. */
  readonly largest: bigint
  /** Whether the server pays the fee of opening and topping up. */
  readonly sponsored: boolean
  /** What the server says of a channel that could be used again; checked before it is used. */
  readonly snapshot?: Snapshot | undefined
}

/** What makes a channel the one it is. Plain data, kept as it is. */
export type Identity = {
  /** In lower case, where the rail's ids have no case. */
  readonly id: string
  /** Who pays, as credentials say it: a DID. */
  readonly source: string
  /** Of {@link SessionTerms.route}. */
  readonly route: string
  /** What the id derives from, and what else the scheme needs to know. */
  readonly parts: JsonObject
}

/** What a server says of a channel: a hint. */
export type Snapshot = {
  readonly identity: Identity
  readonly accepted: bigint
  readonly spent: bigint
}

/** A channel that was found, and what is said of it. */
export type Found = Pick<Snapshot, 'identity'> & Partial<Snapshot>

/** What the chain says of a channel. */
export type OnChain = {
  readonly deposit: bigint
  readonly settled: bigint
  /** From when on the rest can be withdrawn, in milliseconds since 1970 on the chain's clock; only after a close request. */
  readonly withdrawableAt?: number | undefined
  /** The chain's clock, in milliseconds since 1970. */
  readonly time: number
  /** The chain says itself that all of it was paid out, `settled` to the payee; it is no node that is behind. */
  readonly over?: boolean | undefined
  /** What the payee could take without a voucher of ours. */
  readonly signed?: bigint | undefined
}

/** What the driver tells a scheme. */
export type ChainContext = { readonly now: () => number; readonly signal?: AbortSignal | undefined }

/** What it tells besides where something is signed. */
export type ActContext = ChainContext & {
  /** For what the scheme must not forget. */
  readonly store: Store
  readonly keys: Keyring
  /** The channel's own key, while it is here. */
  readonly signer?: Signer | undefined
}

/** What it tells besides where a channel is opened. */
export type OpenContext = Omit<ActContext, 'signer'> & {
  readonly challenge: Challenge
  readonly deposit: bigint
  /** All that may ever be deposited without a further question. */
  readonly limit: bigint
}

/** What it tells besides where a channel is topped up. */
export type TopUpContext = ActContext & {
  readonly challenge: Challenge
  readonly amount: bigint
  /** What is known to be there already: more than that on the chain came of an earlier top-up. */
  readonly deposit: bigint
  /** To be told, before it is handed out, when the chain cannot have what is signed any more, in milliseconds since 1970. */
  readonly ends?: ((at: number) => Promise<void>) | undefined
}

/** What opens a channel. */
export type Opening = {
  readonly identity: Identity
  /** The voucher key, of the keyring. */
  readonly keyId: string
  readonly signer: Signer
  /** The payload without `action` and the voucher's fields. */
  readonly payload: JsonObject
  /** What the voucher's fields are called beside that, where it is not as in every other payload. */
  readonly rename?: ((fields: JsonObject) => JsonObject) | undefined
  /** What was asked for is not delivered for the opening: it is paid by the first voucher. */
  readonly apart?: boolean | undefined
  /** What the payee could take from the start without a voucher of ours. */
  readonly signed?: bigint | undefined
  /** What is deposited, where an opening that was begun before went on with another amount. */
  readonly deposit?: bigint | undefined
  /** When the chain cannot have it any more unless it has it by then, in milliseconds since 1970. */
  readonly endsAt?: number | undefined
}
