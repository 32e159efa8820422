'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useConnection } from 'wagmi'
import { requote } from '../hooks/requote.js'
import { usePayer } from '../provider/context.js'

/**
 * Has prices looked up anew when another account is connected or it is on another network: `useQuote`, `Checkout` and
 * `Paywall` then say who would pay, and whether they can. Pays nothing, connects nothing and switches nothing.
 *
 * @example
 * ```tsx
 * function Shop() {
 *   useWagmiRequote()
 *   return <Checkout input="/api/report" />
 * }
 * ```
 */
export function useWagmiRequote(): void {
  const payer = usePayer()
  const queries = useQueryClient()
  const { address, chainId } = useConnection()
  const before = useRef({ address, chainId })
  useEffect(() => {
    const was = before.current
    if (was.address === address && was.chainId === chainId) return
    before.current = { address, chainId }
    void queries.invalidateQueries({ queryKey: ['payerkit', 'quote'] })
    requote(payer)
  }, [payer, queries, address, chainId])
}
