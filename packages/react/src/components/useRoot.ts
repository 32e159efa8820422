'use client'

import { useSurroundings } from '../provider/context.js'

/** The attributes of a component's outermost node: the styles hang on them, and the theme; its texts have a language. */
export function useRoot(): { 'data-pk': ''; 'data-theme': string | undefined; lang: string } {
  const { theme, locale } = useSurroundings()
  return { 'data-pk': '', 'data-theme': theme === 'system' ? undefined : theme, lang: locale.tag }
}
