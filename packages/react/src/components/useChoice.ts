'use client'

import type { Offer } from '@payerkit/core'
import { useState } from 'react'
import type { Question } from '../provider/consent.js'
import { useSurroundings } from '../provider/context.js'
import { payable } from './offers.js'
import { useSecondsLeft } from './useSecondsLeft.js'

/** What a person chooses from, and what is chosen. */
export type Choice = {
  /** The offers that this page can take. */
  readonly offers: readonly Offer[]
  readonly offer: Offer | undefined
  choose(offer: Offer): void
  /** Seconds that the offer stands. */
  readonly left: number | undefined
  /** Whether it can no longer be agreed to. */
  readonly expired: boolean
}

/** The offer of a question that is looked at. */
export function useChoice(question: Pick<Question, 'offers' | 'offer' | 'state'> | undefined): Choice {
  const { renderOffer } = useSurroundings()
  const [picked, choose] = useState<Offer>()
  const all = question?.offers ?? []
  const offers = payable(all, renderOffer)
  const offer = question?.offer ?? first(offers, picked) ?? all[0]
  const left = useSecondsLeft(offer?.expiresAt)
  return { offers, offer, choose, left, expired: left === 0 && question?.state === 'asking' }
}

/** The offer that was picked; when it is asked again, the one that is like it; at first one that can be paid as it is. */
function first(offers: readonly Offer[], picked: Offer | undefined): Offer | undefined {
  const same = (offer: Offer) => offer.method === picked?.method && offer.intent === picked.intent
  return offers.find((offer) => offer === picked) ?? offers.find(same) ?? offers.find(isAtHand) ?? offers[0]
}

/** Whether there is something to pay with: a wallet that signs has to be connected first. */
function isAtHand({ prompt, payer }: Offer): boolean {
  return prompt === 'card' || prompt === 'none' || payer !== undefined
}
