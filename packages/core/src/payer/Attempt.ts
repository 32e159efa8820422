import { BaseError } from '../Errors.js'
import type { Entry } from '../policy/Budget.js'
import * as Base64Url from '../protocol/Base64Url.js'
import type { Credential } from '../protocol/Credential.js'
import type { Problem } from '../protocol/Problem.js'
import type { Receipt } from '../protocol/Receipt.js'
import type { Store } from '../stores/Store.js'
import type { Emitter } from './Events.js'
import { exposure, type Offer } from './Offer.js'

/**
 * How an attempt ended. Only after `declined`, `cancelled` and `failed` is it certain that no money moved.
 *
 * - `paid`: the server took the money and answered.
 * - `declined`: the server or the bank refused; nothing was spent.
 * - `cancelled`: the person said no; nothing was spent.
 * - `failed`: something broke before money could move.
 * - `unknown`: the answer was lost; money may have moved.
 * - `paidUndelivered`: money moved, and the server did not deliver.
 */
export type Outcome = 'paid' | 'declined' | 'cancelled' | 'failed' | 'unknown' | 'paidUndelivered'

/** Where an attempt stands. */
export type Phase = 'approving' | 'authorizing' | 'submitting' | Outcome

/** One journaled payment, from approval to outcome. Holds nothing that authorizes money. */
export type Attempt = {
  readonly id: string
  /** The same for requests that would buy the same thing: method, address, body, idempotency key. */
  readonly key: string
  readonly url: string
  readonly phase: Phase
  readonly offer: Offer
  /** Milliseconds since 1970, by phase. */
  readonly times: { readonly [phase in Phase]?: number }
  /** How often its proof was presented again by itself. */
  readonly tries?: number | undefined
  /** What was sent, with its proof masked. */
  readonly credential?: Credential | undefined
  readonly receipt?: Receipt | undefined
  /** Why the receipt cannot be trusted, if it cannot. */
  readonly receiptError?: BaseError | undefined
  /** What the server said of a refusal. */
  readonly problem?: Problem | undefined
  readonly error?: BaseError | undefined
  /** What was bought is kept: see `attempts.response`. */
  readonly kept?: boolean | undefined
  /** Given up with its outcome open: the money may be gone all the same, and counts against the budget. */
  readonly forgotten?: boolean | undefined
  /** `declined` on the server's word alone, so that it still counts against the budget. */
  readonly unproven?: boolean | undefined
}

/** Sends the very credential of an attempt again and says what came of it. */
type Resume = (signal?: AbortSignal) => Promise<Response>

/** The attempts of one payer. */
export type Journal = {
  list(): readonly Attempt[]
  subscribe(listener: () => void): () => void
  /** Written at once for whoever asks next; the promise waits for the store. */
  begin(attempt: Pick<Attempt, 'key' | 'url' | 'offer'>, phase: 'approving' | 'authorizing'): Promise<Attempt>
  move(id: string, phase: Phase, news?: Partial<Attempt>): Promise<Attempt>
  known(id: string): Attempt | undefined
  /** Whether this page can finish an attempt. */
  owns(id: string): boolean
  /** Shows an attempt as another page wrote it. */
  adopt(attempt: Attempt): void
  /** Keeps the way to finish an attempt whose outcome is open. */
  keep(id: string, resume: Resume): void
  /** Runs what sends the proof of an attempt: one at a time, the first time and whenever it is resumed. */
  run(id: string, send: () => Promise<Response>): Promise<Response>
  resume(id: string, signal?: AbortSignal): Promise<Response>
  /** While the proof of an attempt is being sent: a copy of what comes of it, or nothing. */
  idle(id: string): Promise<Response | undefined> | undefined
  forget(id: string): Promise<void>
  /** The attempt whose outcome is open for what `key` would buy. */
  open(key: string): Attempt | undefined
  /** What counts against the budget. */
  ledger(): Iterable<Entry>
}

const harmless: ReadonlySet<Phase> = new Set(['approving', 'declined', 'cancelled', 'failed'])
// What is under way is approving, authorizing or submitting; no outcome is called so.
const isUnderway = ({ phase }: Attempt) => phase.endsWith('ing')
const isOpen = ({ phase, forgotten }: Attempt) =>
  !forgotten && (phase === 'unknown' || phase === 'paidUndelivered')

/** An error as a store can keep it. */
const plain = (error: BaseError | undefined) => error && { code: error.code, message: error.shortMessage }

const entryOf = ({ offer, times }: Attempt): Entry => ({
  amount: exposure(offer),
  origin: offer.origin,
  at: times.authorizing ?? 0,
})

/** @param ended Told of every attempt that nothing is left to do for. */
export function createJournal(options: {
  store: Store
  now: () => number
  events: Emitter
  ended: (attempt: Attempt) => Promise<void> | undefined
}): Journal {
  const { store, now, events, ended } = options
  const attempts = new Map<string, Attempt>()
  const ways = new Map<string, Resume>()
  const running = new Map<string, Promise<Response>>()
  /** Made when it is asked for, and the same until something changes. */
  let listed: readonly Attempt[] | undefined

  function show(attempt: Attempt): void {
    attempts.set(attempt.id, attempt)
    listed = undefined
    events.emit('attempt', attempt)
  }

  async function write(attempt: Attempt): Promise<Attempt> {
    const { id, error, receiptError } = attempt
    const isOver = !isOpen(attempt) && !isUnderway(attempt)
    if (isOver) ways.delete(id)
    show(attempt)
    try {
      await store.set(`attempt/${id}`, { ...attempt, error: plain(error), receiptError: plain(receiptError) })
      // Only now: a page that dies in between must find the proof, or that it is not needed.
      if (isOver) await ended(attempt)
    } catch (cause) {
      // What has ended is true whether or not it could be kept; only what is still to come must stop.
      if (isUnderway(attempt)) throw new StoreError(cause)
    }
    return attempt
  }

  const move: Journal['move'] = async (id, phase, news) => {
    const attempt = attempts.get(id)
    if (!attempt) throw new NotFoundError(id)
    // What is paid stays paid, whatever a late answer says.
    if (attempt.phase === 'paid') return attempt
    return write({ ...attempt, ...news, phase, times: { ...attempt.times, [phase]: now() } })
  }

  function run(id: string, send: () => Promise<Response>): Promise<Response> {
    const answer = send().finally(async () => {
      running.delete(id)
      // Whatever broke on the way, what was sent was sent.
      if (attempts.get(id)?.phase === 'submitting') await move(id, 'unknown')
    })
    running.set(id, answer)
    return answer
  }

  // Copied before its own caller can read it.
  const idle: Journal['idle'] = (id) =>
    running.get(id)?.then(
      (response) => response.clone(),
      () => undefined,
    )

  return {
    list() {
      listed ??= [...attempts.values()].filter(({ forgotten }) => !forgotten)
      return listed
    },
    subscribe: (listener) => events.on('attempt', listener),
    async begin(attempt, phase) {
      const begun: Attempt = { ...attempt, id: randomId(), phase, times: { [phase]: now() } }
      try {
        return await write(begun)
      } catch (error) {
        await write({ ...begun, phase: 'failed' })
        throw error
      }
    },
    move,
    known: (id) => attempts.get(id),
    owns: (id) => ways.has(id),
    adopt: show,
    keep: (id, resume) => void ways.set(id, resume),
    async forget(id) {
      const attempt = attempts.get(id)
      if (!attempt || !(isOpen(attempt) || attempt.kept) || running.has(id)) throw new NotFoundError(id)
      // What is paid stays on the list; only what was kept of it goes.
      await write({ ...attempt, forgotten: !attempt.kept, kept: false })
    },
    run,
    async resume(id, signal) {
      while (running.has(id)) await idle(id)
      const attempt = attempts.get(id)
      const way = ways.get(id)
      if (!way || !attempt || !isOpen(attempt)) throw new NotFoundError(id)
      return run(id, () => way(signal))
    },
    idle,
    open: (key) =>
      // A session's channel is found again by itself, and keeps nobody from paying from it.
      [...attempts.values()].find((each) => each.key === key && isOpen(each) && !each.offer.session),
    *ledger() {
      for (const attempt of attempts.values())
        if (!harmless.has(attempt.phase) || attempt.unproven) yield entryOf(attempt)
    },
  }
}

/** A name nobody else has; `crypto.randomUUID` is missing on pages without https. */
export function randomId(): string {
  return Base64Url.fromBytes(crypto.getRandomValues(new Uint8Array(16)))
}

/** Thrown when an attempt is not known, or nothing is left to do for it. */
export class NotFoundError extends BaseError {
  override readonly name = 'Attempt.NotFoundError'
  constructor(id: string) {
    super('attempt_not_found', `There is no open payment ${id}.`)
  }
}

/** Thrown when an attempt cannot be written down, so that it is not made. Nothing was spent. */
export class StoreError extends BaseError {
  override readonly name = 'Attempt.StoreError'
  constructor(cause: unknown) {
    super('store_failed', 'The payment could not be written down, so it was not made.', { cause })
  }
}

/** Thrown when the person said no. Nothing was spent. */
export class CancelledError extends BaseError {
  override readonly name = 'Attempt.CancelledError'
  constructor(options?: BaseError.Options) {
    super('cancelled', 'The payment was cancelled. Nothing was paid.', options)
  }
}

/** Thrown when nobody can be asked and no budget covers the payment. Nothing was spent. */
export class NobodyToAskError extends BaseError {
  override readonly name = 'Attempt.NobodyToAskError'
  constructor() {
    super('approval_required', 'This payment needs a yes, and there is nobody to ask. Nothing was paid.', {
      metaMessages: ['Give createPayer an `approve` function or a `budget`, or mount <PayerProvider>.'],
    })
  }
}

/** Thrown when the server refused the proof and no money moved. */
export class DeclinedError extends BaseError {
  override readonly name = 'Attempt.DeclinedError'
  /** What the server said (RFC 9457). */
  readonly problem: Problem | undefined
  /** The server's answer, mostly a 402 with a fresh challenge. */
  readonly response: Response
  constructor(response: Response, problem: Problem | undefined) {
    super('declined', 'The payment was declined. Nothing was paid.', {
      details: problem?.detail ?? problem?.title,
    })
    this.problem = problem
    this.response = response
  }
}

/** Thrown when it is not known whether money moved. Do not pay again; resume the attempt. */
export class UnknownError extends BaseError {
  override readonly name = 'Attempt.UnknownError'
  /** The attempt to resume. */
  readonly attemptId: string
  constructor(attemptId: string, options?: BaseError.Options) {
    super('unknown', "We don't know yet whether this was paid. Don't pay again.", options)
    this.attemptId = attemptId
  }
}

/** Thrown when money moved and the server did not deliver. Do not pay again; resume the attempt. */
export class UndeliveredError extends BaseError {
  override readonly name = 'Attempt.UndeliveredError'
  /** The attempt to resume. */
  readonly attemptId: string
  /** What the server said (RFC 9457). */
  readonly problem: Problem | undefined
  constructor(attemptId: string, problem: Problem | undefined, options?: BaseError.Options) {
    super('paid_undelivered', "This was paid, but the server did not deliver it. Don't pay again.", {
      details: problem?.detail ?? problem?.title,
      ...options,
    })
    this.attemptId = attemptId
    this.problem = problem
  }
}
