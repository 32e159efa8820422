'use client'

import { type AttemptTexts, attemptTexts } from '../locales/attemptTexts.js'
import { useSurroundings } from '../provider/context.js'

/** The texts of open payments; apart from the others, so that no page carries them that shows none. */
export function useAttemptTexts(): AttemptTexts {
  const { locale } = useSurroundings()
  return locale.attempts ?? attemptTexts
}
