'use client'

import type { Offer } from '@payerkit/core'
import { useState } from 'react'
import type { Question } from '../provider/consent.js'
import { useSurroundings } from '../provider/context.js'
import type { Lacks, Preflight } from './OfferSlot.js'
import { payable } from './offers.js'
import { useSecondsLeft } from './useSecondsLeft.js'

/** What a person chooses from, and what is chosen. */
export type Choice = {
  /** The offers that this page can take, what the wallet cannot pay last. */
  readonly offers: readonly Offer[]
  readonly offer: Offer | undefined
  choose(offer: Offer): void
  /** What the account at hand lacks; absent where nobody looks. */
  readonly lacks: Lacks | undefined
  /** Seconds that the offer stands. */
  readonly left: number | undefined
  /** Whether it can no longer be agreed to. */
  readonly expired: boolean
}

const none: readonly Offer[] = []
const nobodyLooks = () => undefined

/**
 * The offer of a question that is looked at.
 *
 * @param useLacks Finds out what the account at hand lacks; the same each time.
 */
export function useChoice(
  question: Pick<Question, 'offers' | 'offer' | 'state'> | undefined,
  useLacks: Preflight['useLacks'] | (() => undefined) = nobodyLooks,
): Choice {
  const surroundings = useSurroundings()
  const [picked, choose] = useState<Offer>()
  const all = question?.offers ?? none
  const isAsking = question?.state === 'asking'
  const lacks = useLacks(isAsking ? all : none)
  const isShort = (offer: Offer) => lacks?.get(offer) !== undefined
  const taken = payable(all, surroundings)
  const offers = [...taken.filter((offer) => !isShort(offer)), ...taken.filter(isShort)]
  const offer = question?.offer ?? first(offers, picked, isShort) ?? all[0]
  const left = useSecondsLeft(offer?.expiresAt)
  return { offers, offer, choose, lacks, left, expired: left === 0 && isAsking }
}

/** The offer that was picked; when it is asked again, the one that is like it; at first one that can be paid as it is. */
function first(
  offers: readonly Offer[],
  picked: Offer | undefined,
  isShort: (offer: Offer) => boolean,
): Offer | undefined {
  const isSame = (offer: Offer) => offer.method === picked?.method && offer.intent === picked.intent
  const isBest = (offer: Offer) => isAtHand(offer) && !isShort(offer)
  return offers.find((offer) => offer === picked) ?? offers.find(isSame) ?? offers.find(isBest) ?? offers[0]
}

/** Whether there is something to pay with: a wallet that signs has to be connected first. */
function isAtHand({ prompt, payer }: Offer): boolean {
  return prompt === 'card' || prompt === 'none' || payer !== undefined
}
