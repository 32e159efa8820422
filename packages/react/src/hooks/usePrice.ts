'use client'

import { useCallback, useEffect, useRef } from 'react'
import { usePayer } from '../provider/context.js'
import type { PaidRequest } from './PaidState.js'
import { addressOf, methodOf, type Wanted } from './request.js'
import { onRequote } from './requote.js'

const isSafe = (wanted: Wanted) => /^(GET|HEAD)$/.test(methodOf(wanted))

/**
 * Looks up a price when it is first shown, and anew when another account would pay it. Pays nothing; what may change
 * something at the server waits for the person to ask.
 *
 * @returns What looks it up again.
 */
export function usePrice(
  request: Pick<PaidRequest<unknown>, 'getState' | 'load'>,
  { input, init }: Wanted,
): () => void {
  const payer = usePayer()
  const [method, address] = [methodOf({ input, init }), addressOf(input)]
  const wanted = useRef({ input, init })
  wanted.current = { input, init }
  const load = useCallback(() => {
    request.load(wanted.current.input, wanted.current.init).catch(() => {})
  }, [request])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another address is another purchase.
  useEffect(() => {
    if (isSafe(wanted.current)) load()
  }, [load, method, address])

  useEffect(() => {
    let isHere = true
    const leave = onRequote(payer, async () => {
      const { input, init } = wanted.current
      // A price on its way is of the account before.
      if (request.getState().phase === 'quoting') await request.load(input, init).catch(() => {})
      const { status, phase } = request.getState()
      if (isHere && isSafe(wanted.current) && status === 'idle' && phase === 'quoted') load()
    })
    return () => {
      isHere = false
      leave()
    }
  }, [payer, request, load])

  return load
}
