'use client'

import { useMemo } from 'react'

/**
 * The same object as long as it says the same, so that plain data written in JSX is not news with every render; what is
 * `undefined` is left out.
 */
export function useStable<data extends object>(
  value: {
    readonly [key in keyof data]: data[key] | undefined
  },
): data {
  const text = JSON.stringify(value)
  return useMemo((): data => JSON.parse(text), [text])
}
