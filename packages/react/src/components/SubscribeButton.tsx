'use client'

import type { ReactNode } from 'react'
import { formatMoney } from '../format/Money.js'
import { hostOf } from '../format/Text.js'
import { addressOf } from '../hooks/request.js'
import {
  type UseSubscription,
  type UseSubscriptionOptions,
  useSubscription,
} from '../hooks/useSubscription.js'
import { useSurroundings } from '../provider/context.js'
import { Action } from './Action.js'
import { Notice } from './Notice.js'
import { eachText } from './recurrence.js'
import { SubscriptionCard } from './SubscriptionCard.js'
import { useRoot } from './useRoot.js'
import { useSubscriptionTexts } from './useSubscriptionTexts.js'

/** What a button of one's own is given. */
export type SubscribeButtonRender<data> = UseSubscription<data> & {
  /** What the button would say: `Subscribe · $1.00 every 30 days`. */
  readonly label: string
}

/** What {@link SubscribeButton} takes. */
export type SubscribeButtonProps<data> = UseSubscriptionOptions<data> & {
  /** Your own button. */
  readonly children?: ((button: SubscribeButtonRender<data>) => ReactNode) | undefined
}

/**
 * A button that subscribes to one thing. Afterwards it is what the person sees of the subscription: the next charge,
 * the end, and how to cancel it, which asks once more.
 *
 * @example
 * ```tsx
 * const { quote } = useQuote('https://news.example.com/today')
 *
 * <SubscribeButton subscriptions={subscriptions} input="https://news.example.com/today" quote={quote} />
 * ```
 */
export function SubscribeButton<data = undefined>(props: SubscribeButtonProps<data>): ReactNode {
  // Something else to subscribe to is another button: what was agreed to before says nothing about it.
  return <OneButton key={addressOf(props.input)} {...props} />
}

function OneButton<data>({ children, ...options }: SubscribeButtonProps<data>): ReactNode {
  const { locale } = useSurroundings()
  const texts = useSubscriptionTexts()
  const root = useRoot()
  const button = useSubscription<data>(options)
  const { state, subscription, pending, problem, error, phase, subscribe, cancel } = button
  const quote = button.quote ?? options.quote
  const offer = quote?.offers.find(({ recurrence }) => recurrence)
  const { price, period } = offer?.recurrence ?? {}
  const subscribes =
    price && period
      ? texts.subscribeFor(formatMoney(price, locale.tag), eachText(period, texts, locale.tag))
      : texts.subscribe
  const labels = {
    ...{ idle: subscribes, asking: subscribes, unknown: locale.checkNow, free: locale.free },
    ...{ active: texts.states.active, cancelling: texts.states.cancelling },
    ...{ cancelled: subscribes, expired: subscribes },
  }
  const label = labels[state]
  if (children) return children({ ...button, label })

  const isThere = subscription && state !== 'asking'
  const rests = state === 'asking' || state === 'free' || state === 'active' || state === 'cancelling'
  const hasButton = !subscription || !/^(active|cancelling)$/.test(state)
  return (
    <div {...root} data-part="subscribe" data-state={state}>
      {isThere && (
        <SubscriptionCard subscription={subscription} pending={pending} error={problem} cancel={cancel} />
      )}
      {hasButton && (
        <Action
          label={label}
          others={[subscribes, locale.checkNow, locale.free]}
          state={state}
          rest={rests && 'busy'}
          onClick={subscribe}
        />
      )}
      {error && phase !== 'cancelled' && state !== 'active' && (
        <Notice error={error} phase={phase} who={hostOf(addressOf(options.input))} />
      )}
    </div>
  )
}
