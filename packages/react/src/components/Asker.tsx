'use client'

import type { Offer } from '@payerkit/core'
import type { ReactNode } from 'react'
import { hostOf, realmOf } from '../format/Text.js'
import { useSurroundings } from '../provider/context.js'

/** What {@link Asker} takes. */
export type AskerProps = {
  readonly offer: Offer
  /** The id of the name, where something is labelled by it; it can then be given the focus. */
  readonly id?: string | undefined
  /** What the cross says, and does; without it there is none. */
  readonly label: string
  readonly close: (() => void) | undefined
}

/** Who asks for the payment, and the way out. */
export function Asker({ offer, id, label, close }: AskerProps): ReactNode {
  const { locale } = useSurroundings()
  const host = hostOf(offer.origin)
  const realm = realmOf(offer)
  return (
    <header data-part="head">
      <span data-part="sign" aria-hidden="true">
        {[...host][0]?.toUpperCase()}
      </span>
      <div data-part="asker">
        <h2 data-part="title" id={id} tabIndex={id ? -1 : undefined}>
          {host}
        </h2>
        <p data-part="subtitle">{realm ? locale.asksAs(realm) : locale.asks}</p>
      </div>
      {close && (
        <button type="button" data-part="close" aria-label={label} onClick={close}>
          ×
        </button>
      )}
    </header>
  )
}
