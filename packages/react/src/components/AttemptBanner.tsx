'use client'

import type { Attempt } from '@payerkit/core'
import { type ReactNode, useEffect, useRef, useSyncExternalStore } from 'react'
import { type AttemptNotice, type AttemptNotices, isOver, noticesOf } from '../hooks/attemptNotices.js'
import type { AttemptText } from '../locales/attemptTexts.js'
import { usePayer, useSurroundings } from '../provider/context.js'
import { AttemptEntry } from './AttemptEntry.js'
import { attemptLabel, attemptSays } from './attempts.js'
import { useAttemptTexts } from './useAttemptTexts.js'
import { useRoot } from './useRoot.js'

/** What a banner of one's own is given. */
export type AttemptBannerRender = {
  /** The newest first. */
  readonly notices: readonly (AttemptNotice & {
    /** Where it stands, as sentences for a live region. */
    readonly says: AttemptText
    /** What the one right action says: `Look again`. */
    readonly label: string
  })[]
  /** Does the one right thing: looks again, gets it, shows it again, or takes the notice of what has ended away. */
  press(id: string): void
  /** Gives it up at once; ask before. Whatever was paid stays paid. */
  giveUp(id: string): void
}

/** What {@link AttemptBanner} takes. */
export type AttemptBannerProps = {
  /**
   * Shows what was bought, or keeps it. Called once for each, and again when the person wants it after this has
   * thrown or rejected; nothing is paid again for that.
   */
  onDelivered(response: Response, attempt: Attempt): unknown
  /** Your own banner. */
  readonly children?: ((banner: AttemptBannerRender) => ReactNode) | undefined
}

const nothing: readonly AttemptNotice[] = []
const none = () => nothing

/**
 * Says of every payment whose outcome is open what is known, and offers the one right thing to do about it: payments
 * of earlier pages too, whose answer was lost. Shows nothing where there is none.
 *
 * @example
 * ```tsx
 * <PayerProvider payer={payer}>
 *   <AttemptBanner onDelivered={async (response) => show(await response.blob())} />
 * </PayerProvider>
 * ```
 */
export function AttemptBanner({ onDelivered, children }: AttemptBannerProps): ReactNode {
  const { locale } = useSurroundings()
  const texts = useAttemptTexts()
  const root = useRoot()
  const banner = useRef<HTMLElement>(null)
  const desk = noticesOf(usePayer())
  const notices = useSyncExternalStore(desk.subscribe, desk.getSnapshot, none)
  // Somebody asked for it; this only hands over what came.
  useEffect(() => desk.deliver(onDelivered))

  if (children)
    return children({
      notices: notices.map((notice) => ({
        ...notice,
        says: attemptSays(notice, texts, locale),
        label: attemptLabel(notice.state, texts, locale),
      })),
      press: (id) => pressIn(desk, notices, id),
      giveUp: desk.giveUp,
    })
  return (
    <section
      {...root}
      ref={banner}
      data-part="attempts"
      data-state={notices.length > 0 ? 'filled' : 'empty'}
      aria-label={notices.length > 0 ? texts.payments : undefined}
      tabIndex={-1}
    >
      {notices.map((notice) => (
        <AttemptEntry
          key={notice.attempt.id}
          notice={notice}
          press={() => {
            pressIn(desk, notices, notice.attempt.id)
            // The button is gone with its notice; nobody should be sent back to the top of the page.
            if (isOver(notice.state)) banner.current?.focus()
          }}
          giveUp={() => desk.giveUp(notice.attempt.id)}
        />
      ))}
    </section>
  )
}

function pressIn(desk: AttemptNotices, notices: readonly AttemptNotice[], id: string): void {
  const state = notices.find(({ attempt }) => attempt.id === id)?.state
  if (isOver(state)) desk.close(id)
  else if (state === 'unshown') desk.show(id)
  else desk.look(id)
}
