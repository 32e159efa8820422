'use client'

import { type PaywallTexts, paywallTexts } from '../locales/paywallTexts.js'
import { useSurroundings } from '../provider/context.js'

/** The texts of paywalls; apart from the others, so that no page carries them that has none. */
export function usePaywallTexts(): PaywallTexts {
  const { locale } = useSurroundings()
  return locale.paywall ?? paywallTexts
}
