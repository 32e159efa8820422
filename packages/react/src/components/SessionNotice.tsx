'use client'

import type { ReactNode } from 'react'
import { Notice, type NoticeProps } from './Notice.js'
import { sessionMessageOf } from './sessionMessages.js'
import { useSessionTexts } from './useSessionTexts.js'

/** What {@link SessionNotice} takes. */
export type SessionNoticeProps = Pick<NoticeProps, 'error' | 'who' | 'children'>

/**
 * Says of a session what went wrong, whether money moved, and what to do next.
 *
 * @example
 * ```tsx
 * const { error } = usePaidStream({ input: '/chat' })
 *
 * {error && <SessionNotice error={error} />}
 * ```
 */
export function SessionNotice(props: SessionNoticeProps): ReactNode {
  const { notices } = useSessionTexts()
  const message = sessionMessageOf(props.error)
  return <Notice {...props} text={message && { ...notices[message.id], tone: message.tone }} />
}
