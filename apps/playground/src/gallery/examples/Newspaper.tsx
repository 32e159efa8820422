import type { Subscriptions } from '@payerkit/core/tempo'
import { useQuote } from '@payerkit/react'
import { SubscribeButton } from '@payerkit/react/subscription'
import '@payerkit/react/subscription.css'

const today = 'https://news.example/today'

/** `subscriptions` is `createSubscriptions({ client, store })`, made once; its `method` is one of the payer's. */
export function Newspaper({
  subscriptions,
}: {
  subscriptions: Subscriptions
}) {
  const { quote } = useQuote(today)
  return (
    <SubscribeButton
      subscriptions={subscriptions}
      input={today}
      quote={quote}
    />
  )
}
