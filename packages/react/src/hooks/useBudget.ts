'use client'

import type { Budget } from '@payerkit/core/budget'
import { useSyncExternalStore } from 'react'
import { usePayer } from '../provider/context.js'
import { type BudgetView, budgetDeskOf, noBudget } from './budgetDesk.js'

/** What {@link useBudget} returns. */
export type UseBudget = BudgetView & Pick<Budget, 'raise' | 'lower' | 'remove' | 'clear'>

const none = () => noBudget

/**
 * What the person lets this page pay without asking, and what is left of it, over all payments, methods and tabs.
 * Reads the store when it is first shown; nothing is changed but by a call.
 *
 * @example
 * ```tsx
 * const { usage, lower } = useBudget(budget)
 *
 * usage.map(({ limit, left }) => (
 *   <button onClick={() => lower({ ...limit, amount: '0' })}>{left} left. Stop.</button>
 * ))
 * ```
 */
export function useBudget(budget: Budget): UseBudget {
  const desk = budgetDeskOf(budget, usePayer())
  const { raise, lower, remove, clear } = budget
  const view = useSyncExternalStore(desk.subscribe, desk.getSnapshot, none)
  return { ...view, raise, lower, remove, clear }
}
