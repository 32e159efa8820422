import { BudgetMeter } from '@payerkit/react/budget'
import '@payerkit/react/budget.css'
import { useServices } from '../shop/ServicesContext.js'
import { choices } from './pageBudget.js'

/** What this page may pay without asking, for every screen of it. */
export function BudgetPanel() {
  const { budget, kept } = useServices()
  return (
    <section className="sheet budget" aria-labelledby="budget-title">
      <h2 id="budget-title">Without asking</h2>
      <BudgetMeter budget={budget} choices={choices} />
      {!kept && <p className="hint">This browser keeps nothing for this page: limits end when it is left.</p>}
    </section>
  )
}
