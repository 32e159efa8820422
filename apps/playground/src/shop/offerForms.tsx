import type { RenderOffer } from '@payerkit/react'
import { cardOffers, type StripeSource } from '@payerkit/react/stripe'
import { CardsOnFile } from '../goods/CardsOnFile.js'

/** What the dialog asks for besides a yes: a new card, or which card on file. */
export function createOfferForms(stripe: StripeSource): RenderOffer {
  return { ...cardOffers({ stripe }), card: (slot) => <CardsOnFile {...slot} /> }
}
