'use client'

import type { Attempt } from '@payerkit/core'
import { useState } from 'react'
import { ReadError } from '../hooks/request.js'
import type { Possession } from './usePossession.js'

/** A payment of before whose answer was lost, until what it bought is here. */
export type Found = {
  readonly attempt: Attempt
  readonly isBusy: boolean
  /** Why what came could not be read. */
  readonly error: Error | undefined
  /** Asks for what was bought with the payment that was made, or reads it again. Pays nothing. */
  check(): void
}

type Held = { readonly attempt: Attempt; readonly response?: Response; readonly error?: Error }

/** Finds what may be paid for already, and gets it instead of selling it again. */
export function useFound<data>(
  { open, resume }: Possession,
  read: (response: Response) => Promise<data>,
  show: (data: data) => void,
): Found | undefined {
  // Held until it is shown: once it is delivered, the journal has it as open no more.
  const [held, hold] = useState<Held>()
  const attempt = held?.attempt ?? open
  if (!attempt) return undefined

  async function look(attempt: Attempt): Promise<void> {
    hold({ attempt })
    const response = held?.response ?? (await resume(attempt.id).catch(() => undefined))
    // Still open, it is found again; declined, it is for sale again.
    if (!response) return hold(undefined)
    try {
      show(await read(response.clone()))
    } catch (cause) {
      hold({ attempt, response, error: new ReadError(cause) })
    }
  }

  const isBusy = held !== undefined && held.error === undefined
  return {
    attempt,
    isBusy,
    error: held?.error,
    check() {
      if (!isBusy) void look(attempt)
    },
  }
}
