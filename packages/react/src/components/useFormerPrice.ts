'use client'

import type { Money, Offer } from '@payerkit/core'
import { useState } from 'react'

/** What an offer cost when it was first seen, where that has changed under the eyes of the person. */
export function useFormerPrice({ method, intent, amount }: Offer): Money | undefined {
  const [first] = useState<{ [way: string]: Money }>({})
  const way = `${method} ${intent} ${amount.asset}`
  first[way] ??= amount
  return first[way].value === amount.value ? undefined : first[way]
}
