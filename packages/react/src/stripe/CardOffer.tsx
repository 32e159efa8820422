'use client'

import type { Offer } from '@payerkit/core'
import type { CardInput } from '@payerkit/core/stripe'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { OfferSlotProps, RenderOffer } from '../components/OfferSlot.js'
import { type CardTexts, cardTexts } from '../locales/cardTexts.js'
import { useSurroundings } from '../provider/context.js'
import { CardBody } from './CardBody.js'
import { CardFields, type CardFieldsOptions } from './CardFields.js'
import { wordsOf } from './cardMessages.js'
import { createCardPayment } from './createCardPayment.js'
import { createSlotDriver } from './slotDriver.js'
import { useCardFocus, useCardPayment } from './useCardPayment.js'

/** What {@link CardOffer} takes. */
export type CardOfferProps = CardFieldsOptions & {
  readonly offer: Offer
  /** Says yes, with the card. */
  approve(input: CardInput): void
  /** `working` once the yes counts, `asking` when it is asked again. Default: `asking`. */
  readonly state?: OfferSlotProps['state'] | undefined
  /** Why the payment before did not work. */
  readonly error?: Error | undefined
  /** Default: the provider's, then English. */
  readonly texts?: CardTexts | undefined
}

/**
 * Collects a card for an offer, and pays nothing by itself: what a dialog of your own shows for a card.
 *
 * @example
 * ```tsx
 * <CardOffer stripe={stripe} offer={offer} approve={(input) => resolve({ offer, input })} />
 * ```
 */
export function CardOffer(props: CardOfferProps): ReactNode {
  const { offer, approve, state: asked = 'asking', error } = props
  const { locale, now } = useSurroundings()
  const texts = props.texts ?? locale.cards ?? cardTexts
  const [driver] = useState(createSlotDriver)
  const [payment] = useState(() => createCardPayment({ offer, driver, now }))
  const { state, offer: current = offer, load, settling, left } = useCardPayment(payment, {})
  const form = useRef<HTMLFormElement>(null)
  const fieldsRef = useRef<HTMLDivElement>(null)
  const noteRef = useRef<HTMLDivElement>(null)
  useCardFocus(payment, state, { form, fields: fieldsRef, note: noteRef })

  useEffect(() => driver.use(approve))
  const before = useRef(asked)
  useEffect(() => {
    // It is asked again: the answer before came to nothing.
    if (before.current !== 'asking' && asked === 'asking') driver.fail(error)
    before.current = asked
  }, [asked, error, driver])
  // Not while a payment is under way, so it is tried again whenever something moves.
  useEffect(() => payment.adopt(offer))

  const words = wordsOf(state, current, texts, locale)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void payment.pay()
  }
  const fields = <CardFields {...props} {...{ payment, load }} offer={current} />
  return (
    <form
      ref={form}
      tabIndex={-1}
      data-part="card-offer"
      data-state={state.name}
      aria-label={texts.form}
      noValidate
      onSubmit={submit}
    >
      <CardBody {...{ payment, state, settling, words, texts, locale, left, fields, fieldsRef, noteRef }} />
      <p data-part="live" role="status">
        {words.announcement}
      </p>
    </form>
  )
}

/**
 * The card form for the dialog of `<PayerProvider>`.
 *
 * @example
 * ```tsx
 * const renderOffer = cardOffers({ stripe: () => loadStripe('pk_test_…') })
 *
 * <PayerProvider payer={payer} renderOffer={renderOffer}>
 * ```
 */
export function cardOffers(options: CardFieldsOptions & Pick<CardOfferProps, 'texts'>): RenderOffer {
  const stripe: RenderOffer[string] = ({ offer, state, error, approve }) => (
    <CardOffer {...options} offer={offer} state={state} error={error} approve={approve} />
  )
  return { stripe, 'x402-card': stripe }
}
