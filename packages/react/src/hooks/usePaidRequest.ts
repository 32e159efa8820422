'use client'

import type { Payer } from '@payerkit/core'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { usePayer } from '../provider/context.js'
import { createPaidRequest } from './observer.js'
import type { PaidRequest, PaidRequestOptions, PaidState } from './PaidState.js'

/** A paid request that lives as long as the component, and its state. */
export function usePaidRequest<data>(
  options: PaidRequestOptions<data>,
): PaidState<data> & { request: PaidRequest<data> } {
  const payer = usePayer()
  const create = (): Held<data> => ({ payer, request: createPaidRequest(payer, options) })
  // No memo: React may drop those, and with it a payment that is under way.
  const [held, setHeld] = useState(create)
  if (held.payer !== payer) setHeld(create())
  const { request } = held
  useEffect(() => request.setOptions(options))
  const state = useSyncExternalStore(request.subscribe, request.getState, request.getState)
  return { ...state, request }
}

type Held<data> = { readonly payer: Payer; readonly request: PaidRequest<data> }
