import type { Store, Turn } from '../../stores/Store.js'

type Waiting = { readonly tab: Tab; readonly enter: () => void }

/** A browser's disk, and the tabs that share it. */
export type Disk = {
  readonly values: ReadonlyMap<string, unknown>
  /** Opens a tab. */
  open(): Tab
}

/** One tab: its store, and its death, after which nothing of it happens any more. */
export type Tab = {
  readonly store: Store
  readonly alive: boolean
  die(): void
  /** Lets it die at one of its next writes or sends, counted from now. */
  dieIn(steps: number): void
  /** A moment at which it may die; never resolved once it has. */
  step(): Promise<void>
}

/**
 * A disk in memory, with locks that a dead tab lets go of.
 *
 * @param latency milliseconds that the next write takes.
 */
export function createDisk(latency: () => number = () => 0): Disk {
  const values = new Map<string, unknown>()
  const lines = new Map<string, Waiting[]>()
  const listeners = new Map<Tab, Set<(key: string) => void>>()

  function leave(name: string, who: (waiting: Waiting) => boolean): void {
    const line = lines.get(name) ?? []
    const [first] = line
    const rest = line.filter((waiting) => !who(waiting))
    lines.set(name, rest)
    if (rest[0] !== first) rest[0]?.enter()
  }

  function tell(key: string, from: Tab): void {
    for (const [tab, heard] of listeners)
      if (tab !== from) setTimeout(() => tab.alive && heard.forEach((listener) => void listener(key)), 1)
  }

  function open(): Tab {
    let alive = true
    let left = Number.POSITIVE_INFINITY
    const never = new Promise<never>(() => {})
    const live = <value>(value: value): Promise<value> => (alive ? Promise.resolve(value) : never)
    let writes = Promise.resolve()

    /** One write after the other, each with a moment before and after it at which the tab may die. */
    function write(key: string, work: () => void): Promise<void> {
      writes = writes.then(async () => {
        await tab.step()
        await new Promise((resolve) => setTimeout(resolve, latency()))
        await live(undefined)
        work()
        tell(key, tab)
        await tab.step()
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
      const mine = { tab, enter: () => {} }
      const line = lines.get(name) ?? []
      lines.set(name, [...line, mine])
      const isMine = (waiting: Waiting) => waiting === mine
      if (line.length > 0)
        await new Promise<void>((resolve, reject) => {
          const quit = () => {
            leave(name, isMine)
            reject(signal?.reason)
          }
          mine.enter = () => {
            signal?.removeEventListener('abort', quit)
            resolve()
          }
          signal?.addEventListener('abort', quit)
        })
      try {
        return await work({ wanted: () => live((lines.get(name)?.length ?? 0) > 1) })
      } finally {
        leave(name, isMine)
      }
    }

    const tab: Tab = {
      get alive() {
        return alive
      },
      die() {
        alive = false
        listeners.delete(tab)
        for (const name of lines.keys()) leave(name, (waiting) => waiting.tab === tab)
      },
      dieIn(steps) {
        left = steps
      },
      async step() {
        if (alive && left-- <= 0) tab.die()
        await live(undefined)
      },
      store: {
        get: (key) => live(structuredClone(values.get(key))),
        list: (prefix) =>
          live(
            structuredClone(
              [...values].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1)),
            ),
          ),
        set(key, value) {
          const copy = structuredClone(value)
          return write(key, () => values.set(key, copy))
        },
        delete: (key) => write(key, () => values.delete(key)),
        lock,
        watch(listener) {
          const heard = listeners.get(tab) ?? new Set()
          listeners.set(tab, heard.add(listener))
          return () => void heard.delete(listener)
        },
      },
    }
    return tab
  }

  return { values, open }
}
