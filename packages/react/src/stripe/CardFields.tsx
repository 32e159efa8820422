'use client'

import type { Offer } from '@payerkit/core'
import { Elements, PaymentElement, useElements, useStripe } from '@stripe/react-stripe-js'
import type {
  Appearance,
  Stripe,
  StripeElementLocale,
  StripeElementsOptions,
  StripePaymentElementOptions,
} from '@stripe/stripe-js'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useSurroundings } from '../provider/context.js'
import { CardLoadError } from './cardErrors.js'
import type { CardPayment } from './cardPayment.js'
import { elementsOptionsOf } from './cardTerms.js'
import { mergeAppearance } from './readTheme.js'
import { loadFrom, type StripeSource } from './stripeSource.js'
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
  /** What else the Payment Element takes: layout, wallets, billing details. */
  readonly paymentElement?: StripePaymentElementOptions | undefined
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
  const { payment, offer, paymentElement } = props
  const { locale: words } = useSurroundings()
  const frame = useRef<HTMLDivElement>(null)
  const theme = useTheme(frame)
  const appearance = useStable(props.appearance)
  const fonts = useStable(props.fonts)
  // Stripe knows every language that the components speak, Chinese by a shorter name.
  const locale = props.locale ?? (words.tag.replace('-Hans', '') as StripeElementLocale)
  const options = useMemo(
    () =>
      theme && elementsOptionsOf(offer, { appearance: mergeAppearance(theme, appearance), locale, fonts }),
    [offer, theme, appearance, locale, fonts],
  )
  const loaded = useStripeLoad(props)

  return (
    <div ref={frame} data-part="card-fields">
      {loaded && options && (
        <Elements key={loaded.load} stripe={loaded.promise} options={options}>
          <Fields payment={payment} options={paymentElement} />
        </Elements>
      )}
    </div>
  )
}

/** Loads Stripe.js once, and once more whenever the fields are asked for again. */
function useStripeLoad({ stripe, payment, load }: CardFieldsProps) {
  const [loaded, setLoaded] = useState<{ load: number; promise: Promise<Stripe | null> }>()
  const begun = useRef<{ load: number; source: StripeSource; broken: boolean }>(undefined)

  useEffect(() => {
    // StrictMode runs every effect twice.
    if (begun.current?.load === load) return
    const current = { load, source: stripe, broken: false }
    begun.current = current
    const promise = loadFrom(stripe, (error) => {
      current.broken = true
      payment.failFields(error, typeof stripe === 'function')
    })
    setLoaded({ load, promise })
  }, [load, stripe, payment])

  useEffect(() => {
    // A new promise is a way out of a failure; otherwise one that a render makes anew must not take the fields away.
    const { current } = begun
    if (current?.broken && typeof stripe !== 'function' && current.source !== stripe) payment.reloadFields()
  }, [stripe, payment])

  // biome-ignore lint/correctness/useExhaustiveDependencies: every load has its own time.
  useEffect(() => {
    const timer = setTimeout(() => payment.failFields(new CardLoadError('fields'), true), patience)
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

  useEffect(
    () => () => {
      detach.current?.()
      detach.current = undefined
    },
    [],
  )

  return (
    <PaymentElement
      {...(options && { options })}
      onReady={() => {
        if (stripe && elements) detach.current = payment.attach({ stripe, elements })
      }}
      onLoadError={({ error }) => payment.failFields(new CardLoadError('fields', error), true)}
    />
  )
}
