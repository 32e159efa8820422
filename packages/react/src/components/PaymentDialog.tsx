'use client'

import { type ReactNode, useId } from 'react'
import { hostOf } from '../format/Text.js'
import type { Question } from '../provider/consent.js'
import { useSurroundings } from '../provider/context.js'
import { Action } from './Action.js'
import { Notice } from './Notice.js'
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
  const { state, turn, error, phase, close } = question
  const { locale, preflight } = useSurroundings()
  const root = useRoot()
  const id = useId()
  const choice = useChoice(question, preflight?.useLacks)
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
        close={close}
        // Where it is open, whoever asked for the payment looks again, and not this sheet: what comes of it is theirs.
        outcome={
          <>
            <Notice error={error} phase={phase} who={hostOf(offer.origin)} />
            <div data-part="actions">
              <Action ghost label={locale.close} state="asking" onClick={close} />
            </div>
          </>
        }
      />
    </dialog>
  )
}
