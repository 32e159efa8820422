'use client'

import { type SubscriptionTexts, subscriptionTexts } from '../locales/subscriptionTexts.js'
import { useSurroundings } from '../provider/context.js'

/** The texts of subscriptions; apart from the others, so that no page carries them that shows none. */
export function useSubscriptionTexts(): SubscriptionTexts {
  const { locale } = useSurroundings()
  return locale.subscriptions ?? subscriptionTexts
}
