'use client'

import type { Budget, BudgetQuestion, ConfirmBudget, Limit, LimitName } from '@payerkit/core/budget'
import { useEffect, useRef, useState } from 'react'
import { isMore, keyOf } from './budget.js'

/** What came of a change. */
export type BudgetNews = 'raised' | 'lowered' | 'removed' | 'cleared' | 'stays'

/** A change to a budget as it goes: one at a time. */
export type BudgetChangeState = {
  /** What it is about: the key of a limit, `add` or `clear`. */
  readonly about: string | undefined
  /** `asking` waits for an answer to `question`. */
  readonly step: 'idle' | 'editing' | 'working' | 'asking'
  /** What was to be set last, until it is. */
  readonly wanted: Limit | undefined
  readonly question: BudgetQuestion | undefined
  readonly news: BudgetNews | undefined
  readonly error: unknown
}

/** What can be done to a budget. */
export type BudgetChange = BudgetChangeState & {
  /** Opens the form of a limit, or closes every form. */
  edit(about: string | undefined): void
  /** Raises or lowers a limit, whichever it is; what is higher is asked for. */
  set(limit: Limit): void
  remove(name: LimitName): void
  clear(): void
  /** Answers the question. */
  answer(yes: boolean): void
}

const idle: BudgetChangeState = {
  about: undefined,
  step: 'idle',
  wanted: undefined,
  question: undefined,
  news: undefined,
  error: undefined,
}

/** Changes a budget as the person says, with the question in between. */
export function useBudgetChange(budget: Budget): BudgetChange {
  const [state, setState] = useState(idle)
  const answer = useRef<(yes: boolean) => void>(undefined)
  // Who is gone has not said yes.
  useEffect(() => () => answer.current?.(false), [])
  const isBusy = state.step === 'working' || state.step === 'asking'

  const confirm: ConfirmBudget = (question) =>
    new Promise((resolve) => {
      answer.current = (yes) => {
        answer.current = undefined
        setState((before) => ({ ...before, step: 'working' }))
        resolve(yes)
      }
      setState((before) => ({ ...before, step: 'asking', question }))
    })

  function run(about: string, work: () => Promise<BudgetNews>, wanted?: Limit): void {
    if (isBusy) return
    const before = state.step
    setState({ ...idle, about, wanted, step: 'working' })
    work().then(
      (news) => setState({ ...idle, about, news }),
      // The form it came from is there again, with what was typed.
      (error: unknown) => setState({ ...idle, about, wanted, step: before, error }),
    )
  }

  return {
    ...state,
    edit(about) {
      if (!isBusy) setState(about === undefined ? idle : { ...idle, about, step: 'editing' })
    },
    set(limit) {
      const about = state.step === 'editing' ? state.about : keyOf(limit)
      const work = async () => {
        const known = budget.limits.find((each) => keyOf(each) === keyOf(limit))
        if (!known || isMore(limit.amount, known.amount))
          return (await budget.raise(limit, { confirm })) ? 'raised' : 'stays'
        await budget.lower(limit)
        return 'lowered'
      }
      run(about ?? keyOf(limit), work, limit)
    },
    remove: (name) =>
      run(keyOf(name), async () => ((await budget.remove(name, { confirm })) ? 'removed' : 'stays')),
    clear: () =>
      run('clear', async () => {
        await budget.clear()
        return 'cleared'
      }),
    answer: (yes) => answer.current?.(yes),
  }
}
