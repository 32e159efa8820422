'use client'

import { NoOfferError } from '@payerkit/core'
import { type ReactNode, useId } from 'react'
import { hostOf } from '../format/Text.js'
import { useLacks } from '../hooks/preflight.js'
import { methodOf } from '../hooks/request.js'
import { type CheckoutOptions, type CheckoutView, useCheckout } from '../hooks/useCheckout.js'
import { useSurroundings } from '../provider/context.js'
import { Action } from './Action.js'
import { Notice } from './Notice.js'
import { OfferSheet } from './OfferSheet.js'
import type { RenderRemedy } from './OfferSlot.js'
import { RefusedOffers } from './RefusedOffers.js'
import { useChoice } from './useChoice.js'
import { useRoot } from './useRoot.js'

/** What {@link Checkout} takes. */
export type CheckoutProps<data> = CheckoutOptions<data> & {
  /** What helps where the wallet cannot pay: a button that connects, switches the network or brings money. Default: the provider's. */
  readonly remedy?: RenderRemedy | undefined
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
  const choice = useChoice(question, useLacks)
  const { offer, expired } = choice
  const isSafe = /^(GET|HEAD)$/.test(methodOf(props))
  const isThere = state === 'paid' || state === 'free'
  if (isThere && children) return children(checkout)

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
        <Notice
          id="paid"
          {...(state === 'free' && { text: { what: locale.free, money: '', next: '', tone: 'ok' } })}
        />
      ) : offer && question ? (
        <>
          <OfferSheet
            id={id}
            question={question}
            choice={{ ...choice, offer }}
            remedy={remedy}
            outcome={<Outcome checkout={checkout} who={who} />}
          />
          <RefusedOffers refused={question.refused} />
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
          <Notice error={error ?? (checkout.quote && new NoOfferError(checkout.quote))} />
          <RefusedOffers refused={checkout.quote?.refused ?? []} />
          <div data-part="actions">
            <Action label={locale.tryAgain(undefined)} state={state} onClick={checkout.load} />
          </div>
        </>
      )}
    </section>
  )
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
