'use client'

import type { Subscriptions } from '@payerkit/core/tempo'
import type { ReactNode } from 'react'
import { type UseSubscriptions, useSubscriptions } from '../hooks/useSubscriptions.js'
import { Notice } from './Notice.js'
import { SubscriptionCard } from './SubscriptionCard.js'
import { useRoot } from './useRoot.js'
import { useSubscriptionTexts } from './useSubscriptionTexts.js'

/** What {@link SubscriptionList} takes. */
export type SubscriptionListProps = {
  readonly subscriptions: Subscriptions
  /** What is shown where there is none. */
  readonly empty?: ReactNode
  /** Your own list. */
  readonly children?: ((view: UseSubscriptions) => ReactNode) | undefined
}

/**
 * Every subscription that this browser keeps, over all sites, and the way out of each.
 *
 * @example
 * ```tsx
 * <PayerProvider payer={payer}>
 *   <SubscriptionList subscriptions={subscriptions} />
 * </PayerProvider>
 * ```
 */
export function SubscriptionList({ subscriptions, empty, children }: SubscriptionListProps): ReactNode {
  const texts = useSubscriptionTexts()
  const root = useRoot()
  const view = useSubscriptions(subscriptions)
  const { subscriptions: all, pending, errors, error, refreshing, cancel, forget } = view
  if (children) return children(view)
  const state = all.length > 0 ? 'filled' : refreshing ? 'loading' : 'empty'
  return (
    <section {...root} data-part="subscriptions" data-state={state} aria-label={texts.subscriptions}>
      {error && <Notice error={error} />}
      {state === 'filled' ? (
        <ul data-part="subscription-list">
          {all.map((subscription) => (
            <li key={subscription.id}>
              <SubscriptionCard
                subscription={subscription}
                pending={pending[subscription.id]}
                error={errors[subscription.id]}
                cancel={() => cancel(subscription.id)}
                forget={() => forget(subscription.id)}
              />
            </li>
          ))}
        </ul>
      ) : (
        <div data-part="empty">{state === 'empty' && (empty ?? <p>{texts.none}</p>)}</div>
      )}
    </section>
  )
}
