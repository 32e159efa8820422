'use client'

import type { Offer } from '@payerkit/core'
import { type ReactNode, useId, useState } from 'react'
import { formatMoney } from '../format/Money.js'
import { hostOf } from '../format/Text.js'
import type { Question } from '../provider/consent.js'
import { useSurroundings } from '../provider/context.js'
import { Action } from './Action.js'
import { Asker } from './Asker.js'
import { Notice } from './Notice.js'
import { OfferChoice } from './OfferChoice.js'
import { OfferDetails } from './OfferDetails.js'
import { OfferOutcome } from './OfferOutcome.js'
import { OfferTerms } from './OfferTerms.js'
import { isUnknownToken, payable, payText, promptText } from './offers.js'
import { SessionAmount } from './SessionAmount.js'
import { useRoot } from './useRoot.js'
import { useSecondsLeft } from './useSecondsLeft.js'
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
  const { state, url, refused, error, phase, tries } = question
  const { locale, renderOffer } = useSurroundings()
  const root = useRoot()
  const id = useId()
  const [picked, pick] = useState<Offer>()
  const [detailed, setDetailed] = useState(false)
  const offers = payable(question.offers, renderOffer)
  const offer = question.offer ?? choose(offers, picked) ?? question.offers[0]
  const left = useSecondsLeft(offer?.expiresAt)
  const sheet = useSheet(state !== 'working', question.turn, question.close)
  if (!offer) return null

  const host = hostOf(offer.origin)
  const expired = left === 0 && state === 'asking'
  const amount = formatMoney(offer.amount, locale.tag)
  const inWallet = offer.prompt === 'transaction' || offer.prompt === 'signature'
  const sending = tries > 0 ? locale.sendingAgain : locale.sending
  const working = phase === 'submitting' || !inWallet ? sending : locale.confirm
  const pays = error ? locale.tryAgain(amount) : payText(offer, locale)
  const asked = expired ? locale.askAgain : promptText(offer, locale)
  const slot = Object.hasOwn(renderOffer, offer.method) ? renderOffer[offer.method] : undefined
  const rest =
    state === 'working' ? 'busy' : (expired || !sheet.armed || !offers.includes(offer)) && 'disabled'

  return (
    <dialog
      {...root}
      {...sheet.props}
      data-part="dialog"
      data-state={expired ? 'expired' : state}
      aria-labelledby={`${id}title`}
      aria-describedby={`${id}amount`}
    >
      <div data-part="sheet">
        <Asker
          offer={offer}
          id={`${id}title`}
          label={state === 'asking' ? locale.cancel : locale.close}
          close={question.close}
        />
        <SessionAmount offer={offer} id={`${id}amount`} />
        <OfferChoice offers={offers} chosen={offer} disabled={state !== 'asking'} choose={pick} />
        {slot ? (
          // Hidden and not gone: what was typed is there when the payment is asked for again.
          <div data-part="slot" hidden={state === 'ended'}>
            {slot({
              offer,
              state,
              expired,
              error,
              approve: (input) => !expired && question.approve(offer, input),
              cancel: question.close,
            })}
          </div>
        ) : (
          <OfferTerms offer={offer} left={state === 'ended' ? undefined : left} />
        )}
        {isUnknownToken(offer) && (
          <p data-part="warning">
            <strong>{locale.unknownToken}</strong> {locale.unknownTokenHint}
          </p>
        )}
        {state === 'asking' && error && !slot && <Notice error={error} who={host} />}
        {state === 'asking' && offers.length === 0 && <Notice id="offer" />}
        {state === 'ended' ? (
          <OfferOutcome question={question} who={host} />
        ) : (
          !slot && (
            <div data-part="actions">
              <Action
                label={expired ? locale.offerEnded : pays}
                state={expired ? 'expired' : state}
                rest={rest}
                onClick={() => question.approve(offer)}
              />
            </div>
          )
        )}
        <footer data-part="foot">
          <span role="status">{state === 'asking' ? asked : state === 'working' && working}</span>
          <button
            type="button"
            data-part="details-toggle"
            aria-expanded={detailed}
            aria-controls={`${id}details`}
            onClick={() => setDetailed(!detailed)}
          >
            {locale.details}
          </button>
        </footer>
        <OfferDetails
          id={`${id}details`}
          hidden={!detailed}
          url={url}
          offer={offer}
          refused={refused}
          left={left}
        />
      </div>
    </dialog>
  )
}

/** The offer that was picked; when it is asked again, the one that is like it; at first one that can be paid as it is. */
function choose(offers: readonly Offer[], picked: Offer | undefined): Offer | undefined {
  const same = (offer: Offer) => offer.method === picked?.method && offer.intent === picked.intent
  return offers.find((offer) => offer === picked) ?? offers.find(same) ?? offers.find(isAtHand) ?? offers[0]
}

/** Whether there is something to pay with: a wallet that signs has to be connected first. */
function isAtHand({ prompt, payer }: Offer): boolean {
  return prompt === 'card' || prompt === 'none' || payer !== undefined
}
