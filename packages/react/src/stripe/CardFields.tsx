'use client'

import type { Offer } from '@payerkit/core'
import { Elements, PaymentElement, useElements, useStripe } from '@stripe/react-stripe-js'
import type {
  Appearance,
  StripeElementLocale,
  StripeElementsOptions,
  StripePaymentElementOptions,
} from '@stripe/stripe-js'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useSurroundings } from '../provider/context.js'
import { CardContext, type StripeLoad } from './cardContext.js'
import { CardLoadError } from './cardErrors.js'
import type { CardPayment } from './cardPayment.js'
import { type CardElementsOptions, elementsOptionsOf, type PaymentMode } from './cardTerms.js'
import type { CardChoice } from './collectCard.js'
import { mergeAppearance } from './readTheme.js'
import { loadFrom, type SecretSource, type StripeSource, secretFrom } from './stripeSource.js'
import { useStable } from './useStable.js'
import { useTheme } from './useTheme.js'

/** How Stripe's fields are loaded and dressed. */
export type CardFieldsOptions = {
  /** What `loadStripe` of `@stripe/stripe-js/pure` gives, or better a function that calls it: then a failure can be retried. */
  readonly stripe: StripeSource
  /** On top of the page's own colours, font and corners. */
  readonly appearance?: Appearance | undefined
  /** Default: the provider's language. */
  readonly locale?: StripeElementLocale | undefined
  readonly fonts?: StripeElementsOptions['fonts']
  /** What else the Payment Element takes: `fields`, `layout`, `terms`, `wallets`, `defaultValues`, … */
  readonly paymentElement?: StripePaymentElementOptions | undefined
  /** What else Elements takes: `loader`, `paymentMethodOptions`, `excludedPaymentMethodTypes`, … */
  readonly elements?: CardElementsOptions | undefined
  /** Shows the cards that a customer saved, and can save a new one. A function is asked whenever the fields load. */
  readonly customerSessionClientSecret?: SecretSource | undefined
  /** Apple Pay, Google Pay and Link above the fields: `<ExpressPay />` of `@payerkit/react/express`. */
  readonly express?: ReactNode
}

type CardFieldsProps = CardFieldsOptions & {
  readonly payment: CardPayment
  readonly offer: Offer
  /** How often the fields were asked for. */
  readonly load: number
}

/** Milliseconds after which fields that did not come are told missing. They may still come. */
const patience = 20_000

/** Stripe's Payment Element for an offer. Everything typed into it goes to Stripe. */
export function CardFields(props: CardFieldsProps): ReactNode {
  const { payment, offer, express, paymentElement } = props
  const { locale: words } = useSurroundings()
  const frame = useRef<HTMLDivElement>(null)
  const theme = useTheme(frame)
  const loaded = useStripeLoad(props)
  // Stripe knows every language that the components speak, Chinese by a shorter name.
  const locale = props.locale ?? (words.tag.replace('-Hans', '') as StripeElementLocale)
  const { fonts, appearance } = props
  const customerSessionClientSecret = loaded?.secret
  const given = useStable<Partial<PaymentMode>>({
    ...props.elements,
    ...{ locale, fonts, appearance, customerSessionClientSecret },
  })
  const options = useMemo(
    () =>
      theme
        ? elementsOptionsOf(offer, {
            ...given,
            appearance: mergeAppearance(JSON.parse(theme), given.appearance),
          })
        : undefined,
    [offer, theme, given],
  )

  return (
    <CardContext.Provider value={{ payment, loaded, options }}>
      {express}
      <div ref={frame} data-part="card-fields">
        {loaded && options && (
          <Elements key={loaded.load} stripe={loaded.promise} options={options}>
            <Fields payment={payment} options={paymentElement} />
          </Elements>
        )}
      </div>
    </CardContext.Provider>
  )
}

/** Loads Stripe.js once, and once more whenever the fields are asked for again. */
function useStripeLoad({ stripe, payment, load, customerSessionClientSecret }: CardFieldsProps) {
  const [loaded, setLoaded] = useState<StripeLoad>()
  const begun = useRef<{ load: number; source: StripeSource; broken: boolean }>(undefined)

  useEffect(() => {
    const again = typeof stripe === 'function'
    const { current: before } = begun
    // StrictMode runs every effect twice.
    if (before?.load === load) {
      // A new promise is a way out of a failure; otherwise one that a render makes anew must not take the fields away.
      if (before.broken && !again && before.source !== stripe) payment.reloadFields()
      return
    }
    const current = { load, source: stripe, broken: false }
    begun.current = current
    const promise = loadFrom(stripe, (error) => {
      current.broken = true
      payment.failFields(error, again)
    })
    void secretFrom(customerSessionClientSecret).then((secret) => {
      if (begun.current === current) setLoaded({ load, promise, secret })
    })
  }, [load, stripe, payment, customerSessionClientSecret])

  // biome-ignore lint/correctness/useExhaustiveDependencies: every load has its own time.
  useEffect(() => {
    const timer = setTimeout(() => payment.failFields(new CardLoadError(), true), patience)
    return () => clearTimeout(timer)
  }, [load, payment])

  return loaded
}

type FieldsProps = {
  readonly payment: CardPayment
  readonly options: StripePaymentElementOptions | undefined
}

function Fields({ payment, options }: FieldsProps): ReactNode {
  const stripe = useStripe()
  const elements = useElements()
  const detach = useRef<() => void>(undefined)
  const choice = useRef<CardChoice>(undefined)

  useEffect(() => () => detach.current?.(), [])

  return (
    <PaymentElement
      {...(options && { options })}
      onReady={() => {
        if (stripe && elements) detach.current = payment.attach({ stripe, elements, choice })
      }}
      onChange={({ value }) => {
        choice.current = value
      }}
      onLoadError={({ error }) => payment.failFields(new CardLoadError(error), true)}
    />
  )
}
