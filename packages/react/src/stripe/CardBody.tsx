'use client'

import type { ReactNode, RefObject } from 'react'
import { Action, type ActionProps } from '../components/Action.js'
import { clockText } from '../format/Text.js'
import type { CardTexts } from '../locales/cardTexts.js'
import type { Locale } from '../locales/Locale.js'
import type { CardWords } from './cardMessages.js'
import type { CardPayment } from './cardPayment.js'
import { type CardState, isBusy } from './cardState.js'

/** What {@link CardBody} takes. */
export type CardBodyProps = {
  readonly payment: CardPayment
  readonly state: CardState
  readonly words: CardWords
  readonly texts: CardTexts
  readonly locale: Locale
  readonly settling: boolean
  /** Seconds until the offer ends. */
  readonly left: number | undefined
  readonly fields: ReactNode
  readonly fieldsRef: RefObject<HTMLDivElement | null>
  readonly noteRef: RefObject<HTMLDivElement | null>
}

/** The fields, what is to be said about them, and the one button. */
export function CardBody(props: CardBodyProps): ReactNode {
  const { payment, state, settling, words, texts, locale, left, fields, fieldsRef, noteRef } = props
  const { message } = words
  const text = message && (
    <>
      <strong>{message.what}</strong> {message.money} {message.next}
    </>
  )
  const gone = /^(paid|unknown|loadFailed)$/.test(state.name)
  return (
    <div data-part="card-body" data-state={state.name}>
      <div ref={fieldsRef} data-part="card-frame" data-state={state.name} hidden={gone || !fields}>
        {fields}
      </div>
      <div data-part="card-space">
        <div ref={noteRef} data-part="notice" data-state={message?.tone} hidden={!message} tabIndex={-1}>
          {/* Always there, so that what appears in it is told. */}
          <p role="alert">{message?.tone !== 'ok' && text}</p>
          {message?.tone === 'ok' && <p>{text}</p>}
          {state.name === 'unknown' && state.attemptId && (
            <div data-part="notice-actions">
              <Action
                ghost
                label={state.checking ? locale.checking : locale.checkNow}
                {...standing(state.checking)}
                onClick={payment.check}
              />
            </div>
          )}
        </div>
        {!message && (
          <p data-part="card-hint">
            {left === undefined ? texts.hint : `${locale.offerEnds} ${locale.endsIn(clockText(left))}`}
          </p>
        )}
      </div>
      <CardAction {...{ payment, state, settling, words, texts, locale }} />
    </div>
  )
}

type CardActionProps = Pick<CardBodyProps, 'payment' | 'state' | 'settling' | 'words' | 'texts' | 'locale'>

/** The one thing to do next, always in the same place; each a node of its own, or a click on one could end on the next. */
function CardAction({ payment, state, settling, words, texts, locale }: CardActionProps): ReactNode {
  const action = (label: string, onClick?: () => void, working = false, waiting = false) => (
    <Action
      key={onClick ? state.name : 'pay'}
      label={label}
      onClick={onClick}
      {...standing(working, waiting)}
    />
  )
  switch (state.name) {
    case 'paid':
      return state.unread ? action(words.label, payment.reread) : null
    case 'unknown':
      return null
    case 'loadFailed':
      return state.retry ? action(locale.tryAgain(undefined), payment.reloadFields) : null
    case 'expired':
      return payment.renewable
        ? action(state.renewing ? texts.gettingOffer : locale.askAnew, payment.renew, state.renewing)
        : null
    default:
      return words.amount
        ? action(words.label, undefined, isBusy(state), settling || state.name === 'loading')
        : null
  }
}

/** At work, or not yet to be used: it keeps the focus, and does nothing. */
function standing(busy: boolean, waiting = false) {
  const rest: ActionProps['rest'] = busy ? 'busy' : waiting && 'held'
  return { rest, state: busy ? 'working' : waiting ? 'waiting' : 'idle' }
}
