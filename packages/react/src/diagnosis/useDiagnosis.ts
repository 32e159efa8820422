'use client'

import type { Quote } from '@payerkit/core'
import { useEffect, useMemo, useState } from 'react'
import { usePayer } from '../provider/context.js'
import { checkEnvironment, type Environment } from './checkEnvironment.js'
import { skewFinding } from './clock.js'
import { type DiagnoseContext, diagnose } from './diagnose.js'
import type { Finding } from './Finding.js'

/** What {@link useDiagnosis} takes. */
export type DiagnosisOptions = {
  /** What went wrong; without it, only what is true of the page and the device is found. */
  readonly error?: unknown
  readonly quote?: DiagnoseContext['quote']
  /** What the page knows better: how many wallets it offers itself. */
  readonly environment?: Partial<Environment> | undefined
}

let looking: Promise<Environment> | undefined

/**
 * Why paying does not work on this page or this device: of an error, or what can be known without one (a page over
 * http, a browser that keeps nothing, a clock that is wrong). Only looks; nothing is asked of anybody.
 *
 * @example
 * ```tsx
 * const { error, quote } = usePaidFetch()
 * const finding = useDiagnosis({ error, quote })
 * ```
 */
export function useDiagnosis(options: DiagnosisOptions = {}): Finding | undefined {
  const { error, quote, environment: known } = options
  const payer = usePayer()
  const [environment, setEnvironment] = useState<Environment>()
  const [latest, setLatest] = useState<{ quote: Quote; at: number }>()
  useEffect(() => {
    let isHere = true
    looking ??= checkEnvironment()
    void looking.then((found) => isHere && setEnvironment(found))
    const leave = payer.on('quote', (quote) => setLatest({ quote, at: payer.now() }))
    return () => {
      isHere = false
      leave()
    }
  }, [payer])
  return useMemo(() => {
    const at = latest && (quote === undefined || latest.quote === quote) ? latest.at : undefined
    const found = diagnose(error, {
      quote: quote ?? (error === undefined ? latest?.quote : undefined),
      at,
      environment: { ...environment, ...known },
    })
    if (found || error !== undefined || !latest) return found
    return skewFinding(latest.quote.response, latest.at)
  }, [error, quote, environment, known, latest])
}
