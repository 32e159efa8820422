'use client'

import { type RefObject, useState } from 'react'
import { readTheme } from './readTheme.js'
import { useBrowserLayoutEffect } from './useBrowserLayoutEffect.js'

/** The look of Stripe's fields that goes with the page around an element: as text, which is the same as long as it does. */
export function useTheme(ref: RefObject<Element | null>): string | undefined {
  const [text, setText] = useState<string>()

  useBrowserLayoutEffect(() => {
    const read = () => {
      if (ref.current) setText(readTheme(ref.current))
    }
    read()
    const scheme = matchMedia('(prefers-color-scheme: dark)')
    scheme.onchange = read
    // A theme is switched by an attribute somewhere above.
    const observer = new MutationObserver(read)
    for (let node: Element | null = ref.current; node; node = node.parentElement)
      observer.observe(node, { attributes: true, attributeFilter: ['class', 'style', 'data-theme'] })
    return () => {
      scheme.onchange = null
      observer.disconnect()
    }
  }, [ref])

  return text
}
