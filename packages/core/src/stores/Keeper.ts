import { BaseError } from '../Errors.js'
import * as JsonObject from '../protocol/JsonObject.js'
import { withLock } from './Lock.js'
import { createSafe, type Kept, type Repeatable } from './Safe.js'
import { createShelf } from './Shelf.js'
import type { Store } from './Store.js'

// Attempts that outlive the page: read back, finished by whoever is there, and one at a time over all tabs. A store
// brings this, so that no page carries it whose store ends with the page.

/** An attempt as it lies in the store. */
export type KeptAttempt = {
  readonly id: string
  readonly key: string
  readonly url: string
  readonly phase: string
  readonly times: { readonly [phase: string]: number }
  readonly forgotten?: boolean | undefined
  readonly kept?: boolean | undefined
  readonly unproven?: boolean | undefined
  readonly offer: {
    readonly challenge: { readonly method: string; readonly intent: string }
    readonly session?: { readonly adds?: unknown } | undefined
  }
}

/** The payer, as its keeper sees it. */
export type KeeperHost<attempt extends KeptAttempt, method extends object> = {
  readonly store: Store
  readonly now: () => number
  readonly methods: readonly object[]
  readonly journal: {
    known(id: string): attempt | undefined
    /** Whether this page can finish an attempt already. */
    owns(id: string): boolean
    /** Shows an attempt as another page wrote it. */
    adopt(attempt: attempt): void
    move(
      id: string,
      phase: 'cancelled' | 'unknown' | 'paid' | 'failed',
      news?: { error?: BaseError; kept?: boolean },
    ): Promise<unknown>
    keep(id: string, resume: (signal?: AbortSignal) => Promise<Response>): void
  }
  /** What became of an attempt to open a session. */
  outcome(id: string): Promise<'paid' | 'failed' | undefined>
  /** Finishes an attempt of a page that is gone. */
  finish(
    attempt: attempt,
    method: method,
    request: Kept['request'],
    kept: Kept | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Response>
}

/** Keeps a payer's attempts beyond the page. */
export type Keeper = {
  /** Reads what other pages left; settled once those that nobody works on any more are taken over. */
  ready(): Promise<void>
  /** Buys while no other tab buys what `key` would buy, with what is open of it taken over; or gives what is kept. */
  alone(
    key: string,
    wishes: { readonly signal?: AbortSignal | undefined; readonly keep?: boolean | undefined },
    work: () => Promise<Response>,
  ): Promise<Response>
  /** Runs while no tab spends from the budget, with everything known that was spent. */
  counted<result>(work: () => Promise<result>): Promise<result>
  /** Keeps, encrypted, what finishes an attempt. */
  seal(id: string, kept: Omit<Kept, 'request'>, request: Repeatable): Promise<void>
  /** Forgets what finished an attempt that has ended, and what it bought once that is let go of. */
  drop(attempt: Pick<KeptAttempt, 'id' | 'kept'>): Promise<void>
  /** Keeps what an attempt bought, once it is here to its end; `false` for what is too long, or for a stream. */
  keep(id: string, response: Response): Promise<boolean>
  /** What was kept of an attempt. */
  response(id: string): Promise<Response | undefined>
  /** What was kept of what `key` would buy. */
  bought(key: string): Promise<Response | undefined>
  destroy(): void
}

const records = 'attempt/'
const lockOf = (key: string) => `pay/${key}`
const underWay: readonly unknown[] = ['approving', 'authorizing', 'submitting']
const open: readonly unknown[] = [...underWay, 'unknown', 'paidUndelivered']
const harmless: readonly unknown[] = ['declined', 'cancelled', 'failed']
// How long they are remembered: 30 days, in milliseconds.
const memory = 2_592_000_000
// How long nobody waits for a tab that is at work, in milliseconds.
const patience = 250

/**
 * Makes the keeper of a payer, for a store that outlives the page.
 *
 * @example
 * ```ts
 * const store = { ...createMyStore(), keeper: createKeeper }
 * const payer = createPayer({ methods, store })
 * await payer.attempts.ready()
 * ```
 */
export function createKeeper<attempt extends KeptAttempt, method extends object>(
  host: KeeperHost<attempt, method>,
): Keeper {
  const { store, methods, journal } = host
  const safe = createSafe(store)
  const shelf = createShelf(store)
  let loading: Promise<void> | undefined

  const unwatch = store.watch?.((name) => {
    if (!name.startsWith(records) || !(loading || journal.known(name.slice(records.length)))) return
    void store.get(name).then((value) => show(value))
  })

  /** Shows what another page wrote; nothing where it is none. */
  function show(value: unknown): attempt | undefined {
    // The payer wrote it, and reads what it wrote.
    const attempt = read(value) as attempt | undefined
    if (!attempt) return undefined
    const known = journal.known(attempt.id)
    // What this page knows may not be written down yet.
    const isNews = !known || latest(attempt) > latest(known) || (attempt.forgotten && !known.forgotten)
    if (isNews) journal.adopt(attempt)
    return attempt
  }

  async function refresh(): Promise<readonly attempt[]> {
    const all = await store.list(records)
    return all.flatMap(([, value]) => show(value) ?? [])
  }

  /** Takes over what of a key is open. Whoever has the key's lock knows that nobody works on it. */
  async function takeOver(left: readonly KeptAttempt[]): Promise<void> {
    for (const { id, phase } of left) if (open.includes(phase)) await inherit(id)
  }

  async function inherit(id: string): Promise<void> {
    const attempt = show(await store.get(records + id))
    // What is added to a session its own tab guards, and its channel finds out.
    if (!attempt || attempt.forgotten || attempt.offer.session?.adds || !open.includes(attempt.phase)) return
    if (journal.owns(id)) return
    const { phase, offer, url } = attempt
    if (await shelf.get(id)) {
      // Its page was gone before it could say so.
      await journal.move(id, 'paid', { kept: true })
      return
    }
    if (phase === 'approving') {
      await journal.move(id, 'cancelled')
      return
    }
    if (offer.session) {
      await inheritSession(attempt)
      return
    }
    const { challenge } = offer
    const method = methods.find((each): each is method => pays(each, challenge))
    const sealed = await safe.open(id)
    // The record is no secret and could be changed; the proof goes nowhere but where it was about to go.
    const kept = sealed && new URL(sealed.request.url).origin === new URL(url).origin ? sealed : undefined
    if (underWay.includes(phase)) await journal.move(id, 'unknown', { error: new LeftOpenError() })
    journal.keep(id, async (signal) => {
      if (!method) throw new LeftOpenError()
      const request = kept?.request ?? { url, init: {} }
      return host.finish(attempt, method, request, kept, signal)
    })
  }

  /** What became of a session its channel knows, and the chain. */
  async function inheritSession({ id, phase }: KeptAttempt): Promise<void> {
    const find = async () => {
      const outcome = await host.outcome(id)
      if (outcome) await journal.move(id, outcome)
      return outcome
    }
    if (await find()) return
    if (phase !== 'unknown') await journal.move(id, 'unknown', { error: new LeftOpenError() })
    journal.keep(id, async () => {
      if (!(await find())) throw new LeftOpenError()
      return new Response(null, { status: 204 })
    })
  }

  /** Drops what came to nothing long ago, which nobody asks for and no budget counts. */
  function prune(all: readonly KeptAttempt[]): void {
    for (const attempt of all) {
      const isOver = harmless.includes(attempt.phase) && !attempt.unproven
      if (isOver && latest(attempt) < host.now() - memory) store.delete(records + attempt.id).catch(() => {})
    }
  }

  async function load(): Promise<void> {
    const all = await refresh()
    prune(all)
    const left = all.filter(({ phase }) => open.includes(phase))
    const taken = left.map(({ id, key }) => withLock(store, lockOf(key), () => inherit(id)))
    const done = Promise.all(taken).then(() => {})
    done.catch(() => {})
    // Another tab may be at work on one of them; nobody waits for that.
    await Promise.race([done, new Promise<void>((resolve) => setTimeout(resolve, patience))])
  }

  async function bought(key: string): Promise<Response | undefined> {
    const kept = (await refresh()).filter((attempt) => attempt.key === key && attempt.kept)
    const [newest] = kept.sort((one, other) => latest(other) - latest(one))
    return newest && shelf.get(newest.id)
  }

  return {
    ready() {
      loading ??= load().catch((error) => {
        loading = undefined
        throw error
      })
      return loading
    },
    alone: (key, { signal, keep }, work) =>
      withLock(
        store,
        lockOf(key),
        async () => {
          await takeOver((await refresh()).filter((attempt) => attempt.key === key))
          return (keep && (await bought(key))) || work()
        },
        { signal },
      ),
    counted: (work) =>
      withLock(store, 'budget', async () => {
        await refresh()
        return work()
      }),
    seal: safe.seal,
    async drop({ id, kept }) {
      await safe.drop(id)
      if (!kept) await shelf.drop(id)
    },
    keep: shelf.put,
    response: shelf.get,
    bought,
    destroy: () => unwatch?.(),
  }
}

/** An attempt of the store, with its errors as errors; `undefined` for what is none. */
function read(value: unknown): KeptAttempt | undefined {
  if (!JsonObject.is(value) || !JsonObject.is(value.times)) return undefined
  if (!JsonObject.is(value.offer) || !JsonObject.is(value.offer.challenge)) return undefined
  if ([value.id, value.key, value.url, value.phase].some((each) => typeof each !== 'string')) return undefined
  const error = errorOf(value.error)
  const receiptError = errorOf(value.receiptError)
  return { ...(value as KeptAttempt), ...(error && { error }), ...(receiptError && { receiptError }) }
}

function pays(method: object, challenge: KeptAttempt['offer']['challenge']): boolean {
  if (!('authorize' in method && 'name' in method && 'intent' in method)) return false
  return method.name === challenge.method && method.intent === challenge.intent
}

/** When an attempt last changed. */
const latest = ({ times }: Pick<KeptAttempt, 'times'>) => Math.max(...Object.values(times))

function errorOf(value: unknown): BaseError | undefined {
  if (!JsonObject.is(value) || typeof value.code !== 'string' || typeof value.message !== 'string')
    return undefined
  return new BaseError(value.code, value.message)
}

/** What is known of an attempt whose page is gone: nothing yet. Do not pay again; resume it. */
class LeftOpenError extends BaseError {
  override readonly name = 'Keeper.LeftOpenError'
  constructor() {
    super('unknown', "We don't know yet whether this was paid. Don't pay again.", {
      details: 'The page was closed before the answer came.',
    })
  }
}
