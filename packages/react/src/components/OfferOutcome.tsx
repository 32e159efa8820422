'use client'

import { type ReactNode, useState } from 'react'
import { isOpen } from '../hooks/PaidState.js'
import type { Question } from '../provider/consent.js'
import { useSurroundings } from '../provider/context.js'
import { Action } from './Action.js'
import { Notice } from './Notice.js'

/** How a payment ended that is not simply paid, and a way to look again where that is open. */
export function OfferOutcome({
  question,
  who,
}: {
  readonly question: Question
  readonly who: string
}): ReactNode {
  const { payer, locale } = useSurroundings()
  const [checking, setChecking] = useState(false)
  const { error, phase, attemptId, close } = question
  const open = phase !== undefined && isOpen(phase)

  async function check() {
    setChecking(true)
    // What comes of it is told as the attempt's phase.
    if (attemptId !== undefined) await payer?.attempts.resume(attemptId).catch(() => {})
    setChecking(false)
  }

  return (
    <>
      <Notice error={error} phase={phase} who={who} />
      <div data-part="actions">
        {open && (
          <Action
            label={checking ? locale.checking : locale.checkNow}
            others={[locale.checkNow, locale.checking]}
            state={checking ? 'working' : 'asking'}
            rest={checking && 'busy'}
            onClick={check}
          />
        )}
        <Action ghost label={locale.close} state="asking" onClick={close} />
      </div>
    </>
  )
}
