'use client'

import type { Offer, SessionPart } from '@payerkit/core'
import type { ReactNode } from 'react'
import { formatMoney, moneyParts } from '../format/Money.js'
import { useSurroundings } from '../provider/context.js'
import { unitText } from './offers.js'

/** The amount, large, with what it is for in the server's words; of a session, what one unit costs. */
export function SessionAmount({ offer, id }: { readonly offer: Offer; readonly id: string }): ReactNode {
  const { locale } = useSurroundings()
  const { session } = offer
  const shown = session && !session.adds ? session.price : offer.amount
  const { figure, unit } = moneyParts(shown, locale.tag)
  const symbol = shown.decimals === undefined ? locale.smallest(unit) : unit
  return (
    <div data-part="amount" id={id}>
      {session && <p data-part="kind">{locale.session}</p>}
      <p data-part="amount-line">
        <span data-part="figure" data-state={figure.length > 9 ? 'long' : 'short'}>
          {figure}
        </span>{' '}
        <span data-part="unit">{session ? unitOf(session, symbol) : symbol}</span>
      </p>
      <p data-part="description">{offer.description}</p>
      {session && <p data-part="deposit">{depositOf(session)}</p>}
    </div>
  )

  function unitOf({ price, unit, adds }: SessionPart, symbol: string): string {
    if (adds) return symbol
    // Where the figure says its currency, the token's name would only be in the way.
    const isKnown = price.currency !== undefined && price.decimals !== undefined
    return `${isKnown ? '' : `${symbol} `}${unitText(unit, locale)}`
  }

  function depositOf({ price, unit, limit, adds }: SessionPart): string {
    if (adds) return locale.goesOn(`${formatMoney(price, locale.tag)} ${unitText(unit, locale)}`)
    const more = limit.value > offer.amount.value ? formatMoney(limit, locale.tag) : undefined
    return locale.deposit(formatMoney(offer.amount, locale.tag), more)
  }
}
