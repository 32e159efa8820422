'use client'

import { type SessionTexts, sessionTexts } from '../locales/sessionTexts.js'
import { useSurroundings } from '../provider/context.js'

/** The texts of sessions; apart from the others, so that no page carries them that shows none. */
export function useSessionTexts(): SessionTexts {
  const { locale } = useSurroundings()
  return locale.sessions ?? sessionTexts
}
