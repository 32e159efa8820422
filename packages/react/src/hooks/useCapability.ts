'use client'

import type { Capability, Offer } from '@payerkit/core'
import { useQuery } from '@tanstack/react-query'
import { usePayer } from '../provider/context.js'

// Milliseconds until it is looked again whether what was missing is there.
const interval = 2_000

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
  const payer = usePayer()
  const { data, isError } = useQuery({
    queryKey: ['payerkit', 'capable', offer?.challenge.id],
    enabled: offer !== undefined,
    queryFn: () => (offer ? payer.capable(offer) : undefined),
    refetchInterval: ({ state }) => state.data?.able === false && interval,
    retry: false,
  })
  // What cannot be asked is no reason to refuse.
  return isError ? { able: true } : data
}
