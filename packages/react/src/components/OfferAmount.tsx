'use client'

import type { Offer } from '@payerkit/core'
import type { ReactNode } from 'react'
import { moneyParts } from '../format/Money.js'
import { useSurroundings } from '../provider/context.js'

/** The amount, large, with what it is for in the server's words. */
export function OfferAmount({ offer, id }: { readonly offer: Offer; readonly id: string }): ReactNode {
  const { locale } = useSurroundings()
  const { figure, unit } = moneyParts(offer.amount, locale.tag)
  return (
    <div data-part="amount" id={id}>
      <p data-part="amount-line">
        <span data-part="figure" data-state={figure.length > 9 ? 'long' : 'short'}>
          {figure}
        </span>{' '}
        <span data-part="unit">{offer.amount.decimals === undefined ? locale.smallest(unit) : unit}</span>
      </p>
      <p data-part="description">{offer.description}</p>
    </div>
  )
}
