'use client'

import { type BudgetTexts, budgetTexts } from '../locales/budgetTexts.js'
import { useSurroundings } from '../provider/context.js'

/** The texts of the budget; apart from the others, so that no page carries them that shows none. */
export function useBudgetTexts(): BudgetTexts {
  const { locale } = useSurroundings()
  return locale.budget ?? budgetTexts
}
