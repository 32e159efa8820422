'use client'

import type { Budget, LimitName } from '@payerkit/core/budget'
import { type ReactNode, useEffect, useRef } from 'react'
import type { BudgetView } from '../hooks/budgetDesk.js'
import { codeOf } from '../hooks/request.js'
import { useBudget } from '../hooks/useBudget.js'
import { useSurroundings } from '../provider/context.js'
import { Action } from './Action.js'
import { BudgetAsk } from './BudgetAsk.js'
import { BudgetForm } from './BudgetForm.js'
import { BudgetLimit } from './BudgetLimit.js'
import { errorText, everyday, keyOf, limitWords, usageSays } from './budget.js'
import { type BudgetChange, useBudgetChange } from './useBudgetChange.js'
import { useBudgetTexts } from './useBudgetTexts.js'
import { useRoot } from './useRoot.js'

/** What a meter of one's own is given. */
export type BudgetMeterRender = Omit<BudgetView, 'error'> &
  BudgetChange & {
    /** Each limit in a sentence, in the order of `limits`. */
    readonly names: readonly string[]
    /** What is left, in the order of `usage`. */
    readonly says: readonly string[]
    /** What went wrong with the last change, in a sentence. */
    readonly problem: string | undefined
    /** Why no limit holds. */
    readonly failure: Error | undefined
  }

/** What {@link BudgetMeter} takes. */
export type BudgetMeterProps = {
  readonly budget: Budget
  /** The limits that can be added. Default: in dollars, for all sites, for each site and for each payment. */
  readonly choices?: readonly LimitName[] | undefined
  /** Your own meter. */
  readonly children?: ((meter: BudgetMeterRender) => ReactNode) | undefined
}

/**
 * Shows what the person lets this page pay without asking, what is left of it and when more comes free, and lets them
 * lower it at once, or raise it after a question.
 *
 * @example
 * ```tsx
 * const [budget] = useState(() => createBudget({ store }))
 *
 * <PayerProvider payer={payer}>
 *   <BudgetMeter budget={budget} />
 * </PayerProvider>
 * ```
 */
export function BudgetMeter(props: BudgetMeterProps): ReactNode {
  const { budget, choices = everyday, children } = props
  const { locale, now } = useSurroundings()
  const texts = useBudgetTexts()
  const root = useRoot()
  const section = useRef<HTMLElement>(null)
  const view = useBudget(budget)
  const change = useBudgetChange(budget)
  const { status, limits, usage, error } = view
  const { about, step, question, wanted, news } = change

  useEffect(() => {
    // The button that did it may be gone; nobody should be sent back to the top of the page.
    if (news && limits && document.activeElement === document.body) section.current?.focus()
  }, [news, limits])

  if (children)
    return children({
      ...{ status, limits, usage, failure: error },
      ...change,
      names: limits.map((limit) => texts.limit(limitWords(limit, locale.tag))),
      says: usage.map((row) => usageSays(row, texts, locale.tag, now())),
      problem: change.error === undefined ? undefined : errorText(change.error, texts),
    })

  const isBusy = step === 'working' || step === 'asking'
  const [choice, ...others] = choices.filter((each) => limits.every((limit) => keyOf(limit) !== keyOf(each)))
  const rest = isBusy && (about === 'add' || about === 'clear' ? 'busy' : 'held')
  return (
    <section
      {...root}
      ref={section}
      data-part="budget"
      data-state={status}
      aria-label={texts.budget}
      tabIndex={-1}
    >
      <p data-part="budget-means" role={status === 'failed' ? 'alert' : undefined}>
        {status === 'failed'
          ? codeOf(error) === 'budget_unreadable'
            ? texts.unreadable
            : texts.unavailable
          : limits.length > 0
            ? texts.means
            : texts.none}
      </p>
      {limits.length > 0 && (
        <ul data-part="limits">
          {limits.map((limit) => (
            <BudgetLimit
              key={keyOf(limit)}
              limit={limit}
              rows={usage.filter((row) => keyOf(row.limit) === keyOf(limit))}
              change={change}
            />
          ))}
        </ul>
      )}
      {about === 'add' && question ? (
        <BudgetAsk question={question} busy={step === 'working'} answer={change.answer} />
      ) : about === 'add' && (step === 'editing' || wanted) && choice ? (
        <BudgetForm
          names={[choice, ...others]}
          first={wanted}
          busy={step === 'working'}
          error={change.error}
          save={change.set}
          cancel={() => change.edit(undefined)}
        />
      ) : (
        <div data-part="notice-actions">
          {choice && (
            <Action ghost label={texts.add} state={step} rest={rest} onClick={() => change.edit('add')} />
          )}
          {limits.length > 0 && (
            <Action ghost label={texts.clear} state={step} rest={rest} onClick={change.clear} />
          )}
        </div>
      )}
      <p data-part="budget-says" role="status">
        {about === 'clear' && change.error !== undefined
          ? errorText(change.error, texts)
          : news && texts[news]}
      </p>
    </section>
  )
}
