'use client'

export { BudgetMeter, type BudgetMeterProps, type BudgetMeterRender } from '../components/BudgetMeter.js'
export { rememberIn } from '../components/BudgetRemember.js'
export type { BudgetChange, BudgetChangeState, BudgetNews } from '../components/useBudgetChange.js'
export type { BudgetView } from '../hooks/budgetDesk.js'
export { type UseBudget, useBudget } from '../hooks/useBudget.js'
export {
  type BudgetErrorId,
  type BudgetTexts,
  budgetTexts,
  type LimitWords,
  type UsageWords,
} from '../locales/budgetTexts.js'
