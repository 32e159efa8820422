'use client'

import { BaseError, type Offer } from '@payerkit/core'
import { Elements, ExpressCheckoutElement, useElements, useStripe } from '@stripe/react-stripe-js'
import type {
  StripeExpressCheckoutElementClickEvent,
  StripeExpressCheckoutElementConfirmEvent,
  StripeExpressCheckoutElementOptions,
} from '@stripe/stripe-js'
import { type ReactNode, useContext, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { type ExpressTexts, expressTexts } from '../locales/expressTexts.js'
import { useSurroundings } from '../provider/context.js'
import { CardContext } from './cardContext.js'
import type { CardPayment } from './cardPayment.js'
import { isBusy, isPayable } from './cardState.js'
import { isSameDeal } from './cardTerms.js'
import { tell } from './tell.js'
import { useStable } from './useStable.js'

/** What {@link ExpressPay} takes. */
export type ExpressPayProps = {
  /** What the Express Checkout Element takes: `buttonType`, `buttonTheme`, `layout`, `paymentMethods`, … */
  readonly options?: StripeExpressCheckoutElementOptions | undefined
  /** Default: the provider's, then English. */
  readonly texts?: ExpressTexts | undefined
}

/** Whether there are buttons: not known yet, some, or none in this browser. */
type Standing = 'loading' | 'ready' | 'none'

/**
 * Apple Pay, Google Pay and Link, on Stripe's Express Checkout Element: the `express` of a card form. It pays the form's
 * offer as the form does, and shows nothing where the browser has none of them.
 *
 * @example
 * ```tsx
 * <CardCheckout stripe={stripe} quote={quote} requote={requote} express={<ExpressPay />} />
 * ```
 */
export function ExpressPay({ options, texts: own }: ExpressPayProps): ReactNode {
  const host = useContext(CardContext)
  if (!host) throw new OutsideError()
  const { payment, loaded } = host
  const { locale } = useSurroundings()
  const texts = own ?? locale.express ?? expressTexts
  const [standing, setStanding] = useState<Standing>('loading')
  const busy = useSyncExternalStore(
    payment.subscribe,
    () => isBusy(payment.getSnapshot().state),
    () => false,
  )
  const element = useStable<StripeExpressCheckoutElementOptions>({
    buttonHeight: 44,
    ...options,
    // Those two cannot be had as a payment method.
    paymentMethods: { amazonPay: 'never', klarna: 'never', ...options?.paymentMethods },
  })
  const group = useMemo(() => {
    if (!host.options) return undefined
    // Saved cards are the form's.
    const { customerSessionClientSecret: _, ...rest } = host.options
    return rest
  }, [host.options])

  return (
    <div data-part="express" data-state={standing} hidden={standing === 'none'}>
      {/* biome-ignore lint/a11y/useSemanticElements: it is no fieldset; there are buttons in it, and no fields. */}
      <div
        data-part="express-buttons"
        role="group"
        aria-label={texts.buttons}
        aria-disabled={busy || undefined}
      >
        {loaded && group && (
          <Elements key={loaded.load} stripe={loaded.promise} options={group}>
            <Buttons payment={payment} options={element} onStanding={setStanding} />
          </Elements>
        )}
      </div>
      <p data-part="express-or">{texts.or}</p>
    </div>
  )
}

type ButtonsProps = {
  readonly payment: CardPayment
  readonly options: StripeExpressCheckoutElementOptions
  onStanding(standing: Standing): void
}

/** In a group of their own: in the form's, what is typed there would be asked for and taken too. */
function Buttons({ payment, options, onStanding }: ButtonsProps): ReactNode {
  const stripe = useStripe()
  const elements = useElements()
  /** What the person agrees to in the wallet: its amount cannot change any more. */
  const agreed = useRef<Offer>(undefined)

  const open = (event: StripeExpressCheckoutElementClickEvent) => {
    payment.tick()
    const { offer, state, settling } = payment.getSnapshot()
    if (!offer || settling || !(isPayable(state) || state.name === 'loading')) return event.reject()
    agreed.current = offer
    event.resolve()
  }

  const confirm = async (event: StripeExpressCheckoutElementConfirmEvent) => {
    const { offer } = payment.getSnapshot()
    if (stripe && elements && offer && agreed.current && isSameDeal(agreed.current, offer))
      await payment.pay({ stripe, elements })
    // Not where money may have moved: nobody can say then that the payment failed.
    if (!/^(paid|unknown)$/.test(payment.getSnapshot().state.name))
      tell(() => event.paymentFailed({ reason: 'fail' }))
  }

  const close = () => {
    // What is confirmed goes on; a wallet may close itself then.
    if (payment.getSnapshot().state.name === 'validating') payment.cancel()
  }

  return (
    <ExpressCheckoutElement
      options={options}
      onReady={({ availablePaymentMethods: found }) => onStanding(some(Object.values(found ?? {})))}
      onAvailablePaymentMethodsChange={({ paymentMethods: found }) =>
        onStanding(some(Object.values(found ?? {}).map((each) => each?.available)))
      }
      onLoadError={() => onStanding('none')}
      onClick={open}
      onConfirm={confirm}
      onCancel={close}
    />
  )
}

function some(available: readonly (boolean | undefined)[]): Standing {
  return available.includes(true) ? 'ready' : 'none'
}

/** Thrown when {@link ExpressPay} stands outside of a card form. */
class OutsideError extends BaseError {
  override readonly name = 'Express.OutsideError'
  constructor() {
    super('express_outside', '<ExpressPay> stands in the `express` of a card form.')
  }
}
