'use client'

import type { Stripe } from '@stripe/stripe-js'
import { createContext } from 'react'
import type { CardPayment } from './cardPayment.js'
import type { PaymentMode } from './cardTerms.js'

/** Stripe.js on its way, and with it what else the fields wait for. */
export type StripeLoad = {
  /** How often the fields were asked for. */
  readonly load: number
  readonly promise: Promise<Stripe | null>
  readonly secret?: string | undefined
}

/** What a card form has for what stands inside of it. */
export type CardHost = {
  readonly payment: CardPayment
  readonly loaded: StripeLoad | undefined
  readonly options: PaymentMode | undefined
}

export const CardContext = createContext<CardHost | undefined>(undefined)
