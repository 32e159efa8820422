import type { Budget } from '@payerkit/core/budget'
import { BudgetMeter } from '@payerkit/react/budget'
import '@payerkit/react/budget.css'

/** `budget` is `createBudget({ store })`, made once; its policy is the payer's: `createPayer({ policy: budget.policy })`. */
export function MyBudget({ budget }: { budget: Budget }) {
  return <BudgetMeter budget={budget} />
}
