'use client'

import type { Offer } from '@payerkit/core'
import { type ReactNode, useId } from 'react'
import { useSurroundings } from '../provider/context.js'
import type { Lacks } from './OfferSlot.js'
import { groupsOf } from './offers.js'

/** What {@link OfferChoice} takes. */
export type OfferChoiceProps = {
  readonly offers: readonly Offer[]
  readonly lacks: Lacks | undefined
  readonly chosen: Offer
  readonly disabled: boolean
  choose(offer: Offer): void
}

/**
 * The ways to pay, by wallet, card, session and subscription, one of them chosen; what cannot be paid with says why.
 * Nothing where there is nothing to choose.
 */
export function OfferChoice(props: OfferChoiceProps): ReactNode {
  const { offers, lacks, chosen, disabled, choose } = props
  const { locale } = useSurroundings()
  const name = useId()
  const groups = [...groupsOf(offers, locale)]
  if (!groups[1] && (groups[0]?.[1].length ?? 0) < 2) return null
  return (
    <div data-part="choice" role="radiogroup" aria-label={locale.payWith}>
      {groups.map(([kind, group]) => {
        const isOne = group.length < 2
        return (
          <fieldset key={kind} data-part="group">
            {!isOne && <legend>{kind}</legend>}
            {group.map((offer) => {
              const { amount, network, challenge } = offer
              const lack = lacks?.get(offer)
              return (
                <label
                  key={challenge.id}
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
                  <span>{isOne ? kind : network ? `${amount.symbol} · ${network}` : amount.symbol}</span>
                  {lack && <small>{lack.message}</small>}
                </label>
              )
            })}
          </fieldset>
        )
      })}
    </div>
  )
}
