'use client'

import type { Offer } from '@payerkit/core'
import { type ReactNode, useState } from 'react'
import { formatMoney } from '../format/Money.js'
import { hostOf } from '../format/Text.js'
import type { Question } from '../provider/consent.js'
import { useSurroundings } from '../provider/context.js'
import { Action } from './Action.js'
import { Asker } from './Asker.js'
import { Notice } from './Notice.js'
import { OfferChoice } from './OfferChoice.js'
import { OfferDetails } from './OfferDetails.js'
import { OfferTerms } from './OfferTerms.js'
import { isUnknownToken, payText, promptText } from './offers.js'
import { SessionAmount } from './SessionAmount.js'
import type { Choice } from './useChoice.js'

/** What {@link OfferSheet} takes. */
export type OfferSheetProps = {
  /** What its parts are called by. */
  readonly id: string
  readonly question: Omit<Question, 'id' | 'turn' | 'offer' | 'close'>
  readonly choice: Choice & { readonly offer: Offer }
  /** Whether the person has had time to see what they click on. */
  readonly armed: boolean
  /** Calls it off; without it there is no cross. */
  readonly close?: (() => void) | undefined
  /** Why it cannot be paid as things are, and what helps. */
  readonly lack?: ReactNode
  /** What stands in the place of the button once it has `ended`. */
  readonly outcome: ReactNode
}

/** One question to the person: who asks, how much, for whom, until when, by what means, and the button that agrees. */
export function OfferSheet(props: OfferSheetProps): ReactNode {
  const { id, question, choice, armed, close, lack, outcome } = props
  const { state, url, refused, error, phase, tries } = question
  const { offers, offer, left, expired } = choice
  const { locale, renderOffer } = useSurroundings()
  const [detailed, setDetailed] = useState(false)
  const host = hostOf(offer.origin)
  const amount = formatMoney(offer.amount, locale.tag)
  const inWallet = offer.prompt === 'transaction' || offer.prompt === 'signature'
  const sending = tries > 0 ? locale.sendingAgain : locale.sending
  const working = phase === 'submitting' || !inWallet ? sending : locale.confirm
  const pays = error ? locale.tryAgain(amount) : payText(offer, locale)
  const asked = expired ? locale.askAgain : promptText(offer, locale)
  const slot = Object.hasOwn(renderOffer, offer.method) ? renderOffer[offer.method] : undefined
  const rest =
    state === 'working'
      ? 'busy'
      : (expired || !armed || Boolean(lack) || !offers.includes(offer)) && 'disabled'

  return (
    <div data-part="sheet">
      <Asker
        offer={offer}
        id={`${id}title`}
        label={state === 'asking' ? locale.cancel : locale.close}
        close={close}
      />
      <SessionAmount offer={offer} id={`${id}amount`} />
      <OfferChoice offers={offers} chosen={offer} disabled={state !== 'asking'} choose={choice.choose} />
      {slot ? (
        // Hidden and not gone: what was typed is there when the payment is asked for again.
        <div data-part="slot" hidden={state === 'ended'}>
          {slot({
            offer,
            state,
            expired,
            error,
            approve: (input) => !expired && question.approve(offer, input),
            cancel: close ?? (() => {}),
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
      {state === 'asking' && lack}
      {state === 'ended'
        ? outcome
        : !slot && (
            <div data-part="actions">
              <Action
                label={expired ? locale.offerEnded : pays}
                state={expired ? 'expired' : state}
                rest={rest}
                onClick={() => question.approve(offer)}
              />
            </div>
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
  )
}
