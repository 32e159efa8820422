'use client'

import type { Attempt } from '@payerkit/core'
import { addressOf, methodOf, type Wanted } from '../hooks/request.js'
import { useAttempts } from '../hooks/useAttempts.js'

/** What the journal knows of one thing that is for sale, whoever tried to buy it: this page, an earlier one, another tab. */
export type Possession = {
  /** An attempt that may have paid for it, with nothing to show for it. */
  readonly open: Attempt | undefined
  /** The attempt that bought it last. */
  readonly paid: Attempt | undefined
  /** Presents the proof of an open attempt again. */
  resume(id: string): Promise<Response>
}

/** Follows every attempt at one thing. Reads what earlier pages left; asks and pays nothing. */
export function usePossession(wanted: Wanted): Possession {
  const { attempts, open, resume } = useAttempts()
  const method = methodOf(wanted)
  const start = `${method} ${addressOf(wanted.input).replace(/#.*/, '')} `
  // Of what has a body, the address alone does not say whether it is the same; there the payer itself sees to it.
  const isTold = /^(GET|HEAD)$/.test(method)
  const isThis = ({ key, offer }: Attempt) => isTold && key.startsWith(start) && !offer.session
  return {
    open: open.find(isThis),
    paid: attempts.filter((attempt) => attempt.phase === 'paid' && isThis(attempt)).at(-1),
    resume,
  }
}
