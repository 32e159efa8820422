'use client'

import type { Capability, Offer } from '@payerkit/core'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { formatMoney } from '../format/Money.js'
import { hostOf, plainText } from '../format/Text.js'
import { methodOf } from '../hooks/request.js'
import { useCapability } from '../hooks/useCapability.js'
import { type CheckoutOptions, type CheckoutView, useCheckout } from '../hooks/useCheckout.js'
import { useSurroundings } from '../provider/context.js'
import { Action } from './Action.js'
import { Notice } from './Notice.js'
import { OfferSheet } from './OfferSheet.js'
import { useArmed } from './useArmed.js'
import { useChoice } from './useChoice.js'
import { useRoot } from './useRoot.js'

/** What an account lacks to pay an offer. */
export type Lack = Extract<Capability, { able: false }>

/** What {@link Checkout} takes. */
export type CheckoutProps<data> = CheckoutOptions<data> & {
  /** What helps where the wallet cannot pay: a button that connects, switches the network or brings money. */
  readonly remedy?: ((lack: Lack, offer: Offer) => ReactNode) | undefined
  /** What stands there once it is paid or free. Default: that it is paid. */
  readonly children?: ((checkout: CheckoutView<data>) => ReactNode) | undefined
}

/**
 * One purchase in the page: the price, every way to pay it, and what came of it, in one place.
 *
 * @example
 * ```tsx
 * <Checkout input="/api/report" onSuccess={async ({ response }) => show(await response?.json())} />
 * ```
 */
export function Checkout<data = undefined>(props: CheckoutProps<data>): ReactNode {
  const { remedy, children } = props
  const { locale } = useSurroundings()
  const root = useRoot()
  const id = useId()
  const checkout = useCheckout<data>(props)
  const { state, question, error } = checkout
  const choice = useChoice(question)
  const { offer, offers, expired } = choice
  const capability = useCapability(state === 'asking' && offer && offers.includes(offer) ? offer : undefined)
  const was = useFormerPrice(state === 'asking' ? offer : undefined)
  const armed = useArmed(`${offer?.challenge.id} ${offer?.amount.value}`)
  useRenewal(expired, checkout.load)
  const isSafe = /^(GET|HEAD)$/.test(methodOf(props))
  const isThere = state === 'paid' || state === 'free'
  if (isThere && children) return children(checkout)

  const money = (of: Offer) => formatMoney(of.amount, locale.tag)
  const changed = was && offer && state === 'asking' && (
    <p data-part="changed" role="status">
      {locale.changed(money(was), money(offer))}
    </p>
  )
  const lack = capability?.able === false && offer && (
    <div data-part="lack" role="status">
      <p>{plainText(capability.message, 200)}</p>
      {remedy?.(capability, offer)}
    </div>
  )
  const who = question && hostOf(question.url)
  return (
    <section
      {...root}
      data-part="checkout"
      data-state={expired ? 'expired' : state}
      aria-labelledby={offer ? `${id}title` : undefined}
      aria-busy={checkout.status === 'pending' || undefined}
    >
      {isThere ? (
        <Notice id="paid" />
      ) : offer && question ? (
        <>
          {changed}
          <OfferSheet
            id={id}
            question={question}
            choice={{ ...choice, offer }}
            armed={armed}
            lack={lack}
            outcome={<Outcome checkout={checkout} who={who} />}
          />
          {expired && (
            <div data-part="actions">
              <Action label={locale.askAnew} state={state} onClick={checkout.load} />
            </div>
          )}
        </>
      ) : state === 'loading' ? (
        checkout.status === 'idle' && !isSafe ? (
          // What may change something at the server is asked for by the person.
          <div data-part="actions">
            <Action label={locale.askAnew} state={state} onClick={checkout.load} />
          </div>
        ) : (
          <p data-part="skeleton">{locale.checking}</p>
        )
      ) : (
        <>
          {error ? <Notice error={error} /> : <Notice id="offer" />}
          <div data-part="actions">
            <Action label={locale.tryAgain(undefined)} state={state} onClick={checkout.load} />
          </div>
        </>
      )}
    </section>
  )
}

/** What an offer cost before the price changed under the eyes of the person; `undefined` where it did not. */
function useFormerPrice(offer: Offer | undefined): Offer | undefined {
  const [{ seen, was }, set] = useState<{ seen?: Offer; was?: Offer | undefined }>({})
  if (offer && offer !== seen) {
    const isSameWay = offer.method === seen?.method && offer.intent === seen.intent
    const isOther = offer.amount.value !== seen?.amount.value || offer.amount.asset !== seen.amount.asset
    set({ seen: offer, was: isSameWay && isOther ? seen : undefined })
  }
  return was
}

// A server whose offers end at once is not asked for ever.
const renewals = 12

/** Gets a new offer when one has ended that somebody may be looking at. Nothing is paid by it. */
function useRenewal(expired: boolean, load: () => void): void {
  const count = useRef(0)
  useEffect(() => {
    if (!expired || document.visibilityState === 'hidden' || count.current >= renewals) return
    count.current++
    load()
  }, [expired, load])
}

/** How it ended that is not simply paid: one notice, and the one thing to do. */
function Outcome<data>({
  checkout,
  who,
}: {
  readonly checkout: CheckoutView<data>
  readonly who: string | undefined
}): ReactNode {
  const { locale } = useSurroundings()
  const { state, error, phase, check, reread } = checkout
  const isUnread = state === 'unread'
  const label = isUnread
    ? locale.tryAgain(undefined)
    : state === 'checking'
      ? locale.checking
      : locale.checkNow
  return (
    <>
      <Notice error={error} phase={phase} who={who} />
      <div data-part="actions">
        <Action
          label={label}
          state={state}
          rest={state === 'checking' && 'busy'}
          onClick={isUnread ? reread : check}
        />
      </div>
    </>
  )
}
