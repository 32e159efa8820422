'use client'

import type { PaidInit, Payer, PayOptions, Quote, Receipt } from '@payerkit/core'
import {
  hashKey,
  type QueryClient,
  type QueryKey,
  type UseQueryResult,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useCallback, useSyncExternalStore } from 'react'
import { usePayer } from '../provider/context.js'
import { createPaidRequest } from './observer.js'
import type { PaidPhase, PaidRequest, PaidState } from './PaidState.js'
import { addressOf, handled, methodOf } from './request.js'

/** What {@link usePaidQuery} takes. */
export type PaidQueryOptions<value> = {
  readonly input: RequestInfo | URL
  readonly init?: PaidInit | undefined
  /** Makes the value of the response. Should it fail after a payment, a refetch only reads again. */
  readonly read: (response: Response) => Promise<value>
  readonly payment?: PayOptions | undefined
  /** Default: made of the method and the address. */
  readonly queryKey?: QueryKey | undefined
  readonly enabled?: boolean | undefined
  /** Milliseconds for which a price or a free answer counts as fresh. What is paid always does. Default: 0. */
  readonly staleTime?: number | undefined
}

/** What a paid query holds: the price, or what it is the price of. */
export type PaidQueryData<value> =
  | { readonly paywalled: true; readonly quote: Quote }
  | {
      readonly paywalled: false
      readonly value: value
      /** Whether it was paid for; else it was free. */
      readonly paid: boolean
      readonly receipt: Receipt | undefined
    }

/** What {@link usePaidQuery} returns. */
export type PaidQueryResult<value> = UseQueryResult<PaidQueryData<value>> & {
  /** Where the money stands. */
  readonly phase: PaidPhase
  /** Pays what is paywalled, asking as the policy says. Once paid, it only gives what there is. */
  pay(): Promise<PaidQueryData<value>>
}

/**
 * A TanStack query whose paywall is data and no error. The query itself never asks: it pays what the budget allows
 * and otherwise stops at the price, until `pay()` is called.
 *
 * What is paid stays: it is never stale, it is not collected, and a refetch gives what there is. To buy it anew,
 * remove the query.
 *
 * @example
 * ```tsx
 * const { data, pay } = usePaidQuery({ input: '/article', read: (response) => response.text() })
 *
 * if (data?.paywalled) return <button onClick={pay}>Read on</button>
 * return <p>{data?.value}</p>
 * ```
 */
export function usePaidQuery<value>(options: PaidQueryOptions<value>): PaidQueryResult<value> {
  const { input, init, read, payment, enabled = true, staleTime = 0 } = options
  const { queryKey = ['payerkit', 'paid', methodOf({ input, init }), addressOf(input)] } = options
  const payer = usePayer()
  const client = useQueryClient()
  const request = purchaseOf<value>(client, queryKey, payer)
  const phase = useSyncExternalStore(
    request.subscribe,
    () => request.getState().phase,
    () => request.getState().phase,
  )

  const result = useQuery<PaidQueryData<value>>({
    queryKey,
    async queryFn() {
      const held = client.getQueryData<PaidQueryData<value>>(queryKey)
      if (held?.paywalled === false && held.paid) return held
      request.setOptions({ mode: 'silent', read, payment })
      const { phase, status } = request.getState()
      // Paid, and not yet read: the answer is kept, and buying it again would be wrong.
      if (phase === 'paid' && status === 'error') await request.pay()
      else return dataOf(await request.load(input, init))
      return dataOf(request.getState())
    },
    enabled,
    structuralSharing: false,
    // A second try is a second chance to pay; core has had its own.
    retry: false,
    staleTime: ({ state: { data } }) =>
      data?.paywalled === false && data.paid ? Number.POSITIVE_INFINITY : staleTime,
    gcTime: Number.POSITIVE_INFINITY,
  })

  const hash = hashKey(queryKey)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hash stands for the key, which is new at each render.
  const pay = useCallback(() => {
    const buy = async () => {
      const held = client.getQueryData<PaidQueryData<value>>(queryKey)
      if (held?.paywalled === false) return held
      request.setOptions({ mode: 'silent', read, payment })
      await request.pay(request.getState().quote ?? held?.quote)
      const data = dataOf(request.getState())
      client.setQueryData(queryKey, data)
      return data
    }
    return handled(buy())
  }, [client, hash, request, read, payment])

  return { ...result, phase, pay }
}

function dataOf<value>({
  phase,
  status,
  quote,
  data,
  receipt,
  error,
}: PaidState<value>): PaidQueryData<value> {
  if (status === 'success') return { paywalled: false, value: data as value, paid: phase === 'paid', receipt }
  if (phase === 'quoted' && quote) return { paywalled: true, quote }
  throw error ?? new Error('The request was given up.')
}

const purchases = new WeakMap<QueryClient, Map<string, { payer: Payer; request: unknown }>>()

/** One purchase for each key, so that no two components buy the same thing at once. */
function purchaseOf<value>(client: QueryClient, key: QueryKey, payer: Payer): PaidRequest<value> {
  const known = purchases.get(client) ?? new Map<string, { payer: Payer; request: unknown }>()
  purchases.set(client, known)
  const hash = hashKey(key)
  const held = known.get(hash)
  if (held?.payer === payer) return held.request as PaidRequest<value>
  const request = createPaidRequest<value>(payer, { mode: 'silent' })
  known.set(hash, { payer, request })
  return request
}
