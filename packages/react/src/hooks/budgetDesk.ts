import type { Payer } from '@payerkit/core'
import type { Budget, BudgetState, Usage } from '@payerkit/core/budget'
import { attemptDeskOf } from './attemptDesk.js'
import { framed, type Watchable } from './frames.js'

/** A budget as it looks from outside, with what is left of it. */
export type BudgetView = BudgetState & {
  /** What each limit has been used for: see `budget.usage`. */
  readonly usage: readonly Usage[]
}

export const noBudget: BudgetView = { status: 'unread', limits: [], error: undefined, usage: [] }

// Longer than a timer can wait.
const longest = 2 ** 31 - 1

const desks = new WeakMap<Budget, WeakMap<Payer['attempts'], Watchable<BudgetView>>>()

/** A budget over the payments of a payer, the same for every component that shows it. */
export function budgetDeskOf(budget: Budget, payer: Payer): Watchable<BudgetView> {
  const known = desks.get(budget) ?? new WeakMap()
  desks.set(budget, known)
  const desk = known.get(payer.attempts) ?? createDesk(budget, payer)
  known.set(payer.attempts, desk)
  return desk
}

function createDesk(budget: Budget, payer: Payer): Watchable<BudgetView> {
  const { attempts, now } = payer
  let made: { state: BudgetState; list: unknown; until: number; view: BudgetView } | undefined

  function make() {
    const [state, list] = [budget.getState(), attempts.list()]
    if (made && made.state === state && made.list === list && now() < made.until) return made
    const usage = budget.usage(attempts.ledger(), now())
    const until = Math.min(...usage.map(({ frees }) => frees?.at ?? Number.POSITIVE_INFINITY))
    made = { state, list, until, view: { ...state, usage } }
    return made
  }

  function listen(changed: () => void): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined
    function hear(): void {
      clearTimeout(timer)
      const { until } = make()
      // What is old enough counts no longer, and nobody tells.
      if (until < Number.POSITIVE_INFINITY) timer = setTimeout(hear, Math.min(until - now(), longest))
      changed()
    }
    const leaves = [budget.subscribe(hear), attemptDeskOf(payer).watch(hear)]
    hear()
    return () => {
      clearTimeout(timer)
      for (const leave of leaves) leave()
    }
  }

  return framed(() => make().view, listen)
}
