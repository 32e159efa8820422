import type { Offer } from '@payerkit/core'
import { formatMoney } from '@payerkit/react'

/** The place of Pay while nothing may be paid. */
export function DarkPay({ offer }: { offer: Offer | undefined }) {
  return (
    <button type="button" className="primary" disabled>
      {offer ? `Pay ${formatMoney(offer.amount, 'en')}` : 'Pay'}
    </button>
  )
}

/** Why nothing may be paid while an earlier payment for the same thing is open. */
export function LookFirst() {
  return <p className="hint">This may be paid already: look again first, at the top.</p>
}
