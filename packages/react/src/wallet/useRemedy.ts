'use client'

import { useState } from 'react'
import { causesOf, isPopupBlocked } from '../diagnosis/popups.js'
import { requote } from '../hooks/requote.js'
import { usePayer } from '../provider/context.js'

/** What presses do, one at a time. */
export type Remedy = {
  /** What is under way, by the name it was given. */
  readonly busy: string | undefined
  /** How the last one failed. */
  readonly trouble: 'refused' | 'blocked' | 'none' | 'failed' | undefined
  run(name: string, act: () => unknown): void
}

/** Runs what helps a wallet, only ever from a press, and looks then whether it did. None of it pays. */
export function useRemedy(): Remedy {
  const payer = usePayer()
  const [state, set] = useState<Omit<Remedy, 'run'>>({ busy: undefined, trouble: undefined })

  async function follow(name: string, done: unknown): Promise<void> {
    try {
      await done
      // Another account or network is noticed by itself.
      if (!/^(connect|switch|another)/.test(name)) requote(payer)
      set({ busy: undefined, trouble: undefined })
    } catch (error) {
      set({ busy: undefined, trouble: troubleOf(error) })
    }
  }

  return {
    ...state,
    run(name, act) {
      if (state.busy !== undefined) return
      set({ busy: name, trouble: undefined })
      // In the press itself: Safari opens a wallet's window nowhere else.
      void follow(name, attempted(act))
    },
  }
}

/** What came of it, as a promise, whether it throws or rejects. */
function attempted(act: () => unknown): Promise<unknown> {
  try {
    return Promise.resolve(act())
  } catch (error) {
    return Promise.reject(error)
  }
}

function troubleOf(error: unknown): Remedy['trouble'] {
  const causes = causesOf(error)
  const isMissing = causes.some((each) =>
    /^(Provider|Connector)NotFoundError$/.test(String(Object(each).name)),
  )
  if (isMissing) return 'none'
  const isNo = causes.some((each) => {
    const { code, name } = Object(each) as { code?: unknown; name?: unknown }
    return code === 4001 || code === 5750 || name === 'UserRejectedRequestError' || name === 'NotAllowedError'
  })
  return isNo ? 'refused' : isPopupBlocked(causes) ? 'blocked' : 'failed'
}
