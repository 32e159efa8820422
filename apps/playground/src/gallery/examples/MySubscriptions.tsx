import type { Subscriptions } from '@payerkit/core/tempo'
import { SubscriptionList } from '@payerkit/react/subscription'
import '@payerkit/react/subscription.css'

export function MySubscriptions({
  subscriptions,
}: {
  subscriptions: Subscriptions
}) {
  return <SubscriptionList subscriptions={subscriptions} />
}
