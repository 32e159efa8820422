'use client'

import { BaseError } from '@payerkit/core'
import type { ReactNode } from 'react'
import { plainText } from '../format/Text.js'
import type { NoticeId, NoticeText } from '../locales/Locale.js'
import { useSurroundings } from '../provider/context.js'
import { messageOf, type Tone, toneOf } from './messages.js'
import { useRoot } from './useRoot.js'

/** What {@link Notice} takes. */
export type NoticeProps = {
  /** What went wrong. */
  readonly error?: unknown
  /** Where the money stands; `unknown` says more than the error that came with it. */
  readonly phase?: string | undefined
  /** A message that no error brings. */
  readonly id?: NoticeId | undefined
  /** What is said, and in which tone, where the page knows better. */
  readonly text?: (NoticeText & { readonly tone: Tone }) | undefined
  /** Who said what the error quotes: `photos.example`. */
  readonly who?: string | undefined
  /** Buttons, below the text. */
  readonly children?: ReactNode
}

/**
 * Says what happened, whether money moved, and what to do next.
 *
 * @example
 * ```tsx
 * {error && <Notice error={error} phase={phase} />}
 * ```
 */
export function Notice({ error, phase, id, text, who, children }: NoticeProps): ReactNode {
  const { locale } = useSurroundings()
  const root = useRoot()
  const message = id ? { id, tone: toneOf(id) } : messageOf(error, phase)
  const { what, money, next } =
    text ?? (message.tone === 'bad' ? locale.diagnose?.(error) : undefined) ?? locale.notices[message.id]
  const tone = text?.tone ?? message.tone
  const words = message.id === 'declined' && error instanceof BaseError ? error.details : undefined
  return (
    <div {...root} data-part="notice" data-state={tone} role={tone === 'bad' ? 'alert' : 'status'}>
      <p>
        <strong>{what}</strong> {money} {next}
      </p>
      {words && (
        <p data-part="notice-words">
          {who ? locale.says(who, plainText(words, 200)) : plainText(words, 200)}
        </p>
      )}
      {children && <div data-part="notice-actions">{children}</div>}
    </div>
  )
}
