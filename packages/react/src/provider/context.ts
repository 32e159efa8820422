'use client'

import type { Payer } from '@payerkit/core'
import { createContext, useContext } from 'react'
import type { Preflight, RenderAmount, RenderOffer, RenderRemember } from '../components/OfferSlot.js'
import type { Locale } from '../locales/Locale.js'

/** Light, dark, high contrast on top of what the system says, or as the page's `data-theme` and the system say. */
export type Theme = 'light' | 'dark' | 'contrast' | 'system'

/** What the components of one provider share. */
export type Surroundings = {
  readonly payer: Payer
  readonly locale: Locale
  readonly theme: Theme
  /** Milliseconds since 1970, on the payer's clock. */
  readonly now: () => number
  readonly renderOffer: RenderOffer
  readonly renderAmount: RenderAmount
  readonly preflight: Preflight | undefined
  readonly remember: RenderRemember | undefined
}

export const SurroundingsContext: React.Context<Surroundings | undefined> = createContext<
  Surroundings | undefined
>(undefined)

/**
 * Payer, texts, theme and clock of the nearest provider.
 *
 * @throws Error when there is no provider around.
 */
export function useSurroundings(): Surroundings {
  const surroundings = useContext(SurroundingsContext)
  if (!surroundings) throw new Error('No payer here. Wrap this in <PayerProvider>.')
  return surroundings
}

/**
 * The payer of the nearest `<PayerProvider>`.
 *
 * @example
 * ```tsx
 * const payer = usePayer()
 * const onClick = () => payer.fetch('/photo')
 * ```
 *
 * @throws Error when there is no provider around.
 */
export function usePayer(): Payer {
  return useSurroundings().payer
}
