'use client'

import { useSyncExternalStore } from 'react'
import { usePayer } from '../provider/context.js'
import { type AttemptDesk, type AttemptsView, attemptDeskOf, noAttempts } from './attemptDesk.js'

/** What {@link useAttempts} returns. */
export type UseAttempts = AttemptsView & {
  /**
   * Presents the proof of an open attempt again and gives what was bought. Pays nothing anew, and asks once, however
   * often it is called meanwhile.
   */
  resume: AttemptDesk['resume']
  /** Gives an open attempt up, so that the same thing can be bought again. Whatever was paid stays paid. */
  forget: AttemptDesk['forget']
}

const none = () => noAttempts

/**
 * Every payment of this payer, and those that are open: whose answer was lost, or that were paid and not delivered,
 * on earlier pages too. Reads them when it is first shown; all else happens when it is called.
 *
 * @example
 * ```tsx
 * const { open, resume, pending } = useAttempts()
 *
 * open.map(({ id, url }) => (
 *   <button key={id} disabled={!!pending[id]} onClick={async () => show(await resume(id))}>Look again at {url}</button>
 * ))
 * ```
 */
export function useAttempts(): UseAttempts {
  const desk = attemptDeskOf(usePayer())
  const { resume, forget } = desk
  const view = useSyncExternalStore(desk.subscribe, desk.getSnapshot, none)
  return { ...view, resume, forget }
}
