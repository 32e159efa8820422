import { BaseError } from '../Errors.js'
import * as Base64Url from '../protocol/Base64Url.js'
import * as JsonObject from '../protocol/JsonObject.js'
import { wrappingKeyOf } from '../signers/KeyRecord.js'
import * as Seal from '../signers/Seal.js'
import { withLock } from './Lock.js'
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
  readonly offer: {
    readonly challenge: { readonly method: string; readonly intent: string }
    readonly session?: object | undefined
  }
}

/** What finishes an attempt: the proof, and the request that it goes with. */
export type Kept = {
  readonly proof: string
  readonly authorization: {
    readonly payload: object
    readonly source?: string | undefined
    readonly moves: 'before' | 'after' | 'never'
  }
  readonly request: { readonly url: string; readonly init: RequestInit }
}

/** A request, as far as it is kept. */
type Repeatable = {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  bytes(): Promise<Uint8Array<ArrayBuffer>>
}

/** The payer, as its keeper sees it. */
export type KeeperHost<attempt extends KeptAttempt, method extends object> = {
  readonly store: Store
  readonly methods: readonly object[]
  readonly journal: {
    known(id: string): attempt | undefined
    /** Whether this page can finish an attempt already. */
    owns(id: string): boolean
    /** Shows an attempt as another page wrote it. */
    adopt(attempt: attempt): void
    move(id: string, phase: 'cancelled' | 'unknown', news?: { error: BaseError }): Promise<unknown>
    keep(id: string, resume: (signal?: AbortSignal) => Promise<Response>): void
  }
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
  /** Runs while no tab buys what `key` would buy, with what is open of it taken over. */
  alone<result>(key: string, signal: AbortSignal | undefined, work: () => Promise<result>): Promise<result>
  /** Runs while no tab spends from the budget, with everything known that was spent. */
  counted<result>(work: () => Promise<result>): Promise<result>
  /** Keeps, encrypted, what finishes an attempt. */
  seal(id: string, kept: Omit<Kept, 'request'>, request: Repeatable): Promise<void>
  /** Forgets what finished it. */
  drop(id: string): Promise<void>
  destroy(): void
}

const records = 'attempt/'
const placeOf = (id: string) => `proof/${id}`
const lockOf = (key: string) => `pay/${key}`
const underWay: readonly unknown[] = ['approving', 'authorizing', 'submitting']
const open: readonly unknown[] = [...underWay, 'unknown', 'paidUndelivered']
// The longest body that is kept, in bytes; what is longer is finished by asking for the same thing again.
const longest = 262_144
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
  let loading: Promise<void> | undefined

  const unwatch = store.watch?.((name) => {
    if (!loading || !name.startsWith(records)) return
    void store.get(name).then((value) => show(value))
  })

  /** Shows what another page wrote; nothing where it is none. */
  function show(value: unknown): attempt | undefined {
    // The payer wrote it, and reads what it wrote.
    const attempt = read(value) as attempt | undefined
    if (!attempt) return undefined
    const known = journal.known(attempt.id)
    // What this page knows may not be written down yet.
    if (!known || latest(attempt) > latest(known) || attempt.forgotten) journal.adopt(attempt)
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
    // What became of a session its channel finds out.
    if (!attempt || attempt.forgotten || attempt.offer.session || !open.includes(attempt.phase)) return
    if (journal.owns(id)) return
    const { phase, offer, url } = attempt
    if (phase === 'approving') {
      await journal.move(id, 'cancelled')
      return
    }
    const { challenge } = offer
    const method = methods.find((each): each is method => pays(each, challenge))
    const sealed = await unseal(id)
    // The record is no secret and could be changed; the proof goes nowhere but where it was about to go.
    const kept = sealed && new URL(sealed.request.url).origin === new URL(url).origin ? sealed : undefined
    if (underWay.includes(phase)) await journal.move(id, 'unknown', { error: new LeftOpenError() })
    journal.keep(id, async (signal) => {
      if (!method) throw new LeftOpenError()
      const request = kept?.request ?? { url, init: {} }
      return host.finish(attempt, method, request, kept, signal)
    })
  }

  async function load(): Promise<void> {
    const left = (await refresh()).filter(({ phase }) => open.includes(phase))
    const taken = left.map(({ id, key }) => withLock(store, lockOf(key), () => inherit(id)))
    const all = Promise.all(taken).then(() => {})
    all.catch(() => {})
    // Another tab may be at work on one of them; nobody waits for that.
    await Promise.race([all, new Promise<void>((resolve) => setTimeout(resolve, patience))])
  }

  async function unseal(id: string): Promise<Kept | undefined> {
    const sealed = await store.get(placeOf(id))
    if (!JsonObject.is(sealed) || !(sealed.iv instanceof Uint8Array) || !(sealed.box instanceof Uint8Array))
      return undefined
    const bytes = await Seal.unseal(
      await wrappingKeyOf(store),
      { iv: sealed.iv, box: sealed.box },
      placeOf(id),
    )
    if (!bytes) return undefined
    const { body, init, url, ...kept } = JSON.parse(new TextDecoder().decode(bytes))
    bytes.fill(0)
    const request = { url, init: body === undefined ? init : { ...init, body: Base64Url.toBytes(body) } }
    return { ...kept, request }
  }

  return {
    ready() {
      loading ??= load().catch((error) => {
        loading = undefined
        throw error
      })
      return loading
    },
    alone: (key, signal, work) =>
      withLock(
        store,
        lockOf(key),
        async () => {
          await takeOver((await refresh()).filter((attempt) => attempt.key === key))
          return work()
        },
        { signal },
      ),
    counted: (work) =>
      withLock(store, 'budget', async () => {
        await refresh()
        return work()
      }),
    async seal(id, { proof, authorization }, request) {
      // Without WebCrypto nothing is kept that others could read.
      if (!globalThis.crypto?.subtle) return
      const { url, method, headers } = request
      const body = await request.bytes()
      if (body.length > longest) return
      const init = { method, headers: [...headers] }
      const kept = {
        proof,
        authorization,
        url,
        init,
        ...(body.length > 0 && { body: Base64Url.fromBytes(body) }),
      }
      const plain = new TextEncoder().encode(JSON.stringify(kept))
      await store.set(placeOf(id), await Seal.seal(await wrappingKeyOf(store), plain, placeOf(id)))
      plain.fill(0)
    },
    drop: (id) => store.delete(placeOf(id)).catch(() => {}),
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
