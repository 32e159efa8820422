'use client'

import { useSurroundings } from '../provider/context.js'

/** The attributes of a component's outermost node: the styles hang on them, and the theme. */
export function useRoot(): { 'data-pk': ''; 'data-theme'?: 'light' | 'dark' } {
  const { theme } = useSurroundings()
  return { 'data-pk': '', ...(theme !== 'system' && { 'data-theme': theme }) }
}
