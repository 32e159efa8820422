import { BaseError } from '../Errors.js'
import type { Store } from '../stores/Store.js'
import { type BudgetState, type Change, createAgreement } from './Agreement.js'
import { type Money, parseUnits } from './Amount.js'
import type { Ledger } from './Budget.js'
import type { Limit } from './Limit.js'
import * as Limits from './Limits.js'
import { judge, type Policy, type Spending } from './Policy.js'
import { type Usage, usageOf } from './Usage.js'

/** A limit that is about to change: without `before` it is new, without `after` it goes. */
export type LimitChange = { readonly before: Limit | undefined; readonly after: Limit | undefined }

/** What a person is asked before more is paid without asking. */
export type BudgetQuestion = {
  readonly changes: readonly LimitChange[]
  /** All limits that hold after a yes. */
  readonly limits: readonly Limit[]
}

/** Asks the person; only `true` is a yes. */
export type ConfirmBudget = (question: BudgetQuestion) => Promise<boolean>

/** What a budget looks at in an offer. */
export type BudgetedOffer = Spending & {
  readonly prompt?: string | undefined
  readonly session?: { readonly limit: Money } | undefined
}

/** What a person lets a page pay without asking: see {@link createBudget}. */
export type Budget = {
  /** The limits that hold now. */
  readonly limits: readonly Limit[]
  /** For `createPayer`, which reads it at each payment. */
  readonly policy: Pick<Policy, 'budget'>
  /** The same object until something changes. */
  getState(): BudgetState
  subscribe(listener: () => void): () => void
  /** Settled once the store was read; `getState` says with what result. */
  ready(): Promise<void>
  /**
   * Puts limits in force that are new, higher or reach further, all of them or none. Always asks; a yes counts once it
   * is written down.
   *
   * @returns whether the person agreed.
   * @throws BaseError when a limit cannot be read, nobody can be asked, something changed meanwhile, or it could not be
   * written down. Nothing is raised then.
   */
  raise(limits: Limit | readonly Limit[], options?: Budget.ChangeOptions): Promise<boolean>
  /**
   * Lowers a limit. Never asks, and holds in this tab at once.
   *
   * @throws BaseError when there is no such limit, it is not lower, or it could not be written down.
   */
  lower(limit: Limit): Promise<void>
  /**
   * Takes a limit away. Asks only where other limits would then allow more than before: a payment must be within all
   * that apply to it.
   *
   * @returns whether it is gone.
   */
  remove(limit: Limits.LimitName, options?: Budget.ChangeOptions): Promise<boolean>
  /** Takes all limits away, so that everything is asked for. Never asks. */
  clear(): Promise<void>
  /**
   * Whether an offer needs no question, or would not with more limits, such as those of a "don't ask again on this
   * site": a limit of one site does not lift one of all, and a card is always asked for.
   */
  allows(offer: BudgetedOffer, ledger: Ledger, now: number, more?: Limit | readonly Limit[]): boolean
  /** What is left of each limit, counted as payments are judged: `budget.usage(payer.attempts.ledger(), payer.now())`. */
  usage(ledger: Ledger, now: number): readonly Usage[]
  /** Ends listening to other tabs. */
  destroy(): void
}

export declare namespace Budget {
  type ChangeOptions = {
    /** Asks in place of the budget's own `confirm`. */
    confirm?: ConfirmBudget | undefined
  }
}

/**
 * Creates the budget that a person sees and changes, shared by all tabs that share the store.
 *
 * @example
 * ```ts
 * import { createBudget } from '@payerkit/core/budget'
 *
 * const budget = createBudget({
 *   store,
 *   limits: [{ currency: 'usd', amount: '0.05', per: 'payment' }, { currency: 'usd', amount: '1', per: 'all', period: 86_400_000 }],
 *   confirm: async ({ limits }) => confirm(`Pay up to ${limits[0]?.amount} without asking?`),
 * })
 * await budget.ready()
 * const payer = createPayer({ methods, store, policy: budget.policy })
 * ```
 */
export function createBudget(options: createBudget.Options): Budget {
  const agreement = createAgreement(options.store, Limits.readAll(options.limits ?? []))
  const { getState, load, narrow } = agreement

  /** Lets more be paid without asking, if the person agrees to exactly that. */
  async function widen(change: Change, changes: readonly LimitChange[], more: Budget.ChangeOptions = {}) {
    const { confirm = options.confirm } = more
    const before = getState().limits
    const limits = Limits.readAll(change(before))
    if (!confirm) throw new NobodyToAskError()
    // Nobody waits for a person with the lock in hand: another tab may want to lower something.
    if ((await confirm({ changes, limits })) !== true) return false
    await agreement.commit((now) => {
      if (!Limits.areSame(now, before)) throw new ChangedError()
      return limits
    })
    return true
  }

  function known(name: Limits.LimitName): Limit {
    const limit = Limits.find(getState().limits, Limits.read({ ...name, amount: '0' }))
    if (!limit) throw new NotFoundError()
    return limit
  }

  const budget: Budget = {
    get limits() {
      void load()
      return getState().limits
    },
    policy: {
      get budget() {
        return budget.limits
      },
    },
    getState,
    subscribe: agreement.subscribe,
    ready: agreement.ready,
    async raise(wanted, more) {
      const raised = Limits.readAll([wanted].flat())
      await load()
      const change: Change = (limits) => raised.reduce(Limits.put, limits)
      if (Limits.areSame(change(getState().limits), getState().limits)) return true
      const changes = raised.map((after) => ({ before: Limits.find(getState().limits, after), after }))
      return widen(change, changes, more)
    },
    async lower(wanted) {
      const limit = Limits.read(wanted)
      await load()
      if (!isLower(limit, known(limit))) throw new NotLowerError(known(limit))
      await narrow((limits) => limits.map((each) => (isLower(limit, each) ? limit : each)))
    },
    async remove(name, more) {
      await load()
      const limit = known(name)
      const goes = (limits: readonly Limit[]) =>
        !Limits.others(limits, limit).some((other) => Limits.overlap(other, limit))
      if (!goes(getState().limits))
        return widen((limits) => Limits.others(limits, limit), [{ before: limit, after: undefined }], more)
      // Asked again of what is there then: another tab may add one that would allow more without it.
      await narrow((limits) => (goes(limits) ? Limits.others(limits, limit) : limits))
      return !Limits.find(getState().limits, limit)
    },
    async clear() {
      await load()
      await narrow(() => [])
    },
    allows(offer, ledger, now, more = []) {
      const limits = Limits.readAll([more].flat()).reduce(Limits.put, getState().limits)
      // As the payer does it: a session counts with all that may be deposited, and no budget has a card to enter.
      const payment = { ...offer, amount: offer.session?.limit ?? offer.amount }
      return offer.prompt !== 'card' && judge({ budget: limits }, payment, ledger, now) === 'allow'
    },
    usage: (ledger, now) => usageOf(getState().limits, ledger, now),
    destroy: agreement.destroy,
  }
  return budget
}

export declare namespace createBudget {
  type Options = {
    /** Where it is kept: the payer's store, so that all tabs have one. */
    store: Store
    /** What holds until the person has changed something. Default: nothing, so that everything is asked for. */
    limits?: readonly Limit[] | undefined
    /** Asks the person before more is paid without asking. Without it, whoever raises something has to bring it. */
    confirm?: ConfirmBudget | undefined
  }
}

/** Whether a limit is the same one with less, or as much. */
function isLower(limit: Limit, than: Limit): boolean {
  return Limits.areOne(limit, than) && parseUnits(limit.amount, 18) <= parseUnits(than.amount, 18)
}

/** Thrown when a limit would be raised and nobody can be asked. Nothing was changed. */
export class NobodyToAskError extends BaseError {
  override readonly name = 'createBudget.NobodyToAskError'
  constructor() {
    super('budget_confirmation_required', 'A higher limit needs a yes, and there is nobody to ask.', {
      metaMessages: ['Give createBudget, or the call, a `confirm` function, or show <BudgetMeter>.'],
    })
  }
}

/** Thrown when the limits changed while the person was asked, so that the yes was to something else. */
export class ChangedError extends BaseError {
  override readonly name = 'createBudget.ChangedError'
  constructor() {
    super('budget_changed', 'The limits have changed meanwhile. Look at them and try again.')
  }
}

/** Thrown when there is no limit of that name. Nothing was changed. */
export class NotFoundError extends BaseError {
  override readonly name = 'createBudget.NotFoundError'
  constructor() {
    super('budget_limit_missing', 'There is no such limit any more.')
  }
}

/** Thrown when a limit that should be lowered would be higher: only `raise` does that, and asks. */
export class NotLowerError extends BaseError {
  override readonly name = 'createBudget.NotLowerError'
  constructor({ amount }: Limit) {
    super('budget_not_lower', `The limit is ${amount} already, and this is more.`)
  }
}
