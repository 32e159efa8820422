'use client'

import { NoOfferError, type PaidInit, type PayOptions } from '@payerkit/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { formatMoney } from '../format/Money.js'
import { hostOf } from '../format/Text.js'
import type { PaidState } from '../hooks/PaidState.js'
import { stateOf } from '../hooks/useCheckout.js'
import { usePaidRequest } from '../hooks/usePaidRequest.js'
import { usePrice } from '../hooks/usePrice.js'
import type { PaywallState } from '../paywall/PaywallState.js'
import { useSurroundings } from '../provider/context.js'
import { Action } from './Action.js'
import { Notice } from './Notice.js'
import { payable, priceOf } from './offers.js'
import { usePaywallTexts } from './usePaywallTexts.js'

/** What {@link PaywallButton} takes. */
export type PaywallButtonProps<data> = {
  readonly input: RequestInfo | URL
  readonly init?: PaidInit | undefined
  readonly payment: PayOptions
  readonly read: (response: Response) => Promise<data>
  onState(state: PaywallState): void
  onSuccess(result: PaidState<data>): void
}

/** The way to unlock that asks in the provider's dialog: the price on one button, and what came of it. */
export function PaywallButton<data>(props: PaywallButtonProps<data>): ReactNode {
  const { input, init, payment, read, onState, onSuccess } = props
  const surroundings = useSurroundings()
  const { locale } = surroundings
  const texts = usePaywallTexts()
  const { request, ...paid } = usePaidRequest<data>({ mode: 'stop', payment, read, show: onSuccess })
  const load = usePrice(request, { input, init })
  const state = standing(paid)
  const tell = useRef(onState)
  useEffect(() => {
    tell.current = onState
  })
  useEffect(() => tell.current(state), [state])

  const { quote, phase, status } = paid
  const offers = quote ? payable(quote.offers, surroundings) : []
  const offer = offers[0] ?? quote?.offers[0]
  const amount = offer && formatMoney(priceOf(offer), locale.tag)
  const isUnsellable = state === 'locked' && quote?.offers.length === 0
  const error = paid.error ?? (isUnsellable ? new NoOfferError(quote) : undefined)
  const isBusy = status === 'pending'
  const unlocks = texts.unlock(amount)
  const again = locale.tryAgain(state === 'locked' ? amount : undefined)
  const label =
    state === 'unknown'
      ? isBusy
        ? locale.checking
        : locale.checkNow
      : (error && phase !== 'cancelled') || state === 'unread'
        ? again
        : unlocks

  function press() {
    const buys = state === 'unread' || (quote && !isUnsellable)
    if (state === 'unknown') void request.check().catch(() => {})
    else if (buys) void request.pay().catch(() => {})
    else load()
  }

  return (
    <>
      <p data-part="paywall-once">{texts.once}</p>
      {error && phase !== 'cancelled' && (
        <Notice error={error} phase={phase} who={quote && hostOf(quote.url)} />
      )}
      <Action
        label={label}
        others={[unlocks, locale.checkNow, locale.checking]}
        state={state === 'asking' ? 'working' : state}
        rest={isBusy && 'busy'}
        onClick={press}
      />
    </>
  )
}

function standing(paid: PaidState<unknown>): PaywallState {
  const state = stateOf(paid)
  switch (state) {
    case 'asking':
      return 'locked'
    case 'working':
      return paid.phase === 'approving' ? 'asking' : 'working'
    case 'checking':
      return 'unknown'
    case 'paid':
      return 'unlocked'
    default:
      return state
  }
}
