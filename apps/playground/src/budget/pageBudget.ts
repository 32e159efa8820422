import type { Store } from '@payerkit/core'
import { type Budget, createBudget, type LimitName } from '@payerkit/core/budget'

const day = 86_400_000

/** What a person can set here, the most useful first. */
export const choices: readonly LimitName[] = [
  { currency: 'usd', per: 'all', period: day },
  { currency: 'usd', per: 'payment' },
  { currency: 'usd', per: 'all', period: 7 * day },
]

/** The budget of this browser: nothing is paid without asking before somebody has said so here. */
export async function openBudget(store: Store): Promise<Budget> {
  const budget = createBudget({ store })
  // Known before anything is for sale; where it cannot be read, everything is asked for.
  await budget.ready()
  return budget
}
