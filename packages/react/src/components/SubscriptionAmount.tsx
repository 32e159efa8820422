'use client'

import type { ReactNode } from 'react'
import { useSurroundings } from '../provider/context.js'
import { OfferAmount } from './OfferAmount.js'
import type { OfferSlotAmount, RenderAmount } from './OfferSlot.js'
import { eachText, recursText } from './recurrence.js'
import { useSubscriptionTexts } from './useSubscriptionTexts.js'

/**
 * What a subscription costs in the consent dialog and in a checkout: a period's price, the next charge, the end and the
 * total. Without it subscriptions are not offered there.
 *
 * @example
 * ```tsx
 * <PayerProvider payer={payer} renderAmount={subscriptionAmounts}>
 * ```
 */
export const subscriptionAmounts: RenderAmount = {
  subscription: (props) => <SubscriptionAmount {...props} />,
}

function SubscriptionAmount({ offer, id }: OfferSlotAmount): ReactNode {
  const { locale, now } = useSurroundings()
  const texts = useSubscriptionTexts()
  const { amount, recurrence } = offer
  if (!recurrence) return <OfferAmount offer={offer} id={id} />
  const each = eachText(recurrence.period, texts, locale.tag)
  return (
    <OfferAmount
      offer={offer}
      id={id}
      amount={recurrence.price}
      unit={(symbol) => (amount.currency ? each : `${symbol} ${each}`)}
      kind={texts.kind}
      deposit={recursText(offer, recurrence, texts, locale.tag, now())}
    />
  )
}
