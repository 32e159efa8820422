import { BaseError } from '../Errors.js'
import type { Database } from './Database.js'
import type { Lock } from './Lock.js'

// The lock for browsers without Web Locks: a line of tickets in the database. Whoever stands in it counts its ticket
// up again and again; a ticket that others have seen unchanged for long is of a dead tab, and is taken out. Looks are
// counted and no clock is read, so that a sleeping machine or a changed clock takes no ticket from anybody.

/** A place in the line. The first one holds the lock. */
type Ticket = { readonly id: string; readonly beat: number }

/** Locks by tickets, and the guard that makes them safe. */
export type Leases = {
  lock: Lock
  /** Runs `write` within a transaction, unless a lock that this page believes to hold was taken from it. */
  guard(transaction: IDBTransaction, write: () => void, fail: (error: unknown) => void): void
}

/** @param options How many milliseconds lie between two looks, and after how many a silent ticket is dead. */
export function createLeases(
  database: Database,
  options: { every?: number; patience?: number } = {},
): Leases {
  const { every = 500, patience = 20 } = options
  /** The locks' names, by the ids of the tickets that hold them. */
  const held = new Map<string, string>()

  /** Changes a line in one step, and returns it. */
  const edit = (name: string, change: (line: readonly Ticket[]) => readonly Ticket[]) =>
    database.run('readwrite', (transaction) => {
      const leases = transaction.objectStore('leases')
      const request: IDBRequest<Ticket[] | undefined> = leases.get(name)
      let line: readonly Ticket[] = []
      request.onsuccess = () => {
        line = change(request.result ?? [])
        if (line.length > 0) leases.put(line, name)
        else leases.delete(name)
      }
      return () => line
    })

  const read = (name: string) =>
    database.run('readonly', (transaction) => {
      const request: IDBRequest<Ticket[] | undefined> = transaction.objectStore('leases').get(name)
      return () => request.result ?? []
    })

  /** One look at a line: counts the own ticket up and takes out the dead ones. */
  function createLook(name: string, id: string): () => Promise<readonly Ticket[]> {
    const seen = new Map<string, { beat: number; times: number }>()
    const isAlive = (ticket: Ticket) => {
      const before = seen.get(ticket.id)
      const times = before?.beat === ticket.beat ? before.times + 1 : 0
      seen.set(ticket.id, { beat: ticket.beat, times })
      return times < patience
    }
    return () =>
      edit(name, (line) =>
        line.flatMap((ticket) => {
          if (ticket.id === id) return { id, beat: ticket.beat + 1 }
          return isAlive(ticket) ? ticket : []
        }),
      )
  }

  return {
    async lock(name, work, { signal } = {}) {
      signal?.throwIfAborted()
      const id = crypto.getRandomValues(new Uint32Array(4)).join('-')
      const look = createLook(name, id)
      const join = () => edit(name, (line) => [...line, { id, beat: 0 }])
      const ended = new AbortController()
      try {
        let line = await join()
        while (line[0]?.id !== id) {
          await pause(every, signal)
          line = await look()
          // Taken for dead while this tab was asleep: to the end of the line.
          if (!line.some((ticket) => ticket.id === id)) line = await join()
        }
        signal?.throwIfAborted()
        held.set(id, name)
        keepAlive(look, every, ended.signal)
        return await work({ wanted: async () => (await read(name)).length > 1 })
      } finally {
        ended.abort()
        held.delete(id)
        // Whoever waits finds out by itself if this fails.
        await edit(name, (line) => line.filter((ticket) => ticket.id !== id)).catch(() => {})
      }
    },
    guard(transaction, write, fail) {
      let left = held.size
      if (left === 0) return write()
      for (const [id, name] of held) {
        const request: IDBRequest<Ticket[] | undefined> = transaction.objectStore('leases').get(name)
        request.onsuccess = () => {
          if (request.result?.[0]?.id !== id) return fail(new LostError())
          left--
          if (left > 0) return
          try {
            write()
          } catch (error) {
            fail(error)
          }
        }
      }
    },
  }
}

/** Counts a ticket up until the signal. A look that fails is made good by the next, or found out by the guard. */
async function keepAlive(look: () => Promise<unknown>, every: number, ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    await pause(every, ended).catch(() => {})
    if (!ended.aborted) await look().catch(() => {})
  }
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end)
      resolve()
    }, milliseconds)
    if (signal?.aborted) end()
    signal?.addEventListener('abort', end, { once: true })
  })
}

/** Thrown when another tab has taken over, since this one was asleep for too long. Nothing was written. */
export class LostError extends BaseError {
  override readonly name = 'Lease.LostError'
  constructor() {
    super('store_lock_lost', 'Another tab has taken over while this one was asleep. Reload the page.')
  }
}
