import { BaseError } from '../Errors.js'
import * as JsonObject from '../protocol/JsonObject.js'
import { wrappingKeyOf } from '../signers/KeyRecord.js'
import * as Seal from '../signers/Seal.js'
import type { Store } from '../stores/Store.js'
import type { Limit } from './Limit.js'
import * as Limits from './Limits.js'

// The agreed limits as they lie in a store: sealed under the store's own key, so that what was not written by a budget
// is no budget, and numbered, so that an older one is not taken for a newer.

/** Limits that were agreed to. */
export type BudgetRecord = {
  /** Counted up by each change. */
  readonly revision: number
  readonly limits: readonly Limit[]
}

/** Where they are kept. */
export const place = 'budget/limits'

/**
 * What is kept; `undefined` where nothing is.
 *
 * @throws {@link UnreadableError} for what this store's budget did not write, or a later release did.
 */
export async function read(store: Store): Promise<BudgetRecord | undefined> {
  const value = await store.get(place)
  if (value === undefined) return undefined
  try {
    if (!JsonObject.is(value) || !(value.iv instanceof Uint8Array) || !(value.box instanceof Uint8Array))
      throw new UnreadableError()
    const sealed = { iv: value.iv, box: value.box }
    const bytes = await Seal.unseal(await wrappingKeyOf(store), sealed, place)
    const record: unknown = bytes && JSON.parse(new TextDecoder().decode(bytes))
    if (!JsonObject.is(record) || record.version !== 1 || !Number.isSafeInteger(record.revision))
      throw new UnreadableError()
    return { revision: Number(record.revision), limits: Limits.readAll(record.limits) }
  } catch (cause) {
    throw cause instanceof UnreadableError ? cause : new UnreadableError(cause)
  }
}

/** Keeps limits; resolved once they are kept. */
export async function write(store: Store, { revision, limits }: BudgetRecord): Promise<void> {
  const text = JSON.stringify({ version: 1, revision, limits })
  await store.set(place, await Seal.seal(await wrappingKeyOf(store), new TextEncoder().encode(text), place))
}

/** Why no limit holds: what was agreed to cannot be read any more, so everything is asked for. */
export class UnreadableError extends BaseError {
  override readonly name = 'BudgetRecord.UnreadableError'
  constructor(cause?: unknown) {
    super('budget_unreadable', 'The budget of this browser cannot be read, so every payment is asked for.', {
      cause,
    })
  }
}
