'use client'

import { type ReactNode, useId } from 'react'
import { hostOf } from '../format/Text.js'
import type { Question } from '../provider/consent.js'
import { OfferOutcome } from './OfferOutcome.js'
import { OfferSheet } from './OfferSheet.js'
import { useChoice } from './useChoice.js'
import { useRoot } from './useRoot.js'
import { useSheet } from './useSheet.js'

/** What {@link PaymentDialog} takes. */
export type PaymentDialogProps = { readonly question: Question }

/**
 * Asks the person for one payment and follows it to its outcome. `<PayerProvider>` mounts it by itself.
 *
 * @example
 * ```tsx
 * <PayerProvider payer={payer} ui={(question) => <PaymentDialog key={question.id} question={question} />}>
 * ```
 */
export function PaymentDialog({ question }: PaymentDialogProps): ReactNode {
  const { state, turn, close } = question
  const root = useRoot()
  const id = useId()
  const choice = useChoice(question)
  const sheet = useSheet(state !== 'working', turn, close)
  const { offer, expired } = choice
  if (!offer) return null
  return (
    <dialog
      {...root}
      {...sheet.props}
      data-part="dialog"
      data-state={expired ? 'expired' : state}
      aria-labelledby={`${id}title`}
      aria-describedby={`${id}amount`}
    >
      <OfferSheet
        id={id}
        question={question}
        choice={{ ...choice, offer }}
        armed={sheet.armed}
        close={close}
        outcome={<OfferOutcome question={question} who={hostOf(offer.origin)} />}
      />
    </dialog>
  )
}
