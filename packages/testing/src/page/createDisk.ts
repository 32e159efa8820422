import type { Store, Turn } from '@payerkit/core/stores'

/** A browser's disk: what outlives its pages. */
export type Disk = {
  readonly values: ReadonlyMap<string, unknown>
  /** Opens a page on it. */
  open(): Page
}

/** A page that can die: its store and its way out. After its death nothing it began is ever settled. */
export type Page = {
  readonly store: Store
  /** A `fetch` that dies with the page. */
  readonly fetch: typeof globalThis.fetch
  readonly alive: boolean
  /** Resolved when it dies. */
  readonly died: Promise<void>
  /** The moments that have passed at which it could have died: around every write and every send. */
  readonly steps: number
  die(): void
  /** Lets it die at the n-th of its next steps, counted from 0. */
  dieAt(step: number): void
  /** Wraps something else that leaves the page, such as what it asks a wallet. */
  guard<result>(work: () => Promise<result>): Promise<result>
}

type Waiting = { readonly owner: object; readonly enter: () => void }

/**
 * A disk in memory, with locks that a dead page lets go of.
 *
 * @example
 * ```ts
 * const disk = createDisk()
 * const page = disk.open()
 * const payer = createPayer({ methods, store: page.store, fetch: page.fetch })
 * page.dieAt(3)
 * ```
 */
export function createDisk(): Disk {
  const values = new Map<string, unknown>()
  const lines = new Map<string, Waiting[]>()
  const listeners = new Map<object, Set<(key: string) => void>>()
  const never = new Promise<never>(() => {})

  function leave(name: string, mine: (waiting: Waiting) => boolean): void {
    const line = lines.get(name) ?? []
    const rest = line.filter((waiting) => !mine(waiting))
    lines.set(name, rest)
    if (rest[0] !== line[0]) rest[0]?.enter()
  }

  function tell(key: string, from: object): void {
    for (const [owner, heard] of listeners)
      if (owner !== from) setTimeout(() => heard.forEach((listener) => void listener(key)), 1)
  }

  function open(): Page {
    const owner = {}
    const line = new AbortController()
    let steps = 0
    let last = Number.POSITIVE_INFINITY
    let alive = true
    let mourn = () => {}
    const died = new Promise<void>((resolve) => {
      mourn = resolve
    })
    const live = <value>(value: value): Promise<value> => (alive ? Promise.resolve(value) : never)

    function die(): void {
      if (!alive) return
      alive = false
      listeners.delete(owner)
      for (const name of lines.keys()) leave(name, (waiting) => waiting.owner === owner)
      line.abort()
      mourn()
    }

    async function step(): Promise<void> {
      if (alive && steps++ >= last) die()
      await live(undefined)
    }

    async function guard<result>(work: () => Promise<result>): Promise<result> {
      await step()
      const [outcome] = await Promise.allSettled([work()])
      await step()
      if (outcome.status === 'rejected') throw outcome.reason
      return outcome.value
    }

    let writes = Promise.resolve()
    function write(key: string, work: () => void): Promise<void> {
      writes = writes.then(async () => {
        await step()
        work()
        tell(key, owner)
        await step()
      })
      return writes
    }

    async function lock<result>(
      name: string,
      work: (turn: Turn) => Promise<result>,
      { signal }: { signal?: AbortSignal | undefined } = {},
    ): Promise<result> {
      await live(undefined)
      signal?.throwIfAborted()
      const waiting = lines.get(name) ?? []
      const mine = { owner, enter: () => {} }
      lines.set(name, [...waiting, mine])
      const quit = () => leave(name, (other) => other === mine)
      if (waiting.length > 0)
        await new Promise<void>((resolve, reject) => {
          const give = () => {
            quit()
            reject(signal?.reason)
          }
          signal?.addEventListener('abort', give)
          mine.enter = () => {
            signal?.removeEventListener('abort', give)
            resolve()
          }
        })
      try {
        return await work({ wanted: () => live((lines.get(name)?.length ?? 0) > 1) })
      } finally {
        quit()
      }
    }

    const store: Store = {
      get: (key) => live(structuredClone(values.get(key))),
      list: (prefix) => {
        const found = [...values].filter(([key]) => key.startsWith(prefix))
        return live(structuredClone(found.sort(([a], [b]) => (a < b ? -1 : 1))))
      },
      set(key, value) {
        const copy = structuredClone(value)
        return write(key, () => values.set(key, copy))
      },
      delete: (key) => write(key, () => values.delete(key)),
      lock,
      watch(listener) {
        const heard = listeners.get(owner) ?? new Set()
        listeners.set(owner, heard.add(listener))
        return () => void heard.delete(listener)
      },
    }

    return {
      store,
      fetch(input, init) {
        const asked = init?.signal ?? (input instanceof Request ? input.signal : undefined)
        const signal = asked ? AbortSignal.any([asked, line.signal]) : line.signal
        return guard(() => globalThis.fetch(input, { ...init, signal }))
      },
      get alive() {
        return alive
      },
      get steps() {
        return steps
      },
      died,
      die,
      dieAt(step) {
        last = steps + step
      },
      guard,
    }
  }

  return { values, open }
}
