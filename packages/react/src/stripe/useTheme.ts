'use client'

import type { Appearance } from '@stripe/stripe-js'
import { type RefObject, useEffect, useLayoutEffect, useState } from 'react'
import { readTheme } from './readTheme.js'

const useBrowserLayoutEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect

/** The look of Stripe's fields that goes with the page around an element, as long as it does. */
export function useTheme(ref: RefObject<Element | null>): Appearance | undefined {
  const [theme, setTheme] = useState<Appearance>()

  useBrowserLayoutEffect(() => {
    const read = () => {
      if (!ref.current) return
      const next = readTheme(ref.current)
      setTheme((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next))
    }
    read()
    const scheme = matchMedia('(prefers-color-scheme: dark)')
    scheme.addEventListener('change', read)
    // A theme is switched by an attribute somewhere above.
    const observer = new MutationObserver(read)
    for (let node: Element | null = ref.current; node; node = node.parentElement)
      observer.observe(node, { attributes: true, attributeFilter: ['class', 'style', 'data-theme'] })
    return () => {
      scheme.removeEventListener('change', read)
      observer.disconnect()
    }
  }, [ref])

  return theme
}
