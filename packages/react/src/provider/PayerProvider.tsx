'use client'

import type { Payer } from '@payerkit/core'
import { type ReactNode, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { Preflight, RenderAmount, RenderOffer, RenderRemember } from '../components/OfferSlot.js'
import { PaymentDialog } from '../components/PaymentDialog.js'
import { en } from '../locales/en.js'
import type { Locale } from '../locales/Locale.js'
import { createConsent, type Question } from './consent.js'
import { type Surroundings, SurroundingsContext, type Theme } from './context.js'

/** What {@link PayerProvider} takes. */
export type PayerProviderProps = {
  readonly payer: Payer
  readonly children?: ReactNode
  /** `false`: nothing is asked here. A function: your own dialog for each question. Default: `<PaymentDialog>`. */
  readonly ui?: boolean | ((question: Question) => ReactNode) | undefined
  /** The texts, as the entries `@payerkit/react/locales/…` have them. Default: English. */
  readonly locale?: Locale | undefined
  /** Default: as the page's `data-theme` and the system say. */
  readonly theme?: Theme | undefined
  /** Forms for methods that collect something, such as a card. */
  readonly renderOffer?: RenderOffer | undefined
  /** Words for offers that are more than one sum, such as subscriptions; without them those are not offered. */
  readonly renderAmount?: RenderAmount | undefined
  /** Looks before Pay is lit whether the wallet can pay: `createPreflight()` of `@payerkit/react/checkout`. */
  readonly preflight?: Preflight | undefined
  /** Offers not to be asked again: `rememberIn(budget)` of `@payerkit/react/budget`. */
  readonly remember?: RenderRemember | undefined
}

const nothing = {}
const nobody = () => undefined

/**
 * Gives a payer to everything inside and asks the person in one dialog, whoever wants to pay.
 *
 * @example
 * ```tsx
 * const payer = createPayer({ methods: [tempo({ client })] })
 *
 * <PayerProvider payer={payer}>
 *   <App />
 * </PayerProvider>
 * ```
 */
export function PayerProvider(props: PayerProviderProps): ReactNode {
  const { payer, children, ui = true, locale = en, theme = 'system', renderOffer = nothing } = props
  const { renderAmount = nothing, preflight, remember } = props
  const [consent] = useState(createConsent)
  const asks = ui !== false

  // Only says who is asked; nothing is paid by it.
  useEffect(() => {
    if (!asks) return
    const leave = payer.setApprove(consent.approve)
    const unfollow = payer.on('attempt', consent.follow)
    return () => {
      leave()
      unfollow()
      consent.close()
    }
  }, [payer, consent, asks])

  const question = useSyncExternalStore(consent.subscribe, consent.getSnapshot, nobody)
  const surroundings = useMemo<Surroundings>(
    () => ({ payer, locale, theme, now: payer.now, renderOffer, renderAmount, preflight, remember }),
    [payer, locale, theme, renderOffer, renderAmount, preflight, remember],
  )
  return (
    <SurroundingsContext.Provider value={surroundings}>
      {children}
      {question &&
        (typeof ui === 'function' ? ui(question) : <PaymentDialog key={question.id} question={question} />)}
    </SurroundingsContext.Provider>
  )
}
