'use client'

import type { PaidInit, PayOptions } from '@payerkit/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { formatMoney } from '../format/Money.js'
import type { PaidState } from '../hooks/PaidState.js'
import { addressOf, methodOf } from '../hooks/request.js'
import type { CheckoutState } from '../hooks/useCheckout.js'
import type { PaywallState } from '../paywall/PaywallState.js'
import { useArrival } from '../paywall/useArrival.js'
import { useFound } from '../paywall/useFound.js'
import { usePossession } from '../paywall/usePossession.js'
import { useSurroundings } from '../provider/context.js'
import { Checkout } from './Checkout.js'
import type { RenderRemedy } from './OfferSlot.js'
import { PaywallButton } from './PaywallButton.js'
import { PaywallFound } from './PaywallFound.js'
import { usePaywallTexts } from './usePaywallTexts.js'
import { useRoot } from './useRoot.js'

/** What {@link Paywall} takes. */
export type PaywallProps<data> = {
  /** What is bought. */
  readonly input: RequestInfo | URL
  readonly init?: PaidInit | undefined
  /** What the payment may do. What is bought is kept, unless `keep` is `false`. */
  readonly payment?: PayOptions | undefined
  /** Makes of the answer what `children` show. Should it fail, it can be read again, and is not paid again. */
  readonly read: (response: Response) => Promise<data>
  /** What everybody sees until it is paid for. */
  readonly teaser: ReactNode
  /** `inline`: the person is asked here. `dialog`: one button here, which asks in the provider's dialog. Default: `inline`. */
  readonly ui?: 'inline' | 'dialog' | undefined
  /** What helps where the wallet cannot pay. Default: the provider's. */
  readonly remedy?: RenderRemedy | undefined
  /** What is bought, once it is here. */
  children(data: data): ReactNode
}

/**
 * A teaser, the price, and what is behind it once it is paid for: in the same place, and there again after a reload or
 * in another tab without a question or a payment. What is not paid for is never in the page.
 *
 * @example
 * ```tsx
 * <Paywall input="/api/article" teaser={<Preview />} read={(response) => response.json()}>
 *   {(article) => <Article {...article} />}
 * </Paywall>
 * ```
 */
export function Paywall<data>(props: PaywallProps<data>): ReactNode {
  const { input, init } = props
  // Something else to buy is another paywall.
  return <OnePaywall key={`${methodOf({ input, init })} ${addressOf(input)}`} {...props} />
}

/** What is here, and how that came: by a payment just now, by one that was found, from what was kept, or for nothing. */
type Here<data> = { readonly data: data; readonly by: 'payment' | 'found' | 'kept' | 'nothing' }

function OnePaywall<data>(props: PaywallProps<data>): ReactNode {
  const { input, init, read, teaser, ui = 'inline', remedy, children } = props
  const { locale } = useSurroundings()
  const texts = usePaywallTexts()
  const root = useRoot()
  const content = useRef<HTMLDivElement>(null)
  const [stage, setStage] = useState<PaywallState>('loading')
  const [here, setHere] = useState<Here<data>>()
  const possession = usePossession({ input, init })
  const { paid } = possession
  const found = useFound(possession, read, (data) => setHere({ data, by: 'found' }))
  // A purchase of its own that is open is followed where it was made.
  const isResting =
    stage === 'loading' || stage === 'failed' || stage === (ui === 'dialog' ? 'locked' : 'asking')
  const isFound = found !== undefined && (isResting || found.isBusy || found.error !== undefined)
  const round = useRound(
    !here && !isFound && isResting && stage !== 'loading' && paid?.kept ? paid.id : undefined,
  )
  const isFresh = here?.by === 'payment' || here?.by === 'found'
  useArrival(content, isFresh)

  function show({ data, phase, response }: PaidState<data>): void {
    const isKept = response?.headers.has('Payment-Receipt')
    setHere({ data: data as data, by: phase === 'paid' ? 'payment' : isKept ? 'kept' : 'nothing' })
  }
  const amount = here?.by === 'payment' && paid ? formatMoney(paid.offer.amount, locale.tag) : undefined
  const tells = isFresh || (here?.by === 'kept' && round > 0)
  const payment = { keep: true, ...props.payment }
  const purchase = { input, init, read, payment, onSuccess: show }
  const open: PaywallState = found?.error ? 'unread' : 'unknown'
  const locked = isFound ? open : stage
  const shown: PaywallState = here?.by === 'nothing' ? 'free' : 'unlocked'

  return (
    <section data-part="paywall" data-state={here ? shown : locked}>
      <p {...root} data-part="paywall-says" role="status">
        {tells && texts.unlocked(amount)}
      </p>
      {here ? (
        <div ref={content} data-part="paywall-content">
          {children(here.data)}
        </div>
      ) : (
        <>
          <div data-part="paywall-teaser">{teaser}</div>
          <section {...root} data-part="paywall-buy" data-state={ui} aria-label={texts.locked}>
            {isFound ? (
              <PaywallFound found={found} />
            ) : ui === 'dialog' ? (
              <PaywallButton key={round} {...purchase} onState={setStage} />
            ) : (
              <Checkout
                key={round}
                {...purchase}
                remedy={remedy}
                onState={(next) => setStage(stageOf(next))}
              />
            )}
          </section>
        </>
      )}
    </section>
  )
}

function stageOf(state: CheckoutState): PaywallState {
  if (state === 'checking') return 'unknown'
  return state === 'paid' ? 'unlocked' : state
}

/** Counts what was bought elsewhere while this was locked: each is a reason to look once more, and what is kept is there. */
function useRound(kept: string | undefined): number {
  const [seen, see] = useState<readonly string[]>([])
  useEffect(() => {
    if (kept !== undefined) see((before) => (before.includes(kept) ? before : [...before, kept]))
  }, [kept])
  return seen.length
}
