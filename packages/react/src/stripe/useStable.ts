'use client'

import { useState } from 'react'

/** The same object as long as it says the same, so that plain data written in JSX is not news with every render. */
export function useStable<data>(value: data): data {
  const [kept, keep] = useState(value)
  if (kept === value || JSON.stringify(kept) === JSON.stringify(value)) return kept
  keep(value)
  return value
}
