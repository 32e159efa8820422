'use client'

import type { Offer, PayOptions, Quote } from '@payerkit/core'
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Asker } from '../components/Asker.js'
import { OfferAmount } from '../components/OfferAmount.js'
import { useRoot } from '../components/useRoot.js'
import { type CardTexts, cardTexts } from '../locales/cardTexts.js'
import { useSurroundings } from '../provider/context.js'
import { CardBody } from './CardBody.js'
import { CardFields, type CardFieldsOptions } from './CardFields.js'
import type { CardHandlers } from './cardDriver.js'
import { type CardWords, wordsOf } from './cardMessages.js'
import type { CardState } from './cardState.js'
import { checkoutOf } from './checkouts.js'
import { useCardFocus, useCardPayment } from './useCardPayment.js'

/** What {@link CardCheckout} takes. */
export type CardCheckoutProps = CardFieldsOptions &
  CardHandlers & {
    /** What is paid for. A form keeps to its payment: give another `key` with the quote of something else. */
    readonly quote: Quote
    /**
     * The same request once more, unpaid: `() => payer.quote(url, init)`. A second try and an offer that ended need a
     * fresh challenge. When it asks for more or for less, the person is shown both before anything is paid.
     */
    readonly requote: () => Promise<Quote>
    /** Default: the quote's card offer. */
    readonly offer?: Offer | undefined
    readonly payment?: PayOptions | undefined
    /** Default: the provider's, then English. */
    readonly texts?: CardTexts | undefined
    /** Another inside for the form; the form itself, its live region and its rules stay. */
    readonly children?: ((card: CardView) => ReactNode) | undefined
  }

/** What a form of your own shows, and what can be done in it. */
export type CardView = CardWords & {
  readonly state: CardState
  readonly offer: Offer | undefined
  /** Stripe's fields. Render them always and in one place, or what was typed is gone. */
  readonly fields: ReactNode
  /** Seconds until the offer ends. */
  readonly left: number | undefined
  /** Does nothing while `state` is not one in which may be paid. */
  pay(): void
  /** Calls a payment off, as long as nothing was sent. */
  cancel(): void
  /** Looks again at a payment that is `unknown`. Never pays anew. */
  check(): void
  /** Hands what is `paid` to `onSuccess` again after that has failed. */
  reread(): void
  /** Gets a new offer when the old one has `expired`. */
  renew(): void
  /** Loads the fields again after `loadFailed`. */
  retry(): void
}

/**
 * Collects a card in Stripe's fields and pays a quote with it, once, whatever goes wrong.
 *
 * @example
 * ```tsx
 * const stripe = () => loadStripe('pk_test_…')
 *
 * <CardCheckout
 *   stripe={stripe}
 *   quote={quote}
 *   requote={() => payer.quote('/report')}
 *   onSuccess={async (response) => show(await response.json())}
 * />
 * ```
 */
export function CardCheckout(props: CardCheckoutProps): ReactNode {
  const { quote, requote, children, onCancel } = props
  const { payer, locale, now } = useSurroundings()
  const texts = props.texts ?? locale.cards ?? cardTexts
  const root = useRoot()
  const id = useId()
  const means = { payer, requote, payment: props.payment }
  const [{ payment, driver, show }] = useState(() => checkoutOf({ quote, offer: props.offer, means, now }))
  const { state, offer, load, settling, left } = useCardPayment(payment, props)
  const form = useRef<HTMLFormElement>(null)
  const fieldsRef = useRef<HTMLDivElement>(null)
  const noteRef = useRef<HTMLDivElement>(null)
  useCardFocus(payment, state, { form, fields: fieldsRef, note: noteRef })

  const shown = useRef(quote)
  useEffect(() => {
    driver.use(means)
    if (shown.current === quote) return
    shown.current = quote
    show(quote, props.offer)
  })

  const words = wordsOf(state, offer, texts, locale)
  const fields = offer && <CardFields {...props} {...{ payment, offer, load }} />
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void payment.pay()
  }
  const cancellable = onCancel && !/^(submitting|paid|unknown|cancelled)$/.test(state.name)

  return (
    <form
      {...root}
      ref={form}
      tabIndex={-1}
      data-part="card"
      data-state={state.name}
      aria-label={texts.form}
      noValidate
      onSubmit={submit}
    >
      {children ? (
        children({
          ...words,
          state,
          offer,
          fields: <div ref={fieldsRef}>{fields}</div>,
          left,
          pay: () => void payment.pay(),
          cancel: payment.cancel,
          check: payment.check,
          reread: payment.reread,
          renew: payment.renew,
          retry: payment.reloadFields,
        })
      ) : (
        <>
          {offer && (
            <Asker offer={offer} label={locale.cancel} close={cancellable ? payment.cancel : undefined} />
          )}
          {offer && <OfferAmount offer={offer} id={id} />}
          <CardBody
            {...{ payment, state, settling, words, texts, locale, left, fields, fieldsRef, noteRef }}
          />
          <footer data-part="foot">
            <span>{locale.asksCard('Stripe')}</span>
          </footer>
        </>
      )}
      <p data-part="live" role="status">
        {words.announcement}
      </p>
    </form>
  )
}
