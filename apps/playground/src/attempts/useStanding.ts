import type { Attempt } from '@payerkit/core'
import { useAttempts } from '@payerkit/react/attempts'
import { useState } from 'react'

/** Where the money for an address stands, apart from what its screen knows itself. */
export type Standing = {
  /** It may be paid already, by an attempt from before the screen was there. */
  readonly isOpen: boolean
  /** An attempt of the screen whose answer was lost, and came in the end, wherever it went. */
  readonly found: Attempt | undefined
}

/** Follows every attempt for what is bought at an address. */
export function useStanding(url: string): Standing {
  const { attempts, open } = useAttempts()
  const [since] = useState(() => Date.now())
  const { href } = new URL(url, location.href)
  const isHere = (attempt: Attempt) => attempt.url === href
  const isBefore = ({ times }: Attempt) => Object.values(times).some((at) => at < since)
  return {
    isOpen: open.some((attempt) => isHere(attempt) && isBefore(attempt)),
    found: attempts.find(
      (attempt) =>
        attempt.phase === 'paid' &&
        (attempt.times.unknown ?? attempt.times.paidUndelivered) !== undefined &&
        isHere(attempt) &&
        !isBefore(attempt),
    ),
  }
}
