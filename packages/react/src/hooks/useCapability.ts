'use client'

import type { Capability, Offer } from '@payerkit/core'
import { useEffect, useMemo, useState } from 'react'
import { usePayer } from '../provider/context.js'

// Milliseconds until it is looked again whether what was missing is there.
const interval = 2_000

// Milliseconds after which somebody who can pay is not kept waiting for a chain that does not answer.
const patience = 4_000

/** What cannot be asked is no reason to refuse. */
const able: Capability = { able: true }

/**
 * Whether the account at hand can pay each of some offers, asked of wallet and chain without a prompt; looked at again
 * while one cannot be paid, so that a wallet that was connected or funded is seen. Empty until it is known.
 *
 * @param offers The same array as long as it is about the same offers.
 */
export function useCapabilities(offers: readonly Offer[]): ReadonlyMap<Offer, Capability> {
  const payer = usePayer()
  const [known, setKnown] = useState<ReadonlyMap<Offer, Capability>>(new Map())
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    let isOver = false
    async function look(): Promise<void> {
      const asked = offers.map(async (offer) => {
        const late = new Promise<Capability>((resolve) => setTimeout(resolve, patience, able))
        return [offer, await Promise.race([payer.capable(offer).catch(() => able), late])] as const
      })
      const found = new Map(await Promise.all(asked))
      if (isOver) return
      setKnown(found)
      if ([...found.values()].some((each) => !each.able)) timer = setTimeout(look, interval)
    }
    if (offers.length > 0) void look()
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [payer, offers])
  return known
}

/**
 * Whether the account at hand can pay an offer, asked of wallet and chain without a prompt; looked at again while it
 * cannot, so that a wallet that was connected or funded is seen. `undefined` until it is known.
 *
 * @example
 * ```tsx
 * const capability = useCapability(quote?.offers[0])
 *
 * {capability?.able === false && <p>{capability.message}</p>}
 * ```
 */
export function useCapability(offer: Offer | undefined): Capability | undefined {
  const offers = useMemo(() => (offer ? [offer] : []), [offer])
  const known = useCapabilities(offers)
  return offer && known.get(offer)
}
