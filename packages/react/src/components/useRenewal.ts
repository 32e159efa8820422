'use client'

import { useEffect, useRef } from 'react'

/** Gets a new offer when one has ended that somebody may be looking at. Nothing is paid by it. */
export function useRenewal(expired: boolean, renew: () => void): void {
  // A server whose offers end at once is not asked for ever.
  const left = useRef(12)
  useEffect(() => {
    if (expired && !document.hidden && left.current-- > 0) renew()
  }, [expired, renew])
}
