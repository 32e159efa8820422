'use client'

import type { PaidInit, PayOptions, Quote } from '@payerkit/core'
import type { ReactNode } from 'react'
import { formatMoney } from '../format/Money.js'
import { hostOf } from '../format/Text.js'
import { isOpen, type PaidState } from '../hooks/PaidState.js'
import { addressOf, isFresh, methodOf } from '../hooks/request.js'
import type { PaidFetch } from '../hooks/usePaidFetch.js'
import { usePaidRequest } from '../hooks/usePaidRequest.js'
import { useSurroundings } from '../provider/context.js'
import { Action } from './Action.js'
import { Notice } from './Notice.js'
import { payable, payText, priceOf } from './offers.js'
import { useRoot } from './useRoot.js'

/**
 * What the button is up to. Only `idle` and `declined` can lead to a payment; `unknown` looks again, and `unread`
 * reads again what is paid already.
 */
export type PayButtonState = 'idle' | 'pending' | 'paid' | 'free' | 'unread' | 'unknown' | 'declined'

/** What a button of one's own is given. */
export type PayButtonRender<data> = Omit<PaidFetch<data>, 'fetch' | 'pay'> & {
  readonly state: PayButtonState
  /** What the button would say: `Pay $0.01`. */
  readonly label: string
  /** What a press does: pays, or looks or reads again; nothing where the state allows nothing. */
  press(): void
}

/** What {@link PayButton} takes. */
export type PayButtonProps<data> = {
  /** What is bought. */
  readonly input: RequestInfo | URL
  readonly init?: PaidInit | undefined
  /** What it costs, as `useQuote` found out, to have the price on the button. */
  readonly quote?: Quote | undefined
  readonly payment?: PayOptions | undefined
  readonly read?: ((response: Response) => Promise<data>) | undefined
  /**
   * Called once with what came, paid or free, on the screen or not; and again when the person wants it after this has
   * thrown or rejected. Nothing is paid again for that.
   */
  readonly onSuccess?: ((result: PaidFetch<data>) => unknown) | undefined
  /** Your own button. */
  readonly children?: ((button: PayButtonRender<data>) => ReactNode) | undefined
}

/**
 * A button that pays for one thing, once.
 *
 * @example
 * ```tsx
 * const { quote } = useQuote('https://api.example.com/photo')
 *
 * <PayButton input="https://api.example.com/photo" quote={quote} onSuccess={({ response }) => show(response)} />
 * ```
 */
export function PayButton<data = undefined>(props: PayButtonProps<data>): ReactNode {
  const { input, init } = props
  // Something else to buy is another button: what was paid for before says nothing about it.
  return <OneButton key={`${methodOf({ input, init })} ${addressOf(input)}`} {...props} />
}

function OneButton<data>(props: PayButtonProps<data>): ReactNode {
  const { input, init, payment, read, onSuccess, children } = props
  const surroundings = useSurroundings()
  const { locale, now } = surroundings
  const root = useRoot()
  const { request, ...paid } = usePaidRequest<data>({
    mode: 'ask',
    payment,
    read,
    show: (state): unknown => onSuccess?.({ ...state, fetch, pay, check, reset }),
  })
  const { fetch, pay, check, reset } = request
  const { error, phase } = paid
  const quote = paid.quote ?? props.quote
  const offer = quote && (payable(quote.offers, surroundings)[0] ?? quote.offers[0])
  const amount = offer && formatMoney(priceOf(offer), locale.tag)
  const pays = offer ? payText(offer, locale) : locale.pay(undefined)
  const state = stateOf(paid)
  const labels = {
    idle: pays,
    pending: isOpen(phase) ? locale.checking : pays,
    paid: locale.paid,
    free: locale.free,
    unread: locale.tryAgain(undefined),
    unknown: locale.checkNow,
    declined: locale.tryAgain(amount),
  }
  const label = labels[state]
  const rests = state === 'pending' || state === 'paid' || state === 'free'

  function press() {
    if (rests) return
    if (state === 'unknown') check()
    else if (state === 'unread') pay()
    else if (quote?.required && isFresh(quote, now())) pay(quote)
    else fetch(input, init)
  }

  if (children) return children({ ...paid, check, reset, state, label, press })
  return (
    <div {...root} data-part="pay" data-state={state}>
      <Action
        label={label}
        others={Object.values(labels)}
        state={state}
        rest={rests && 'busy'}
        onClick={press}
      />
      {error && phase !== 'cancelled' && (
        <Notice error={error} phase={phase} who={quote && hostOf(quote.url)} />
      )}
    </div>
  )
}

function stateOf({ status, phase, response }: PaidState<unknown>): PayButtonState {
  if (status === 'pending') return 'pending'
  if (isOpen(phase)) return 'unknown'
  if (status === 'error' && response) return 'unread'
  // Without an answer somebody else has it.
  if (phase === 'paid') return 'paid'
  if (status === 'success') return 'free'
  return status === 'error' && phase !== 'cancelled' ? 'declined' : 'idle'
}
