'use client'

import type { Offer } from '@payerkit/core'
import { useMemo } from 'react'
import type { Lack, Lacks, Preflight, RenderRemedy } from '../components/OfferSlot.js'
import { plainText } from '../format/Text.js'
import { useSurroundings } from '../provider/context.js'
import { useCapabilities } from './useCapability.js'

/**
 * The look at wallet and chain before Pay is lit, for the dialog of `<PayerProvider>`: what the account lacks is said, and
 * the one thing that helps is beside it. A `Checkout` looks by itself.
 *
 * @param remedy What helps, such as `WalletRemedy` of `@payerkit/react/wagmi`.
 *
 * @example
 * ```tsx
 * const preflight = createPreflight((lack, offer) => <WalletRemedy lack={lack} offer={offer} />)
 *
 * <PayerProvider payer={payer} preflight={preflight}>
 * ```
 */
export function createPreflight(remedy?: RenderRemedy): Preflight {
  return { useLacks, remedy }
}

/** What the account at hand lacks for each offer, in the reader's language; without an entry until it is known. */
export function useLacks(offers: readonly Offer[]): Lacks {
  const { locale } = useSurroundings()
  const capabilities = useCapabilities(offers)
  return useMemo(() => {
    const lacks = new Map<Offer, Lack | undefined>()
    for (const [offer, capability] of capabilities) {
      const words =
        !capability.able && (locale.lacks?.[capability.reason] ?? plainText(capability.message, 200))
      lacks.set(offer, capability.able || !words ? undefined : { ...capability, message: words })
    }
    return lacks
  }, [capabilities, locale])
}
