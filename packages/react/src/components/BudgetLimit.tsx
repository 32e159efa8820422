'use client'

import type { Limit, Usage } from '@payerkit/core/budget'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useSurroundings } from '../provider/context.js'
import { Action } from './Action.js'
import { BudgetAsk } from './BudgetAsk.js'
import { BudgetForm } from './BudgetForm.js'
import { errorText, keyOf, limitWords, shareOf, stateOf, usageSays } from './budget.js'
import type { BudgetChange } from './useBudgetChange.js'
import { useBudgetTexts } from './useBudgetTexts.js'

/** What {@link BudgetLimit} takes. */
export type BudgetLimitProps = {
  readonly limit: Limit
  /** What it has been used for; at more than one site where it is counted by site. */
  readonly rows: readonly Usage[]
  readonly change: BudgetChange
}

// Sites that are shown; the others are counted.
const most = 3

/** One limit: what is left of it, and the ways to change it. */
export function BudgetLimit({ limit, rows, change }: BudgetLimitProps): ReactNode {
  const { locale, now } = useSurroundings()
  const texts = useBudgetTexts()
  const id = useId()
  const entry = useRef<HTMLLIElement>(null)
  const key = keyOf(limit)
  const isMine = change.about === key
  const step = isMine ? change.step : 'idle'
  const { question } = change
  const isBusy = change.step === 'working' || change.step === 'asking'
  const words = limitWords(limit, locale.tag)
  const [first] = rows

  const before = useRef(step)
  useEffect(() => {
    // The form is gone, and what had the focus with it.
    if (step === 'idle' && before.current !== 'idle' && document.activeElement === document.body)
      entry.current?.querySelector<HTMLElement>('button')?.focus()
    before.current = step
  }, [step])

  return (
    <li
      ref={entry}
      data-part="limit"
      data-state={first ? stateOf(first) : 'unused'}
      aria-labelledby={`${id}title`}
    >
      <strong id={`${id}title`} data-part="limit-title">
        {texts.title(words)}
      </strong>
      {rows.slice(0, most).map((usage) => (
        <div key={usage.origin ?? ''} data-part="limit-usage" data-state={stateOf(usage)}>
          {limit.per !== 'payment' && (
            <meter
              data-part="limit-meter"
              value={shareOf(usage)}
              aria-label={usageSays(usage, texts, locale.tag, now())}
            />
          )}
          <p data-part="limit-says">{usageSays(usage, texts, locale.tag, now())}</p>
        </div>
      ))}
      {rows.length > most && <p data-part="limit-says">{texts.moreSites(rows.length - most)}</p>}
      {isMine && question ? (
        <BudgetAsk question={question} busy={step === 'working'} answer={change.answer} />
      ) : step === 'editing' || (step === 'working' && change.wanted) ? (
        <BudgetForm
          names={[limit]}
          first={change.wanted ?? limit}
          busy={step === 'working'}
          error={change.error}
          save={change.set}
          cancel={() => change.edit(undefined)}
        />
      ) : (
        <>
          {isMine && change.error !== undefined && (
            <p data-part="limit-problem" role="alert">
              {errorText(change.error, texts)}
            </p>
          )}
          <div data-part="notice-actions">
            <Action
              ghost
              label={texts.change}
              about={`${id}title`}
              state={step}
              rest={isBusy && (isMine ? 'busy' : 'held')}
              onClick={() => change.edit(key)}
            />
            <Action
              ghost
              label={texts.remove}
              about={`${id}title`}
              state={step}
              rest={isBusy && (isMine ? 'busy' : 'held')}
              onClick={() => change.remove(limit)}
            />
          </div>
        </>
      )}
    </li>
  )
}
