'use client'

import type { Offer, Refused } from '@payerkit/core'
import type { ReactNode } from 'react'
import { clockText, plainText } from '../format/Text.js'
import { useSurroundings } from '../provider/context.js'

/** What {@link OfferDetails} takes. */
export type OfferDetailsProps = {
  readonly id: string
  readonly hidden: boolean
  /** Seconds that the offer stands. */
  readonly left: number | undefined
  readonly url: string
  readonly offer: Offer
  readonly refused: readonly Refused[]
}

/** Everything in full, and what cannot be paid here with the reason. */
export function OfferDetails({ id, hidden, left, url, offer, refused }: OfferDetailsProps): ReactNode {
  const { locale } = useSurroundings()
  const facts = [
    [locale.address, url],
    [locale.payee, offer.payee.id],
    [locale.asset, offer.amount.asset],
    [locale.method, `${offer.method} ${offer.intent}`],
    [locale.realm, plainText(offer.realm)],
    ...(left === undefined
      ? []
      : [[locale.offerEnds, left > 0 ? locale.endsIn(clockText(left)) : locale.ended] as const]),
  ] as const
  return (
    <div data-part="details" id={id} hidden={hidden}>
      <dl>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {refused.length > 0 && (
        <>
          <p>{locale.refused}</p>
          {/* Core's errors speak English. */}
          <ul lang="en">
            {refused.slice(0, 8).map(({ challenge, error }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list of one answer never changes.
              <li key={index}>
                {challenge && <strong>{plainText(`${challenge.method} ${challenge.intent}`)}: </strong>}
                {plainText(error.shortMessage, 200)}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
