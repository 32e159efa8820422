'use client'

import { BaseError } from '@payerkit/core'
import type { Limit, LimitName } from '@payerkit/core/budget'
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useSurroundings } from '../provider/context.js'
import { Action } from './Action.js'
import { errorText, keyOf, limitWords, readAmount, unitOf } from './budget.js'
import { useBudgetTexts } from './useBudgetTexts.js'

/** What {@link BudgetForm} takes. */
export type BudgetFormProps = {
  /** What the amount may be for; one of many is chosen. */
  readonly names: readonly [LimitName, ...LimitName[]]
  /** What stands there at first, where it is one of these. */
  readonly first: Limit | undefined
  readonly busy: boolean
  /** What went wrong with the amount that was saved last. */
  readonly error: unknown
  save(limit: Limit): void
  cancel(): void
}

/** One amount to type, and where there is a choice, what it is for. */
export function BudgetForm({ names, first, busy, error, save, cancel }: BudgetFormProps): ReactNode {
  const { locale } = useSurroundings()
  const texts = useBudgetTexts()
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(first?.amount ?? '')
  const [chosen, setChosen] = useState(keyOf(first ?? names[0]))
  const [wrong, setWrong] = useState<unknown>()
  const name = names.find((each) => keyOf(each) === chosen) ?? names[0]
  const problem = wrong ?? error

  // Whoever pressed the button that opened this wants to type.
  useEffect(() => field.current?.select(), [])

  function submit(event?: FormEvent): void {
    event?.preventDefault()
    if (busy) return
    setWrong(undefined)
    try {
      save(readAmount(text, name))
    } catch (cause) {
      if (!(cause instanceof BaseError)) throw cause
      setWrong(cause)
      field.current?.focus()
    }
  }

  return (
    <form data-part="limit-form" noValidate onSubmit={submit}>
      {names.length > 1 && (
        <label data-part="limit-field">
          <span>{texts.kind}</span>
          <select value={keyOf(name)} onChange={({ target }) => setChosen(target.value)}>
            {names.map((each) => (
              <option key={keyOf(each)} value={keyOf(each)}>
                {texts.title(limitWords(each, locale.tag))}
              </option>
            ))}
          </select>
        </label>
      )}
      <label data-part="limit-field">
        <span>{texts.amountIn(unitOf(name))}</span>
        <input
          ref={field}
          inputMode="decimal"
          autoComplete="off"
          value={text}
          aria-invalid={problem !== undefined}
          aria-describedby={`${id}problem`}
          onChange={({ target }) => setText(target.value)}
        />
      </label>
      <p id={`${id}problem`} data-part="limit-problem" role="alert">
        {problem !== undefined && errorText(problem, texts)}
      </p>
      <div data-part="notice-actions">
        <Action label={texts.save} state="editing" rest={busy && 'busy'} onClick={submit} />
        <Action ghost label={locale.cancel} state="editing" rest={busy && 'busy'} onClick={cancel} />
      </div>
    </form>
  )
}
