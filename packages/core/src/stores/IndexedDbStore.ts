import { createDatabase, toStoreError } from './Database.js'
import { createKeeper } from './Keeper.js'
import { createLeases } from './Lease.js'
import type { Lock } from './Lock.js'
import type { Store } from './Store.js'

/**
 * A store that every tab of this origin shares and that outlives the page. Nothing is opened before the first use, so
 * that it can be made anywhere, on a server too.
 *
 * @example
 * ```ts
 * import { createPayer } from '@payerkit/core'
 * import { createIndexedDbStore } from '@payerkit/core/stores'
 *
 * const payer = createPayer({ methods, store: createIndexedDbStore() })
 * ```
 */
export function createIndexedDbStore(options: createIndexedDbStore.Options = {}): Store {
  const { name = 'payerkit' } = options
  const database = createDatabase(name)
  const leases = createLeases(database)
  const known = new Set<string>()
  let channel: BroadcastChannel | undefined

  function radio(): BroadcastChannel | undefined {
    if (typeof BroadcastChannel !== 'undefined') channel ??= new BroadcastChannel(`payerkit/${name}`)
    return channel
  }

  async function write(
    key: string,
    change: (values: IDBObjectStore) => void,
    durability?: IDBTransactionDurability,
  ): Promise<void> {
    await database.run(
      'readwrite',
      (transaction, fail) => {
        leases.guard(transaction, () => change(transaction.objectStore('values')), fail)
        return () => {}
      },
      durability,
    )
    radio()?.postMessage(key)
  }

  return {
    get: (key) =>
      database.run('readonly', (transaction) => {
        const request: IDBRequest<unknown> = transaction.objectStore('values').get(key)
        return () => request.result
      }),
    async set(key, value) {
      // What the caller does with it afterwards must not be written.
      const copy: unknown = structuredClone(value)
      // A new record, such as a key, must outlive a power cut; the next of many vouchers only the page.
      await write(key, (values) => values.put(copy, key), known.has(key) ? 'relaxed' : 'strict')
      known.add(key)
    },
    async delete(key) {
      known.delete(key)
      await write(key, (values) => values.delete(key))
    },
    list: (prefix) =>
      database.run('readonly', (transaction) => {
        const values = transaction.objectStore('values')
        const range = rangeOf(prefix)
        const keys: IDBRequest<IDBValidKey[]> = values.getAllKeys(range)
        const found: IDBRequest<unknown[]> = values.getAll(range)
        return () => keys.result.map((key, index) => [String(key), found.result[index]] as const)
      }),
    lock: (lockName, work, options) => (webLock(name) ?? leases.lock)(lockName, work, options),
    keeper: createKeeper,
    watch(listener) {
      const listening = radio()
      const hear = ({ data }: MessageEvent<unknown>) => {
        if (typeof data === 'string') listener(data)
      }
      listening?.addEventListener('message', hear)
      return () => listening?.removeEventListener('message', hear)
    },
  }
}

export declare namespace createIndexedDbStore {
  type Options = {
    /** The database's name, for a page with more than one payer that must not share. `payerkit` unless told. */
    name?: string | undefined
  }
}

/** The keys that start with a prefix; `undefined` for all. */
function rangeOf(prefix: string): IDBKeyRange | undefined {
  // The last unit that has a successor is counted up: no key between the two lacks the prefix.
  const end = prefix.replace(/\uffff+$/, '')
  if (end === '') return prefix === '' ? undefined : IDBKeyRange.lowerBound(prefix)
  const next = String.fromCharCode(end.charCodeAt(end.length - 1) + 1)
  return IDBKeyRange.bound(prefix, end.slice(0, -1) + next, false, true)
}

/** Locks by Web Locks, where the browser has them. */
function webLock(databaseName: string): Lock | undefined {
  const locks = typeof navigator === 'undefined' ? undefined : navigator.locks
  if (!locks) return undefined
  return async (lockName, work, { signal } = {}) => {
    const full = `payerkit/${databaseName}/${lockName}`
    const wanted = async () => {
      const { pending = [] } = await locks.query()
      return pending.some((waiting) => waiting.name === full)
    }
    const waiting = new AbortController()
    const aborted = new Promise<never>((_, reject) => {
      // Chromium loses an abort that comes right after the first request of a page.
      const leave = () => reject(signal?.reason)
      signal?.addEventListener('abort', leave, { signal: waiting.signal })
    })
    let hasBegun = false
    const granted = locks.request(full, signal ? { signal } : {}, async () => {
      signal?.throwIfAborted()
      waiting.abort()
      hasBegun = true
      return await work({ wanted })
    })
    try {
      return await Promise.race([granted, aborted])
    } catch (error) {
      if (hasBegun || signal?.aborted) throw error
      throw toStoreError(error)
    } finally {
      waiting.abort()
    }
  }
}
