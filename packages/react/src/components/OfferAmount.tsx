'use client'

import type { Money, Offer } from '@payerkit/core'
import type { ReactNode } from 'react'
import { moneyParts } from '../format/Money.js'
import { useSurroundings } from '../provider/context.js'

/** What {@link OfferAmount} takes. */
export type OfferAmountProps = {
  readonly offer: Offer
  readonly id: string
  /** The amount that is shown. Default: the offer's. */
  readonly amount?: Money | undefined
  /** What stands beside the figure, made of the currency's symbol. */
  readonly unit?: ((symbol: string) => string) | undefined
  /** What stands above and below. */
  readonly kind?: ReactNode
  readonly deposit?: ReactNode
}

/** The amount, large, with what it is for in the server's words. */
export function OfferAmount(props: OfferAmountProps): ReactNode {
  const { offer, id, amount = offer.amount, unit = (symbol) => symbol, kind, deposit } = props
  const { locale } = useSurroundings()
  const { figure, unit: symbol } = moneyParts(amount, locale.tag)
  return (
    <div data-part="amount" id={id}>
      {kind && <p data-part="kind">{kind}</p>}
      <p data-part="amount-line">
        <span data-part="figure" data-state={figure.length > 9 ? 'long' : 'short'}>
          {figure}
        </span>{' '}
        <span data-part="unit">{unit(amount.decimals === undefined ? locale.smallest(symbol) : symbol)}</span>
      </p>
      <p data-part="description">{offer.description}</p>
      {deposit && <p data-part="deposit">{deposit}</p>}
    </div>
  )
}
