import type { Store, Turn } from './Store.js'

/** How a store serializes those who share it. */
export type Lock = NonNullable<Store['lock']>

const queues = new WeakMap<Store, Lock>()

/**
 * Runs `work` while nobody else holds `name`: by the store's own lock, or else one after the other among those who
 * have this very store object. Not reentrant: who holds a name and asks for it again waits for ever.
 *
 * @example
 * ```ts
 * const spent = await withLock(store, `session/${id}`, async (turn) => {
 *   await pay()
 *   if (await turn.wanted()) return finish()
 * })
 * ```
 *
 * @throws the signal's reason when it is aborted before `work` began.
 */
export function withLock<result>(
  store: Store,
  name: string,
  work: (turn: Turn) => Promise<result>,
  options?: { signal?: AbortSignal | undefined },
): Promise<result> {
  if (store.lock) return store.lock(name, work, options)
  const queue = queues.get(store) ?? createQueue()
  queues.set(store, queue)
  return queue(name, work, options)
}

/** A lock for those who share one JavaScript world: first come, first served. */
function createQueue(): Lock {
  /** Who waits, by the name of a lock that is held. */
  const lines = new Map<string, (() => void)[]>()
  return async (name, work, { signal } = {}) => {
    signal?.throwIfAborted()
    const line = lines.get(name) ?? []
    if (lines.has(name)) await join(line, signal)
    else lines.set(name, line)
    try {
      signal?.throwIfAborted()
      return await work({ wanted: async () => line.length > 0 })
    } finally {
      const next = line.shift()
      if (next) next()
      else lines.delete(name)
    }
  }
}

/** Waits until those ahead are through. */
function join(line: (() => void)[], signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const enter = () => {
      signal?.removeEventListener('abort', leave)
      resolve()
    }
    const leave = () => {
      line.splice(line.indexOf(enter), 1)
      reject(signal?.reason)
    }
    line.push(enter)
    signal?.addEventListener('abort', leave, { once: true })
  })
}
