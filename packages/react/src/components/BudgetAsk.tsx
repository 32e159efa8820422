'use client'

import type { BudgetQuestion } from '@payerkit/core/budget'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useSurroundings } from '../provider/context.js'
import { Action } from './Action.js'
import { keyOf, limitWords } from './budget.js'
import { useArmed } from './useArmed.js'
import { useBudgetTexts } from './useBudgetTexts.js'

/** What {@link BudgetAsk} takes. */
export type BudgetAskProps = {
  readonly question: BudgetQuestion
  /** The answer is being written down. */
  readonly busy: boolean
  answer(yes: boolean): void
}

/** The question before more is paid without asking: what was, what will be, and what else holds then. */
export function BudgetAsk({ question, busy, answer }: BudgetAskProps): ReactNode {
  const { locale } = useSurroundings()
  const texts = useBudgetTexts()
  const id = useId()
  const group = useRef<HTMLFieldSetElement>(null)
  const { changes, limits } = question
  const says = (limit: (typeof limits)[number]) => texts.limit(limitWords(limit, locale.tag))
  const changed = new Set(changes.flatMap(({ after }) => (after ? [keyOf(after)] : [])))
  const others = limits.filter((limit) => !changed.has(keyOf(limit)))
  const removes = changes.every(({ after }) => after === undefined)
  const [shown, setShown] = useState(false)
  // A second click of the one that brought this was meant for what stood here before.
  const armed = useArmed(shown ? 'shown' : 'new') && shown
  useEffect(() => {
    setShown(true)
    group.current?.focus()
  }, [])

  return (
    <fieldset ref={group} data-part="limit-ask" tabIndex={-1} aria-labelledby={id}>
      <div id={id}>
        {changes.map(({ before, after }) => (
          <p key={keyOf(after ?? before ?? { currency: '', per: 'all' })}>
            <strong>{after ? texts.asks(says(after)) : before && texts.asksWithout(says(before))}</strong>{' '}
            {after && (before ? texts.before(limitWords(before, locale.tag).amount) : texts.beforeAsked)}
          </p>
        ))}
        {others.length > 0 && (
          <>
            <p>{texts.alsoHold}</p>
            <ul>
              {others.map((limit) => (
                <li key={keyOf(limit)}>{says(limit)}</li>
              ))}
            </ul>
          </>
        )}
      </div>
      <div data-part="notice-actions">
        <Action
          label={removes ? texts.yesRemove : texts.yes}
          state="asking"
          about={id}
          rest={busy ? 'busy' : !armed && 'held'}
          onClick={() => answer(true)}
        />
        <Action ghost label={texts.no} state="asking" rest={busy && 'held'} onClick={() => answer(false)} />
      </div>
    </fieldset>
  )
}
