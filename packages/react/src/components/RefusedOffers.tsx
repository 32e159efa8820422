'use client'

import type { Refused } from '@payerkit/core'
import type { ReactNode } from 'react'
import type { Locale } from '../locales/Locale.js'
import { useSurroundings } from '../provider/context.js'
import { messageOf } from './messages.js'

/** The ways to pay that the seller offers and that are not possible here, each with its reason; the details say more. */
export function RefusedOffers({ refused }: { readonly refused: readonly Refused[] }): ReactNode {
  const { locale } = useSurroundings()
  // A reason that two have in common is told once.
  const reasons = new Set(
    refused.map(({ challenge, error }) => {
      const { what } = locale.notices[messageOf(error).id]
      return challenge ? `${kindOf(challenge, locale)}: ${what}` : what
    }),
  )
  if (reasons.size === 0) return null
  return (
    <div data-part="refused">
      <p>{locale.refused}</p>
      <ul>
        {[...reasons].slice(0, 8).map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </div>
  )
}

type Challenge = NonNullable<Refused['challenge']>

function kindOf({ method, intent }: Challenge, locale: Locale): string {
  if (intent === 'session') return locale.session
  if (intent === 'subscription') return locale.subscription
  return method === 'stripe' || method === 'card' || intent === 'card' ? locale.card : locale.wallet
}
