export { type BudgetState, NotKeptError } from '../policy/Agreement.js'
export type { Entry, Ledger } from '../policy/Budget.js'
export { UnreadableError } from '../policy/BudgetRecord.js'
export {
  type Budget,
  type BudgetedOffer,
  type BudgetQuestion,
  ChangedError,
  type ConfirmBudget,
  createBudget,
  type LimitChange,
  NobodyToAskError,
  NotFoundError,
  NotLowerError,
} from '../policy/createBudget.js'
export type { Limit } from '../policy/Limit.js'
export { InvalidError, type LimitName } from '../policy/Limits.js'
export type { Spending } from '../policy/Policy.js'
export type { Usage } from '../policy/Usage.js'
