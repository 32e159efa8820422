'use client'

import type { Subscription } from '@payerkit/core/tempo'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { formatMoney } from '../format/Money.js'
import type { SubscriptionAction } from '../hooks/subscriptionDesk.js'
import { useSurroundings } from '../provider/context.js'
import { Action } from './Action.js'
import { eachText } from './recurrence.js'
import { aboutOf, errorText, saysOf, sellerOf } from './subscriptionWords.js'
import { useArmed } from './useArmed.js'
import { useSubscriptionTexts } from './useSubscriptionTexts.js'

/** What {@link SubscriptionCard} takes. */
export type SubscriptionCardProps = {
  readonly subscription: Subscription
  readonly pending: SubscriptionAction | undefined
  readonly error: Error | undefined
  cancel(): void
  /** Lets go of one that is over; without it there is no button for it. */
  readonly forget?: (() => void) | undefined
}

/** One subscription: what it costs, when it is charged next, when it ends, and the way out of it. */
export function SubscriptionCard(props: SubscriptionCardProps): ReactNode {
  const { subscription, pending, error, cancel, forget } = props
  const { locale, now } = useSurroundings()
  const texts = useSubscriptionTexts()
  const id = useId()
  const [asked, setAsked] = useState(false)
  const card = useRef<HTMLElement>(null)
  const acted = useRef(false)
  const { status, price, period } = subscription
  const state = pending === 'cancel' ? 'cancelling' : status
  const stops = status === 'active'
  if (asked && !stops) setAsked(false)
  const armed = useArmed(asked ? 'sure' : status)
  const about = aboutOf(subscription)

  useEffect(() => {
    // The button that did it is gone; nobody should be sent back to the top of the page.
    if (acted.current && !stops && document.activeElement === document.body) card.current?.focus()
  }, [stops])

  const rest = pending ? 'busy' : !armed && 'held'

  return (
    <article
      ref={card}
      data-part="subscription"
      data-state={state}
      aria-labelledby={`${id}seller`}
      tabIndex={-1}
    >
      <div data-part="subscription-head">
        <strong id={`${id}seller`}>{sellerOf(subscription)}</strong>
        <span data-part="subscription-chip" data-state={state}>
          {texts.states[state]}
        </span>
      </div>
      {about && <p data-part="subscription-about">{about}</p>}
      <p data-part="subscription-price">
        {texts.price(formatMoney(price, locale.tag), eachText(period, texts, locale.tag))}
      </p>
      <p data-part="subscription-says" role="status">
        {state === 'cancelling' ? texts.cancelling : saysOf(subscription, texts, locale.tag, now())}
      </p>
      {asked && (
        <p data-part="subscription-sure" id={`${id}sure`}>
          {texts.sure}
        </p>
      )}
      {error && !pending && (
        <p data-part="subscription-problem" role="alert">
          {errorText(error, texts)}
        </p>
      )}
      {(stops || (forget && status !== 'unknown')) && (
        <div data-part="subscription-actions">
          {asked && (
            <Action
              key="keep"
              ghost
              label={texts.keep}
              state={state}
              rest={rest}
              onClick={() => setAsked(false)}
            />
          )}
          {stops && (
            <Action
              key="cancel"
              ghost
              label={asked ? texts.cancelSure : texts.cancel}
              others={[texts.cancel, texts.cancelSure]}
              about={asked ? `${id}sure` : `${id}seller`}
              state={state}
              rest={rest}
              onClick={() => {
                acted.current = asked
                if (asked) cancel()
                setAsked(!asked)
              }}
            />
          )}
          {!stops && forget && (
            <Action
              ghost
              label={texts.forget}
              about={`${id}seller`}
              state={state}
              rest={rest}
              onClick={forget}
            />
          )}
        </div>
      )}
    </article>
  )
}
