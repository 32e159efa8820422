'use client'

import type { Subscriptions } from '@payerkit/core/tempo'
import { useSyncExternalStore } from 'react'
import { usePayer } from '../provider/context.js'
import {
  noSubscriptions,
  type SubscriptionDesk,
  type SubscriptionsView,
  subscriptionDeskOf,
} from './subscriptionDesk.js'

/** What {@link useSubscriptions} returns. */
export type UseSubscriptions = SubscriptionsView & Pick<SubscriptionDesk, 'refresh' | 'cancel' | 'forget'>

const none = () => noSubscriptions

/**
 * Every subscription that this browser keeps, over all sites, and what can be done with it. Reads them, and asks the
 * chain, when it is first shown; all else happens when it is called, once for each at a time. Call `cancel` on a click
 * alone: the wallet asks.
 *
 * @example
 * ```tsx
 * const { subscriptions: all, cancel } = useSubscriptions(subscriptions)
 *
 * all.map(({ id, origin }) => <button key={id} onClick={() => cancel(id)}>Cancel {origin}</button>)
 * ```
 */
export function useSubscriptions(subscriptions: Subscriptions): UseSubscriptions {
  const desk = subscriptionDeskOf(subscriptions, usePayer())
  const { refresh, cancel, forget } = desk
  const view = useSyncExternalStore(desk.subscribe, desk.getSnapshot, none)
  return { ...view, refresh, cancel, forget }
}
