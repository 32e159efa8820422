'use client'

import type { Offer } from '@payerkit/core'
import { type ReactNode, useId } from 'react'
import { useSurroundings } from '../provider/context.js'
import type { Lacks } from './OfferSlot.js'
import { labelsOf } from './offers.js'

/** What {@link OfferChoice} takes. */
export type OfferChoiceProps = {
  readonly offers: readonly Offer[]
  readonly lacks: Lacks | undefined
  readonly chosen: Offer
  readonly disabled: boolean
  choose(offer: Offer): void
}

/** The ways to pay, one of them chosen; what cannot be paid with says why. Nothing where there is nothing to choose. */
export function OfferChoice(props: OfferChoiceProps): ReactNode {
  const { offers, lacks, chosen, disabled, choose } = props
  const { locale } = useSurroundings()
  const name = useId()
  if (offers.length < 2) return null
  const labels = labelsOf(offers, locale)
  return (
    <div data-part="choice" role="radiogroup" aria-label={locale.payWith}>
      {offers.map((offer, index) => {
        const lack = lacks?.get(offer)
        return (
          <label
            key={offer.challenge.id}
            data-part="option"
            data-state={offer === chosen ? 'checked' : 'unchecked'}
          >
            <input
              type="radio"
              name={name}
              checked={offer === chosen}
              disabled={disabled}
              onChange={() => choose(offer)}
            />
            <span>{labels[index]}</span>
            {lack && <small>{lack.message}</small>}
          </label>
        )
      })}
    </div>
  )
}
