import { BaseError } from '../Errors.js'
import { withLock } from '../stores/Lock.js'
import type { Store } from '../stores/Store.js'
import * as BudgetRecord from './BudgetRecord.js'
import type { Limit } from './Limit.js'
import * as Limits from './Limits.js'

// What is agreed to, as this tab may rely on it: never more than was written down with a yes, whatever lies in the
// store now, and never more than what was lowered here, written down or not.

/** Where a budget stands. */
export type BudgetState = {
  /** `unread` until the store was read; `failed` where it cannot be read or understood. */
  readonly status: 'unread' | 'ready' | 'failed'
  /** What holds now: nothing unless `ready`, so that everything is asked for. */
  readonly limits: readonly Limit[]
  /** Why it is `failed`. */
  readonly error: Error | undefined
}

/** Makes other limits of limits. */
export type Change = (limits: readonly Limit[]) => readonly Limit[]

/** The limits of one store, as one tab has them. */
export type Agreement = {
  getState(): BudgetState
  subscribe(listener: () => void): () => void
  /** Reads them, the first time. */
  load(): Promise<void>
  /** Reads them, and after a failure again. */
  ready(): Promise<void>
  /** Writes a change down, over what other tabs have written, and only then lets it count. */
  commit(change: Change): Promise<void>
  /** Lets less be paid without asking: here at once, then in all tabs. */
  narrow(change: Change): Promise<void>
  destroy(): void
}

const nothing: readonly Limit[] = []

/** @param first What holds while nothing was written down. */
export function createAgreement(store: Store, first: readonly Limit[]): Agreement {
  const listeners = new Set<() => void>()
  /** Lowered here and perhaps not written yet: whatever is read, it is read through these. */
  const narrowing = new Set<Change>()
  let record: BudgetRecord.BudgetRecord | undefined
  let state: BudgetState = { status: 'unread', limits: nothing, error: undefined }
  let reading: Promise<void> | undefined
  let unwatch: (() => void) | undefined

  function show(error?: Error): void {
    let limits = error ? nothing : (record?.limits ?? nothing)
    for (const narrow of narrowing) limits = narrow(limits)
    const status = error ? 'failed' : record ? 'ready' : 'unread'
    if (status === state.status && error === state.error && Limits.areSame(limits, state.limits)) return
    state = { status, limits: Object.freeze([...limits]), error }
    for (const listener of listeners) tell(listener)
  }

  /** Reads what is agreed to; never what is older than what this tab has seen. */
  async function refresh(): Promise<void> {
    const seen = record?.revision ?? 0
    try {
      const kept = await BudgetRecord.read(store)
      // Somebody put an older one in its place, or took it away.
      if ((kept?.revision ?? 0) < seen) throw new BudgetRecord.UnreadableError()
      // The same number too: after a meddled record two tabs can have written it, and what is kept both have then.
      if (!record || (kept && kept.revision >= record.revision))
        record = kept ?? { revision: 0, limits: first }
      show()
    } catch (error) {
      show(error instanceof Error ? error : new Error(String(error)))
    }
  }

  function load(): Promise<void> {
    unwatch ??= store.watch?.((key) => {
      if (key === BudgetRecord.place) void refresh()
    })
    reading ??= refresh()
    return reading
  }

  function commit(change: Change): Promise<void> {
    return withLock(store, BudgetRecord.place, async () => {
      await refresh()
      const { limits, error } = state
      if (error && !(error instanceof BudgetRecord.UnreadableError)) throw new NotKeptError(error)
      const included = [...narrowing]
      const next = { revision: (record?.revision ?? 0) + 1, limits: change(limits) }
      await BudgetRecord.write(store, next).catch((cause: unknown) => {
        throw new NotKeptError(cause)
      })
      record = next
      for (const each of included) narrowing.delete(each)
      show()
    })
  }

  async function narrow(change: Change): Promise<void> {
    narrowing.add(change)
    show(state.error)
    await commit((limits) => limits)
  }

  return {
    getState: () => state,
    subscribe(listener) {
      void load()
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    load,
    ready() {
      if (state.error) reading = undefined
      return load()
    },
    commit,
    narrow,
    destroy() {
      unwatch?.()
      listeners.clear()
    },
  }
}

/** Tells a listener, whose failure is its own. */
function tell(listener: () => void): void {
  try {
    listener()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}

/** Thrown when a change could not be written down. Nothing is raised by it; what was lowered is lower in this tab. */
export class NotKeptError extends BaseError {
  override readonly name = 'Agreement.NotKeptError'
  constructor(cause: unknown) {
    super('budget_not_kept', 'The change could not be written down.', { cause })
  }
}
