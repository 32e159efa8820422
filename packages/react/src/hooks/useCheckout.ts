'use client'

import type { Approval, Approve, Offer, PaidInit, PayOptions } from '@payerkit/core'
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { createConsent, type Question } from '../provider/consent.js'
import { usePayer } from '../provider/context.js'
import { isOpen, type PaidState } from './PaidState.js'
import { usePaidRequest } from './usePaidRequest.js'
import { usePrice } from './usePrice.js'

/** What {@link useCheckout} takes. */
export type CheckoutOptions<data> = {
  /** What is bought. */
  readonly input: RequestInfo | URL
  readonly init?: PaidInit | undefined
  readonly payment?: PayOptions | undefined
  readonly read?: ((response: Response) => Promise<data>) | undefined
  /** Called once with what came; and again when the person wants it after this has thrown or rejected. */
  readonly onSuccess?: ((result: PaidState<data>) => unknown) | undefined
  /** Told where it stands, whenever that changes. */
  readonly onState?: ((state: CheckoutState) => void) | undefined
}

/** Where a checkout stands. */
export type CheckoutState =
  | 'loading'
  | 'asking'
  | 'working'
  | 'unknown'
  | 'checking'
  | 'paid'
  | 'free'
  | 'unread'
  | 'failed'

/** A checkout and what can be done in it. */
export type CheckoutView<data> = PaidState<data> & {
  readonly state: CheckoutState
  /** What the person is asked; `undefined` until the price is known. */
  readonly question: Omit<Question, 'close'> | undefined
  /** Gets the price, or gets it again. Pays nothing. */
  load(): void
  /** Looks again at a payment that is `unknown`. Pays nothing anew. */
  check(): void
  /** Reads again what is `unread`. */
  reread(): void
}

const nobody = () => undefined
const busy = { state: 'working', approve: nobody } as const

/**
 * One purchase on the page itself, without the consent dialog: the price is looked up, the person chooses and says yes
 * here, and sees here what came of it. Nothing is paid before `question.approve`.
 *
 * @example
 * ```tsx
 * const { state, question } = useCheckout({ input: '/api/report', onSuccess: ({ response }) => show(response) })
 * ```
 */
export function useCheckout<data = undefined>(options: CheckoutOptions<data>): CheckoutView<data> {
  const { input, init, payment, read, onSuccess, onState } = options
  const payer = usePayer()
  const [consent] = useState(createConsent)
  const [trouble, setTrouble] = useState<Error>()
  const yes = useRef<Approval>(undefined)

  /** What was agreed to here is not asked again; whatever else the payer asks for, this place shows. */
  const approve = useCallback<Approve>(
    async (ask) => {
      const agreed = yes.current
      yes.current = undefined
      return agreed && ask.offers.includes(agreed.offer) ? agreed : consent.approve(ask)
    },
    [consent],
  )
  const { request, ...paid } = usePaidRequest<data>({
    mode: 'stop',
    payment: { ...payment, approve },
    read,
    show: (state) => onSuccess?.(state),
  })
  const asked = useSyncExternalStore(consent.subscribe, consent.getSnapshot, nobody)

  useEffect(() => payer.on('attempt', consent.follow), [payer, consent])
  useEffect(() => () => consent.close(), [consent])

  const load = usePrice(request, { input, init })

  /** Follows a step to its end; after a no or a decline the next try needs another price. */
  async function follow(step: Promise<unknown>): Promise<void> {
    setTrouble(undefined)
    await step.catch(() => {})
    // A yes is to one press: where a budget said it, nobody asked for this one.
    yes.current = undefined
    consent.close()
    const { phase, error } = request.getState()
    if (phase !== 'declined' && phase !== 'failed' && phase !== 'cancelled') return
    setTrouble(phase === 'cancelled' ? undefined : error)
    load()
  }

  const { quote, phase } = paid
  const state = stateOf(paid)
  const own: Omit<Question, 'close'> | undefined = quote?.required
    ? {
        id: 0,
        turn: 0,
        url: quote.url,
        offers: quote.offers,
        refused: quote.refused,
        state: state === 'asking' ? 'asking' : state === 'working' ? 'working' : 'ended',
        offer: undefined,
        phase: phase === 'idle' || phase === 'quoting' || phase === 'quoted' ? undefined : phase,
        tries: payer.attempts.list().find(({ offer }) => quote.offers.includes(offer))?.tries ?? 0,
        error: (paid.phase === 'cancelled' ? undefined : (paid.error ?? trouble)) as Question['error'],
        approve(offer: Offer, input?: unknown) {
          if (state !== 'asking') return
          yes.current = { offer, input }
          void follow(request.pay(undefined, offer))
        },
        renew: load,
      }
    : undefined
  // While another price is on its way the sheet stays as it is, with what was typed into it.
  const last = useRef(own)
  useEffect(() => {
    if (own) last.current = own
  })
  const waiting = state === 'loading' && last.current ? { ...last.current, ...busy } : undefined
  const isAsked = asked?.state === 'asking'
  const shown = isAsked ? 'asking' : waiting ? 'working' : state
  const tell = useRef(onState)
  useEffect(() => {
    tell.current = onState
  })
  useEffect(() => tell.current?.(shown), [shown])
  return {
    ...paid,
    state: shown,
    question: isAsked ? asked : (own ?? waiting),
    load,
    check: () => void follow(request.check()),
    reread: () => void request.pay().catch(() => {}),
  }
}

/** Where a purchase stands that is asked for here or in a dialog. */
export function stateOf({ status, phase, response, quote }: PaidState<unknown>): CheckoutState {
  const isPending = status === 'pending'
  if (isOpen(phase)) return isPending ? 'checking' : 'unknown'
  if (status === 'error' && response) return 'unread'
  if (isPending) return quote && phase !== 'quoting' ? 'working' : 'loading'
  if (phase === 'paid') return 'paid'
  if (status === 'success') return 'free'
  return quote ? 'asking' : status === 'error' ? 'failed' : 'loading'
}
