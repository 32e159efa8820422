'use client'

import type { Session, SessionOptions } from '@payerkit/core'
import { useSyncExternalStore } from 'react'
import { usePayer } from '../provider/context.js'
import { controlOf, idleView, type SessionControl, type SessionView, sessionOf } from './sessionControl.js'

/** What {@link useSession} returns. */
export type UseSession = SessionView & Pick<SessionControl, 'session' | 'open' | 'topUp' | 'close' | 'fetch'>

const idle = () => idleView

/**
 * Pays one resource as you go, and says where that stands. Nothing is asked or paid until one of its functions is
 * called; every component that asks for the same resource has the same session. However fast it changes, there is one
 * render a frame.
 *
 * @example
 * ```tsx
 * const { session, status, fetch, close } = useSession('https://api.example.com/chat', { maxDeposit: '1' })
 *
 * <button onClick={() => fetch('https://api.example.com/chat?q=hello')}>Ask</button>
 * <SessionMeter session={session} />
 * ```
 *
 * @throws BaseError of code `method_unsupported` when the payer has no session method.
 */
export function useSession(input: string | URL, options?: SessionOptions): UseSession {
  const payer = usePayer()
  const control = controlOf(sessionOf(payer, input, options))
  const { session, open, topUp, close, fetch } = control
  const view = useSessionView(session)
  return { ...view, session, open, topUp, close, fetch }
}

/** A session as it looks now. */
export function useSessionView(session: Session): SessionView {
  const control = controlOf(session)
  return useSyncExternalStore(control.subscribe, control.getSnapshot, idle)
}
