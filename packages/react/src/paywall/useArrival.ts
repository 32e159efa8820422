'use client'

import { type RefObject, useEffect } from 'react'

/**
 * Moves the focus to what was unlocked, once it is there: to its first heading, or to it as a whole. Whoever has gone
 * on to something else on the page stays there.
 */
export function useArrival(content: RefObject<HTMLElement | null>, arrived: boolean): void {
  useEffect(() => {
    const place = content.current
    const active = document.activeElement
    if (!arrived || !place || (active && active !== document.body)) return
    const goal = place.querySelector<HTMLElement>('h1, h2, h3, h4, h5, h6, [role=heading]') ?? place
    if (!goal.hasAttribute('tabindex')) {
      goal.tabIndex = -1
      goal.addEventListener('blur', () => goal.removeAttribute('tabindex'), { once: true })
    }
    goal.focus()
  }, [content, arrived])
}
