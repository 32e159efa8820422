'use client'

import type { PayOptions, Quote } from '@payerkit/core'
import type { Subscription, Subscriptions } from '@payerkit/core/tempo'
import { useSurroundings } from '../provider/context.js'
import { isOpen, type PaidState } from './PaidState.js'
import { addressOf, isFresh } from './request.js'
import type { SubscriptionAction } from './subscriptionDesk.js'
import { usePaidRequest } from './usePaidRequest.js'
import { useSubscriptions } from './useSubscriptions.js'

/**
 * Where a subscription stands. Only `idle`, `cancelled` and `expired` lead to a new one; in `unknown` it is looked again,
 * and asked anew where nothing is open any more; `free` needs none.
 */
export type SubscriptionState =
  | 'idle'
  | 'asking'
  | 'active'
  | 'cancelling'
  | 'cancelled'
  | 'expired'
  | 'unknown'
  | 'free'

/** What {@link useSubscription} takes. */
export type UseSubscriptionOptions<data> = {
  readonly subscriptions: Subscriptions
  /** What is subscribed to: an address that is read with GET. */
  readonly input: string | URL
  /** Which one it is, of those that are kept. Default: the latest that was agreed to for the same address. */
  readonly isFor?: ((subscription: Subscription) => boolean) | undefined
  /** What it costs, as `useQuote` found out. */
  readonly quote?: Quote | undefined
  readonly payment?: PayOptions | undefined
  /** Makes `data` of the answer that came with the first charge. */
  readonly read?: ((response: Response) => Promise<data>) | undefined
  /** Called once with what came. */
  readonly onSuccess?: ((state: PaidState<data>) => unknown) | undefined
}

/** What {@link useSubscription} returns. */
export type UseSubscription<data> = PaidState<data> & {
  readonly state: SubscriptionState
  /** The one that is kept for this. */
  readonly subscription: Subscription | undefined
  /** What is under way with it, and what went wrong last. */
  readonly pending: SubscriptionAction | undefined
  readonly problem: Error | undefined
  /** Asks for it, and the person for their yes; where that is open, looks again. Nothing where the state allows nothing. */
  subscribe(): void
  /** Has the wallet cancel it. Call it on a click alone. */
  cancel(): Promise<void>
  /** Lets go of one that is over. */
  forget(): Promise<void>
}

/**
 * One subscription: agreed to once, charged by the seller, cancelled by the person. Nothing is asked or signed until
 * `subscribe` or `cancel` is called.
 *
 * @example
 * ```tsx
 * const { state, subscribe, cancel } = useSubscription({ subscriptions, input: 'https://news.example.com/today' })
 *
 * <button onClick={state === 'active' ? cancel : subscribe}>{state === 'active' ? 'Cancel' : 'Subscribe'}</button>
 * ```
 */
export function useSubscription<data = undefined>(
  options: UseSubscriptionOptions<data>,
): UseSubscription<data> {
  const { subscriptions, input, quote: given, payment, read, onSuccess: show } = options
  const { now } = useSurroundings()
  const { subscriptions: all, pending, errors, cancel, forget } = useSubscriptions(subscriptions)
  const { request, ...paid } = usePaidRequest<data>({ mode: 'ask', payment, read, show })
  // On a server there is no list, and the address may have no host.
  const isFor = options.isFor ?? (({ url }) => url === addressOf(input))
  const subscription = all.find(isFor)
  const running = subscription && pending[subscription.id]
  const state = stateOf(paid, subscription, running)

  return {
    ...paid,
    state,
    subscription,
    pending: running,
    problem: subscription && errors[subscription.id],
    subscribe() {
      const quote = paid.quote ?? given
      if (isOpen(paid.phase)) request.check()
      else if (!/^(idle|cancelled|expired|unknown)$/.test(state)) return
      else if (quote?.required && isFresh(quote, now())) request.pay(quote)
      else request.fetch(input)
    },
    cancel: () => (subscription ? cancel(subscription.id) : Promise.resolve()),
    forget: () => (subscription ? forget(subscription.id) : Promise.resolve()),
  }
}

function stateOf(
  { status, phase, response }: PaidState<unknown>,
  subscription: Subscription | undefined,
  running: SubscriptionAction | undefined,
): SubscriptionState {
  if (running === 'cancel') return 'cancelling'
  if (status === 'pending') return 'asking'
  if (isOpen(phase)) return subscription?.status === 'active' ? 'active' : 'unknown'
  if (subscription) return subscription.status
  if (status !== 'success' && !response) return 'idle'
  return phase === 'paid' ? 'active' : 'free'
}
