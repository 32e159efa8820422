'use client'

export {
  SubscribeButton,
  type SubscribeButtonProps,
  type SubscribeButtonRender,
} from '../components/SubscribeButton.js'
export { subscriptionAmounts } from '../components/SubscriptionAmount.js'
export { SubscriptionList, type SubscriptionListProps } from '../components/SubscriptionList.js'
export type { SubscriptionAction, SubscriptionsView } from '../hooks/subscriptionDesk.js'
export {
  type SubscriptionState,
  type UseSubscription,
  type UseSubscriptionOptions,
  useSubscription,
} from '../hooks/useSubscription.js'
export { type UseSubscriptions, useSubscriptions } from '../hooks/useSubscriptions.js'
export {
  type SubscriptionErrorId,
  type SubscriptionTexts,
  subscriptionTexts,
} from '../locales/subscriptionTexts.js'
