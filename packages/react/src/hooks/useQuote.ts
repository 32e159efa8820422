'use client'

import type { PaidInit, Quote } from '@payerkit/core'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { usePayer } from '../provider/context.js'
import { addressOf, methodOf } from './request.js'

/** What {@link useQuote} takes. */
export type QuoteOptions = {
  readonly init?: PaidInit | undefined
  /** Default: for GET and HEAD only, since any other request may do something when nothing has to be paid. */
  readonly enabled?: boolean | undefined
}

/** What {@link useQuote} returns. */
export type QuoteResult = Pick<UseQueryResult<Quote>, 'status' | 'error' | 'refetch'> & {
  readonly quote: Quote | undefined
}

/**
 * Looks what a request costs. It is sent unpaid, and nothing is ever paid by it; the answer counts until its first
 * offer ends.
 *
 * @example
 * ```tsx
 * const { quote } = useQuote('https://api.example.com/photo')
 *
 * <PayButton input="https://api.example.com/photo" quote={quote} />
 * ```
 */
export function useQuote(input: RequestInfo | URL, options: QuoteOptions = {}): QuoteResult {
  const { init, enabled = /^(GET|HEAD)$/.test(methodOf({ input, init: options.init })) } = options
  const payer = usePayer()
  const { data, status, error, refetch } = useQuery({
    queryKey: ['payerkit', 'quote', methodOf({ input, init }), addressOf(input)],
    queryFn: () => payer.quote(input, init),
    enabled,
    // Copies of an offer are not the offer, and could not be paid.
    structuralSharing: false,
    staleTime: ({ state }) => Math.max(0, endOf(state.data) - payer.now()),
  })
  return { quote: data, status, error, refetch }
}

/** When the first offer ends; of a quote without an end, never. */
function endOf(quote: Quote | undefined): number {
  return Math.min(...(quote?.offers ?? []).map(({ expiresAt }) => expiresAt ?? Number.POSITIVE_INFINITY))
}
