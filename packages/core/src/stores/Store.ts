import type { Keeper, KeeperHost, KeptAttempt } from './Keeper.js'

/**
 * Where a payer keeps what must not be forgotten. Values are plain data that `structuredClone` can copy, bigints
 * included.
 *
 * @example
 * ```ts
 * const payer = createPayer({ methods, store: createMemoryStore() })
 * ```
 */
export interface Store {
  /** The value of a key, or `undefined`. */
  get(key: string): Promise<unknown>
  /** Writes a value; resolved once it is kept. */
  set(key: string, value: unknown): Promise<void>
  /** Forgets a key. */
  delete(key: string): Promise<void>
  /** Every key that starts with `prefix`, with its value, in the order of the keys. */
  list(prefix: string): Promise<readonly (readonly [key: string, value: unknown])[]>
  /**
   * Runs `work` while nobody else holds `name`, in this tab or another that shares the store. First come, first
   * served; a tab that dies lets go. Not reentrant. Where it is missing, `withLock` serializes those who have the
   * very same store object, which is enough where one tab alone has the store.
   *
   * @throws the signal's reason when it is aborted before `work` began.
   */
  lock?<result>(
    name: string,
    work: (turn: Turn) => Promise<result>,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<result>
  /**
   * Calls `listener` with each key that another tab wrote or deleted, until the answer is called. A hint: it may come
   * late, or not at all where tabs cannot talk; what counts is what `get` reads under the lock.
   */
  watch?(listener: (key: string) => void): () => void
  /** What keeps a payer's attempts beyond the page, for a store that outlives it: `createKeeper`. */
  keeper?<attempt extends KeptAttempt, method extends object>(host: KeeperHost<attempt, method>): Keeper
}

/** A lock that is held. */
export type Turn = {
  /** Whether somebody else waits for it, so that it is time to let go. */
  wanted(): Promise<boolean>
}
