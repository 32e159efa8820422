'use client'

import { formatUnits, type Offer } from '@payerkit/core'
import type { Budget, Limit } from '@payerkit/core/budget'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useBudget } from '../hooks/useBudget.js'
import { useSurroundings } from '../provider/context.js'
import { keyOf, limitWords, most } from './budget.js'
import type { RememberProps, RenderRemember } from './OfferSlot.js'
import { useBudgetTexts } from './useBudgetTexts.js'

const day = 86_400_000

// How many payments like this one a day may cost without a question; a yes to one price is no yes without end.
const perDay = 20n

/**
 * The consent dialog's "don't ask again", for `<PayerProvider>`: payments to the same site up to this one's amount, and
 * twenty times that in a day. It is offered only where it would help, it says both amounts, and what was ticked holds
 * from the press of Pay on.
 *
 * @example
 * ```tsx
 * const remember = rememberIn(budget)
 *
 * <PayerProvider payer={payer} remember={remember}>
 * ```
 */
export function rememberIn(budget: Budget): RenderRemember {
  return (props) => <BudgetRemember {...props} budget={budget} />
}

function BudgetRemember({
  budget,
  offer,
  disabled,
  onYes,
}: RememberProps & { readonly budget: Budget }): ReactNode {
  const { payer, locale, now } = useSurroundings()
  const texts = useBudgetTexts()
  const { status, limits: held } = useBudget(budget)
  const [isOn, setOn] = useState(false)
  const limits = siteLimits(offer, held)
  const ledger = payer.attempts.ledger
  const [perPayment, perSite] = limits ?? []
  const helps =
    status === 'ready' &&
    limits !== undefined &&
    !budget.allows(offer, ledger(), now()) &&
    budget.allows(offer, ledger(), now(), limits)

  useEffect(() => {
    const agree = () => {
      // The press of Pay is the yes. Where it cannot be kept the person is asked again, and nothing more is lost.
      budget.raise(limits ?? [], { confirm: async () => true }).catch(() => {})
    }
    onYes.current = isOn && helps ? agree : undefined
  })
  // What was offered stays where it is while the payment is on its way.
  const shown = useRef(helps)
  if (!disabled) shown.current = helps
  if (!shown.current || !perPayment || !perSite) return null
  const { amount, host = '' } = limitWords(perPayment, locale.tag)
  const { amount: daily, span = '' } = limitWords(perSite, locale.tag)
  return (
    <label data-part="remember" data-state={isOn ? 'checked' : 'unchecked'}>
      <input type="checkbox" checked={isOn} disabled={disabled} onChange={() => setOn(!isOn)} />
      <span>
        {texts.remember(host)} <small>{texts.rememberUpTo({ amount, daily, span })}</small>
      </span>
    </label>
  )
}

/** What a "don't ask again" would allow; never less than what holds already. */
function siteLimits(offer: Offer, held: readonly Limit[]): readonly [Limit, Limit] | undefined {
  const { value, decimals, asset, currency = asset } = offer.session?.limit ?? offer.amount
  // Of a subscription it is the whole, and nobody who subscribes means every payment of that size.
  if (decimals === undefined || value === 0n || offer.recurrence) return undefined
  const limit = (name: Omit<Limit, 'amount' | 'currency' | 'origin'>, times: bigint): Limit => {
    const wanted = { ...name, currency, origin: offer.origin, amount: formatUnits(value * times, decimals) }
    const before = held.find((each) => keyOf(each) === keyOf(wanted))
    return before ? { ...wanted, amount: most(before.amount, wanted.amount) } : wanted
  }
  return [limit({ per: 'payment' }, 1n), limit({ per: 'origin', period: day }, perDay)]
}
