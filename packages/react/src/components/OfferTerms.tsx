'use client'

import type { Offer } from '@payerkit/core'
import type { ReactNode } from 'react'
import { formatMoney } from '../format/Money.js'
import { clockText, shortId } from '../format/Text.js'
import { useSurroundings } from '../provider/context.js'
import { restOf } from './offers.js'

/** Who gets what, from whom, who pays the fee, and until when the offer stands. */
export function OfferTerms({
  offer,
  left,
}: {
  readonly offer: Offer
  readonly left: number | undefined
}): ReactNode {
  const { locale } = useSurroundings()
  const { amount, payee, splits = [], fees, payer } = offer
  const money = (value: bigint) => formatMoney({ ...amount, value }, locale.tag)
  return (
    <dl data-part="terms">
      <Row label={locale.to} value={splits.length > 0 ? money(restOf(offer)) : undefined}>
        <Party {...payee} />
      </Row>
      {splits.map((split, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the splits of an offer never change, and one payee may have two.
        <Row key={index} label={locale.alsoTo} value={money(split.value)}>
          <Party {...split.payee} />
        </Row>
      ))}
      {payer !== undefined && (
        <Row label={locale.from}>
          <Party id={payer} name={locale.yourWallet} />
        </Row>
      )}
      {fees !== 'none' && (
        <Row label={locale.fee}>{fees === 'payer' ? locale.feeByYou : locale.feeBySeller}</Row>
      )}
      {left !== undefined && (
        <Row label={locale.offerEnds}>{left > 0 ? locale.endsIn(clockText(left)) : locale.ended}</Row>
      )}
    </dl>
  )
}

type RowProps = { readonly label: string; readonly value?: string | undefined; readonly children: ReactNode }

function Row({ label, value, children }: RowProps): ReactNode {
  return (
    <div data-part="row">
      <dt>{label}</dt>
      <dd>
        {children}
        {value !== undefined && <span data-part="row-value">{value}</span>}
      </dd>
    </div>
  )
}

function Party({ id, name }: { readonly id: string; readonly name?: string | undefined }): ReactNode {
  return (
    <span data-part="party">
      {name && `${name} `}
      <span data-part="id" title={id}>
        {shortId(id)}
      </span>
    </span>
  )
}
