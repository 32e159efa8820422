'use client'

import { useEffect, useState } from 'react'

/** Milliseconds: a second click of the one that brought something up must neither pay nor cancel. */
const settling = 350

/**
 * Whether the person has had time to see what a button does now; a double click is meant for what was there before.
 *
 * @param first What has been seen when it comes up. Default: what it does.
 */
export function useArmed(meaning: unknown, first = meaning): boolean {
  const [seen, setSeen] = useState(first)
  useEffect(() => {
    if (seen === meaning) return
    const timer = setTimeout(() => setSeen(meaning), settling)
    return () => clearTimeout(timer)
  }, [meaning, seen])
  return seen === meaning
}
