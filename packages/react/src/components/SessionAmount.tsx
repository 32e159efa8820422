'use client'

import type { Offer } from '@payerkit/core'
import type { ReactNode } from 'react'
import { formatMoney } from '../format/Money.js'
import { useSurroundings } from '../provider/context.js'
import { OfferAmount } from './OfferAmount.js'
import { unitText } from './offers.js'

/** The amount of an offer; of a session, what one unit costs, or the deposit where the seller names no price. */
export function SessionAmount({ offer, id }: { readonly offer: Offer; readonly id: string }): ReactNode {
  const { locale } = useSurroundings()
  const { session, amount } = offer
  if (!session) return <OfferAmount offer={offer} id={id} />
  const { price, limit, adds } = session
  const money = (value = amount) => formatMoney(value, locale.tag)
  const unit = unitText(session.unit, locale)
  // Where the figure says its currency, the token's name would only be in the way.
  const isKnown = price.currency !== undefined && price.decimals !== undefined
  const isPriced = !adds && price.value > 0n
  return (
    <OfferAmount
      offer={offer}
      id={id}
      amount={isPriced ? price : amount}
      unit={(symbol) => (isPriced ? `${isKnown ? '' : `${symbol} `}${unit}` : symbol)}
      kind={locale.session}
      deposit={
        adds && price.value
          ? locale.goesOn(money(price), unit)
          : locale.deposit(money(), limit.value > amount.value ? money(limit) : undefined)
      }
    />
  )
}
