import { BaseError } from '../Errors.js'

// The connection to IndexedDB: opened at the first use, migrated, reopened once, with an error for each way to fail.

/** The steps from each version of the schema to the next. Never changed once released, only added to. */
const migrations: readonly ((database: IDBDatabase) => void)[] = [
  (database) => database.createObjectStore('values'),
  (database) => database.createObjectStore('leases'),
]

/** How long another tab may take to let go of an older schema. */
const patience = 2000

/** What a transaction does: sends its requests, and says how to read their results once all is kept. */
type Work<result> = (transaction: IDBTransaction, fail: (error: unknown) => void) => () => result

/** A connection that mends itself. */
export type Database = {
  /** Runs one transaction; resolved once it is complete, so that what it wrote is kept. May run `work` twice. */
  run<result>(
    mode: 'readonly' | 'readwrite',
    work: Work<result>,
    durability?: IDBTransactionDurability,
  ): Promise<result>
}

/** Touches nothing until something is read or written. */
export function createDatabase(name: string): Database {
  let opened: Promise<IDBDatabase> | undefined
  let hadOne = false

  function open(): Promise<IDBDatabase> {
    if (opened) return opened
    const opening = connect(name, hadOne).then((database) => {
      hadOne = true
      const forget = () => {
        if (opened === opening) opened = undefined
      }
      database.onclose = forget
      // Another tab has a newer schema, or the site's data is being cleared: do not stand in its way.
      database.onversionchange = () => {
        database.close()
        forget()
      }
      return database
    })
    opened = opening
    opening.catch(() => {
      if (opened === opening) opened = undefined
    })
    return opening
  }

  return {
    async run(mode, work, durability = 'relaxed') {
      for (let isLast = false; ; isLast = true) {
        const opening = open()
        const database = await opening
        try {
          return await transact(database, mode, work, durability)
        } catch (error) {
          if (!isConnectionLost(error)) throw toStoreError(error)
          if (opened === opening) opened = undefined
          database.close()
          if (isLast) throw new ClosedError({ cause: error })
        }
      }
    },
  }
}

/** @param hadOne Whether this page has seen the database, so that an empty one means that it was cleared. */
function connect(name: string, hadOne: boolean): Promise<IDBDatabase> {
  return new Promise<IDBDatabase>((resolve, reject) => {
    if (typeof indexedDB === 'undefined' || !indexedDB) throw new ForbiddenError()
    const request = indexedDB.open(name, migrations.length)
    let blocked: ReturnType<typeof setTimeout> | undefined
    let isLate = false
    let isGone = false
    request.onupgradeneeded = ({ oldVersion }) => {
      isGone = hadOne && oldVersion === 0
      if (isGone) request.transaction?.abort()
      else for (const step of migrations.slice(oldVersion)) step(request.result)
    }
    request.onblocked = () => {
      blocked = setTimeout(() => {
        isLate = true
        reject(new BlockedError())
      }, patience)
    }
    request.onsuccess = () => {
      clearTimeout(blocked)
      if (isLate) request.result.close()
      else resolve(request.result)
    }
    request.onerror = () => {
      clearTimeout(blocked)
      reject(isGone ? new EvictedError() : request.error)
    }
  }).catch((error: unknown) => {
    // Older private windows have a database that cannot be opened.
    if (nameOf(error) === 'InvalidStateError') throw new ForbiddenError({ cause: error })
    throw toStoreError(error)
  })
}

function transact<result>(
  database: IDBDatabase,
  mode: IDBTransactionMode,
  work: Work<result>,
  durability: IDBTransactionDurability,
): Promise<result> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(['values', 'leases'], mode, { durability })
    let read: () => result
    transaction.oncomplete = () => resolve(read())
    transaction.onabort = () => reject(transaction.error ?? new DOMException('It was aborted.', 'AbortError'))
    const fail = (error: unknown) => {
      reject(error)
      transaction.abort()
    }
    try {
      read = work(transaction, fail)
    } catch (error) {
      fail(error)
    }
  })
}

const nameOf = (error: unknown) => (error instanceof Error ? error.name : undefined)

/** A transaction that nobody here aborted: nothing of it was kept, and it can be run again. */
const isConnectionLost = (error: unknown) =>
  // Safari says `UnknownError` when it has lost the process that holds the data.
  ['InvalidStateError', 'AbortError', 'UnknownError'].includes(nameOf(error) ?? '')

/** The typed error for what a browser threw. */
export function toStoreError(error: unknown): BaseError {
  if (error instanceof BaseError) return error
  switch (nameOf(error)) {
    case 'QuotaExceededError':
      return new FullError({ cause: error })
    case 'SecurityError':
      return new ForbiddenError({ cause: error })
    case 'VersionError':
      return new NewerError({ cause: error })
    default:
      return new BrokenError({ cause: error })
  }
}

/** Thrown when there is no room left. What was to be written is not kept. */
export class FullError extends BaseError {
  override readonly name = 'Database.FullError'
  constructor(options?: BaseError.Options) {
    super('store_full', 'This browser has no room left for what the page must remember.', {
      metaMessages: ['Free some space on the device, or clear the data of other sites, and try again.'],
      ...options,
    })
  }
}

/** Thrown when the page may not keep anything, or has nowhere to keep it. */
export class ForbiddenError extends BaseError {
  override readonly name = 'Database.ForbiddenError'
  constructor(options?: BaseError.Options) {
    super('store_forbidden', 'This browser does not let the page remember anything.', {
      metaMessages: ['Allow site data for this page, or leave the private window, and try again.'],
      ...options,
    })
  }
}

/** Thrown when the browser closed the database and does not open it again. */
export class ClosedError extends BaseError {
  override readonly name = 'Database.ClosedError'
  constructor(options?: BaseError.Options) {
    super('store_closed', 'The browser closed what the page remembers. Reload the page.', options)
  }
}

/** Thrown when another tab runs a newer release, which has changed the schema. */
export class NewerError extends BaseError {
  override readonly name = 'Database.NewerError'
  constructor(options?: BaseError.Options) {
    super('store_newer', 'This page is older than what it remembers. Reload the page.', options)
  }
}

/** Thrown when another tab holds an older schema and does not let go. */
export class BlockedError extends BaseError {
  override readonly name = 'Database.BlockedError'
  constructor() {
    super('store_blocked', 'Another tab runs an older version of this page. Close it, and try again.')
  }
}

/** Thrown when the data was cleared while the page was open: what it has in memory is no longer written anywhere. */
export class EvictedError extends BaseError {
  override readonly name = 'Database.EvictedError'
  constructor() {
    super('store_evicted', 'The browser has cleared what this page remembers. Reload the page.')
  }
}

/** Thrown when the browser fails in a way that has no better name. */
export class BrokenError extends BaseError {
  override readonly name = 'Database.BrokenError'
  constructor(options?: BaseError.Options) {
    super('store_broken', 'The browser cannot read or write what the page remembers.', options)
  }
}
