import type { Store } from '../../../stores/Store.js'
import { read, type Subscription, seen, shelf } from './SubscriptionRecord.js'

// The subscriptions of one store, as one tab has them: read once, shown at once, and told to other tabs by the store.

/** What is kept of subscriptions. */
export type SubscriptionShelf = {
  /** The latest first; the same list until something changes. */
  list(): readonly Subscription[]
  /** Tells of those that have ended meanwhile. */
  age(): void
  get(id: string): Subscription | undefined
  subscribe(listener: () => void): () => void
  ready(): Promise<void>
  /** Resolved once it is written down, and shown only then. */
  add(subscription: Subscription): Promise<void>
  /** Shown at once, and written down if that can be: what the chain knows can be asked for again. */
  change(id: string, news: Partial<Subscription>): void
  remove(id: string): Promise<void>
  destroy(): void
}

/** Whether nothing can be collected for it any more. */
export const isOver = ({ status }: Subscription): boolean => status === 'cancelled' || status === 'expired'

export function createShelf(store: Store, now: () => number): SubscriptionShelf {
  const records = new Map<string, Subscription>()
  const listeners = new Set<() => void>()
  let listed: readonly Subscription[] | undefined
  let loading: Promise<void> | undefined

  function changed(): void {
    listed = undefined
    for (const listener of listeners) listener()
  }

  function show(subscription: Subscription): void {
    records.set(subscription.id, subscription)
    changed()
  }

  async function load(): Promise<void> {
    for (const [, value] of await store.list(shelf)) {
      const kept = read(value)
      if (kept && !records.has(kept.id)) records.set(kept.id, kept)
    }
    changed()
  }

  function ready(): Promise<void> {
    loading ??= load().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }

  /** Ends those whose time has come; says whether there were any. */
  function age(): boolean {
    const ended = [...records.values()].filter((each) => !isOver(each) && now() >= each.endsAt)
    for (const each of ended) records.set(each.id, seen(each, undefined, now()))
    return ended.length > 0
  }

  const unwatch = store.watch?.((name) => {
    if (!name.startsWith(shelf)) return
    void store.get(name).then((value) => {
      const kept = read(value)
      if (kept) show(kept)
      else if (records.delete(name.slice(shelf.length))) changed()
    })
  })

  return {
    list() {
      // One may have ended since it was looked at.
      if (age()) listed = undefined
      listed ??= [...records.values()].sort((a, b) => b.agreedAt - a.agreedAt)
      return listed
    },
    age() {
      if (age()) changed()
    },
    get: (id) => records.get(id),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    ready,
    async add(subscription) {
      await ready()
      await store.set(shelf + subscription.id, subscription)
      show(subscription)
    },
    change(id, news) {
      const known = records.get(id)
      if (!known) return
      const next = { ...known, ...news }
      show(next)
      void store.set(shelf + id, next).catch(() => {})
    },
    async remove(id) {
      await store.delete(shelf + id)
      if (records.delete(id)) changed()
    },
    destroy() {
      unwatch?.()
      listeners.clear()
    },
  }
}
