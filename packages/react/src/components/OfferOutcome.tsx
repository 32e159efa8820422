'use client'

import type { ReactNode } from 'react'
import type { Question } from '../provider/consent.js'
import { useSurroundings } from '../provider/context.js'
import { Action } from './Action.js'
import { Notice } from './Notice.js'

/**
 * How a payment ended that is not simply paid. Where that is open, whoever asked for the payment looks again, and not
 * this sheet: what comes of it is theirs.
 */
export function OfferOutcome({
  question,
  who,
}: {
  readonly question: Question
  readonly who: string
}): ReactNode {
  const { locale } = useSurroundings()
  const { error, phase, close } = question
  return (
    <>
      <Notice error={error} phase={phase} who={who} />
      <div data-part="actions">
        <Action ghost label={locale.close} state="asking" onClick={close} />
      </div>
    </>
  )
}
