'use client'

import type { Offer } from '@payerkit/core'
import { type ReactNode, useRef, useState } from 'react'
import { formatMoney } from '../format/Money.js'
import { hostOf } from '../format/Text.js'
import type { Question } from '../provider/consent.js'
import { useSurroundings } from '../provider/context.js'
import { Action } from './Action.js'
import { Asker } from './Asker.js'
import { Notice } from './Notice.js'
import { OfferChoice } from './OfferChoice.js'
import { OfferDetails } from './OfferDetails.js'
import { type RenderRemedy, slotOf } from './OfferSlot.js'
import { OfferTerms } from './OfferTerms.js'
import { isUnknownToken, payText, priceOf, promptText } from './offers.js'
import { SessionAmount } from './SessionAmount.js'
import { useArmed } from './useArmed.js'
import type { Choice } from './useChoice.js'
import { useFormerPrice } from './useFormerPrice.js'
import { useRenewal } from './useRenewal.js'

/** What {@link OfferSheet} takes. */
export type OfferSheetProps = {
  /** What its parts are called by. */
  readonly id: string
  readonly question: Omit<Question, 'id' | 'offer' | 'close'>
  readonly choice: Choice & { readonly offer: Offer }
  /** Calls it off; without it there is no cross. */
  readonly close?: (() => void) | undefined
  /** What helps where it cannot be paid as things are. Default: the provider's. */
  readonly remedy?: RenderRemedy | undefined
  /** What stands in the place of the button once it has `ended`. */
  readonly outcome: ReactNode
}

/** One question to the person: who asks, how much, for whom, until when, by what means, and the button that agrees. */
export function OfferSheet(props: OfferSheetProps): ReactNode {
  const { id, question, choice, close, outcome } = props
  const { turn, state, url, refused, error, phase, tries } = question
  const { offers, offer, left, expired, lacks } = choice
  const { locale, renderOffer, renderAmount, remember, preflight } = useSurroundings()
  const remedy = props.remedy ?? preflight?.remedy
  const [detailed, setDetailed] = useState(false)
  const yes = useRef<() => void>(undefined)
  const armed = useArmed(`${turn} ${offer.challenge.id}`, turn)
  useRenewal(expired, question.renew)

  const price = formatMoney(priceOf(offer), locale.tag)
  const was = useFormerPrice(offer)
  const isAsking = state === 'asking'
  const isPayable = offers.includes(offer)
  const inWallet = offer.prompt === 'transaction' || offer.prompt === 'signature'
  const sending = tries > 0 ? locale.sendingAgain : locale.sending
  const confirming = phase === 'submitting' || !inWallet ? sending : locale.confirm
  // Without a yes it is a new offer that it works on.
  const working = phase ? confirming : locale.checking
  const pays = error ? locale.tryAgain(price) : payText(offer, locale)
  const asked = expired ? locale.askAgain : promptText(offer, locale)
  const lack = isAsking && isPayable && lacks?.get(offer)
  const slot = slotOf(renderOffer, offer.method)
  const amount = slotOf(renderAmount, offer.intent)
  const rest =
    state === 'working'
      ? 'busy'
      : lack || !isPayable
        ? 'disabled'
        : // Until it is known whether it can be paid; the focus stays.
          (!armed || (lacks && !lacks.has(offer))) && 'held'

  function approve(input?: unknown): void {
    if (expired) return
    yes.current?.()
    question.approve(offer, input)
  }

  return (
    <div data-part="sheet">
      <Asker offer={offer} id={`${id}title`} label={isAsking ? locale.cancel : locale.close} close={close} />
      {was && isAsking && (
        <p data-part="warning" data-state="changed" role="status">
          {locale.changed(formatMoney(was, locale.tag), price)}
        </p>
      )}
      {amount ? amount({ offer, id: `${id}amount` }) : <SessionAmount offer={offer} id={`${id}amount`} />}
      <OfferChoice offers={offers} lacks={lacks} chosen={offer} disabled={!isAsking} choose={choice.choose} />
      {slot ? (
        // Hidden and not gone: what was typed is there when the payment is asked for again.
        <div data-part="slot" hidden={state === 'ended'}>
          {slot({ offer, state, expired, error, held: !!rest, locale, approve, cancel: close ?? (() => {}) })}
        </div>
      ) : (
        <OfferTerms offer={offer} left={state === 'ended' ? undefined : left} />
      )}
      {isUnknownToken(offer) && (
        <p data-part="warning">
          <strong>{locale.unknownToken}</strong> {locale.unknownTokenHint}
        </p>
      )}
      {isAsking && error && !slot && <Notice error={error} who={hostOf(offer.origin)} />}
      {isAsking && offers.length === 0 && <Notice id="offer" />}
      {lack && (
        <div data-part="warning" data-state="lack" role="status">
          <p>{lack.message}</p>
          {remedy?.(lack, offer, approve)}
        </div>
      )}
      {state !== 'ended' && isPayable && remember?.({ offer, disabled: !isAsking, onYes: yes })}
      {state === 'ended'
        ? outcome
        : (expired || !slot) && (
            <div data-part="actions">
              <Action
                label={expired ? locale.askAnew : pays}
                state={expired ? 'expired' : state}
                rest={expired ? false : rest}
                onClick={expired ? question.renew : () => approve()}
              />
            </div>
          )}
      <footer data-part="foot">
        <span role="status">{isAsking ? asked : state === 'working' && working}</span>
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
