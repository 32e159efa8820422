'use client'

import { useSyncExternalStore } from 'react'
import { useSurroundings } from '../provider/context.js'

const unknown = () => undefined
const never = () => unknown

/** Whole seconds until a moment on the payer's clock, 0 from then on; `undefined` where there is none. */
export function useSecondsLeft(until: number | undefined): number | undefined {
  const { now } = useSurroundings()
  const left = () => until && Math.max(0, Math.ceil((until - now()) / 1000))
  return useSyncExternalStore(until ? tick : never, left, unknown)
}

/** Often enough that no second is shown twice as long; only a new one is rendered. */
function tick(listener: () => void): () => void {
  const timer = setInterval(listener, 200)
  return () => clearInterval(timer)
}
