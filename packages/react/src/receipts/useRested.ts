'use client'

import { useEffect, useState } from 'react'

// Longer than between two keys.
const pause = 600

/** A text as it was when it last stood still: what changes with every key is then said once. */
export function useRested(text: string): string {
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), text === '' ? 0 : pause)
    return () => clearTimeout(timer)
  }, [text])
  return rested
}
