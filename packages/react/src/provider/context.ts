'use client'

import type { Payer } from '@payerkit/core'
import { createContext, useContext } from 'react'
import type { RenderOffer } from '../components/OfferSlot.js'
import { en } from '../locales/en.js'
import type { Locale } from '../locales/Locale.js'

/** Light, dark, or as the page's `data-theme` and the system say. */
export type Theme = 'light' | 'dark' | 'system'

/** What the components of one provider share. */
export type Surroundings = {
  readonly payer: Payer | undefined
  readonly locale: Locale
  readonly theme: Theme
  /** Milliseconds since 1970, on the payer's clock. */
  readonly now: () => number
  readonly renderOffer: RenderOffer
}

/** What components have that stand outside of any provider. */
const alone: Surroundings = {
  payer: undefined,
  locale: en,
  theme: 'system',
  now: () => Date.now(),
  renderOffer: {},
}

export const SurroundingsContext: React.Context<Surroundings> = createContext(alone)

/** Texts, theme and clock for a component; the defaults outside of a provider. */
export function useSurroundings(): Surroundings {
  return useContext(SurroundingsContext)
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
  const { payer } = useSurroundings()
  if (!payer)
    throw new Error(
      'No payer here. Wrap this in <PayerProvider payer={createPayer(…)}> from @payerkit/react.',
    )
  return payer
}
