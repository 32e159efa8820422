'use client'

import { useCallback, useSyncExternalStore } from 'react'
import { useSurroundings } from '../provider/context.js'

const unknown = () => undefined

/** Whole seconds until a moment on the payer's clock, 0 from then on; `undefined` where there is none. */
export function useSecondsLeft(until: number | undefined): number | undefined {
  const { now } = useSurroundings()
  const left = useCallback(
    () => (until === undefined ? undefined : Math.max(0, Math.ceil((until - now()) / 1000))),
    [until, now],
  )
  const subscribe = useCallback(
    (listener: () => void) => {
      let timer: ReturnType<typeof setTimeout> | undefined
      const wait = () => {
        if (until === undefined || left() === 0) return
        // To the next full second, so that it never shows a second twice as long.
        const rest = (until - now()) % 1000 || 1000
        timer = setTimeout(() => {
          listener()
          wait()
        }, rest + 5)
      }
      wait()
      return () => clearTimeout(timer)
    },
    [until, now, left],
  )
  return useSyncExternalStore(subscribe, left, unknown)
}
