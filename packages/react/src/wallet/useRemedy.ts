'use client'

import { type RefObject, useState } from 'react'
import { causesOf, isPopupBlocked } from '../diagnosis/popups.js'
import { requote } from '../hooks/requote.js'
import { usePayer } from '../provider/context.js'
import type { WalletRemedyProps } from './WalletRemedy.js'

/** What presses do, one at a time. */
export type Remedy = {
  /** What is under way, by the name it was given. */
  readonly busy: string | undefined
  /** How the last one failed. */
  readonly trouble: 'refused' | 'blocked' | 'none' | 'failed' | undefined
  run(name: string, act: () => unknown): void
}

/**
 * Runs what helps a wallet, only ever from a press, and looks then whether it did. Where the press said so and nothing is
 * missing any more, it pays.
 */
export function useRemedy(
  { offer, pay }: Pick<WalletRemedyProps, 'offer' | 'pay'>,
  root: RefObject<Element | null>,
): Remedy {
  const payer = usePayer()
  const [state, set] = useState<Omit<Remedy, 'run'>>({ busy: undefined, trouble: undefined })

  async function follow(name: string, done: unknown, isAsked: () => boolean): Promise<void> {
    try {
      await done
      const isSaid = pay && /^(switch|fund|approve)$/.test(name)
      if (isSaid && (await payer.capable(offer)).able && isAsked()) pay()
      // Another account or network is noticed by itself.
      else if (!/^(connect|switch|another)/.test(name)) requote(payer)
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
      void follow(name, attempted(act), watchSheet(root.current))
    },
  }
}

/** Whether a sheet is still there, and asks about what it asked about. */
function watchSheet(place: Element | null): () => boolean {
  const sheet = place?.closest('[data-part=sheet]')
  const chosen = sheet?.querySelector<HTMLInputElement>('[data-part=option] input:checked')
  return () => sheet?.isConnected === true && (!chosen || (chosen.isConnected && chosen.checked))
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
