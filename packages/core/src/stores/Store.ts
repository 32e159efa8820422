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
}
