'use client'

import type { ReactNode, RefObject } from 'react'
import { clockText } from '../format/Text.js'
import type { Locale } from '../locales/Locale.js'
import type { CardWords } from './cardMessages.js'
import { type CardState, isBusy } from './cardState.js'
import type { CardTexts } from './cardTexts.js'
import type { CardPayment } from './createCardPayment.js'

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
  const told = message && [message.what, message.money, message.next].filter(Boolean)
  const text = told && (
    <>
      <strong>{told[0]}</strong> {told.slice(1).join(' ')}
    </>
  )
  const gone = state.name === 'paid' || state.name === 'unknown' || state.name === 'loadFailed'
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
              <CardButton ghost busy={state.checking} onClick={payment.check}>
                {state.checking ? locale.checking : locale.checkNow}
              </CardButton>
            </div>
          )}
        </div>
        {!message && (
          <p data-part="card-hint">
            {left === undefined ? texts.hint : `${locale.offerEnds} ${locale.endsIn(clockText(left))}`}
          </p>
        )}
      </div>
      <CardAction payment={payment} state={state} settling={settling} words={words} texts={texts} />
    </div>
  )
}

type CardActionProps = Pick<CardBodyProps, 'payment' | 'state' | 'settling' | 'words' | 'texts'>

/** The one thing to do next, always in the same place; each a node of its own, or a click on one could end on the next. */
function CardAction({ payment, state, settling, words, texts }: CardActionProps): ReactNode {
  switch (state.name) {
    case 'paid':
    case 'unknown':
      return null
    case 'loadFailed':
      return state.retry ? (
        <CardButton key="retry" onClick={payment.reloadFields}>
          {texts.retry}
        </CardButton>
      ) : null
    case 'expired':
      return payment.renewable ? (
        <CardButton key="renew" busy={state.renewing} onClick={payment.renew}>
          {state.renewing ? texts.gettingOffer : texts.newOffer}
        </CardButton>
      ) : null
    default:
      if (!words.amount) return null
      return (
        <CardButton key="pay" busy={isBusy(state)} waiting={settling || state.name === 'loading'}>
          {words.label}
        </CardButton>
      )
  }
}

type CardButtonProps = {
  readonly ghost?: boolean
  /** At work: keeps the focus, and does nothing. */
  readonly busy?: boolean
  /** Not yet to be used. */
  readonly waiting?: boolean
  /** Without it the button submits the form. */
  readonly onClick?: () => unknown
  readonly children: ReactNode
}

function CardButton({ ghost, busy = false, waiting = false, onClick, children }: CardButtonProps): ReactNode {
  return (
    <button
      type={onClick ? 'button' : 'submit'}
      data-part={ghost ? 'button-ghost' : 'button'}
      data-state={busy ? 'working' : waiting ? 'waiting' : 'idle'}
      aria-disabled={busy || waiting || undefined}
      aria-busy={busy || undefined}
      onClick={onClick && !busy ? () => void onClick() : undefined}
    >
      {children}
    </button>
  )
}
