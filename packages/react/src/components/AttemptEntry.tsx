'use client'

import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { hostOf, plainText } from '../format/Text.js'
import { beganAt } from '../hooks/attemptDesk.js'
import { type AttemptNotice, isOver } from '../hooks/attemptNotices.js'
import { useSurroundings } from '../provider/context.js'
import { Action } from './Action.js'
import { attemptLabel, attemptSays, attemptWords, toneOf, whenText } from './attempts.js'
import { GiveUp } from './GiveUp.js'
import { useArmed } from './useArmed.js'
import { useAttemptTexts } from './useAttemptTexts.js'
import { useRoot } from './useRoot.js'

/** What {@link AttemptEntry} takes. */
export type AttemptEntryProps = {
  readonly notice: AttemptNotice
  /** Does the one right thing. */
  press(): void
  giveUp(): void
}

/** One notice: what is known, the one right thing to do, and out of the way what else there is. */
export function AttemptEntry({ notice, press, giveUp }: AttemptEntryProps): ReactNode {
  const { locale, now } = useSurroundings()
  const texts = useAttemptTexts()
  const id = useId()
  const root = useRoot()
  const entry = useRef<HTMLElement>(null)
  const sentences = useRef<HTMLParagraphElement>(null)
  // What is said while it looks is shorter, and nothing should move for that.
  const [room, setRoom] = useState(0)
  const { attempt, state, leaving } = notice
  const { offer, problem } = attempt
  const host = hostOf(offer.origin)
  const { amount, who } = attemptWords(offer, locale)
  const time = whenText(beganAt(attempt), now(), locale.tag)
  const { what, next } = attemptSays(notice, texts, locale)
  const isLooking = state === 'looking' || state === 'arrived'
  const ended = isOver(state)
  const label = attemptLabel(state, texts, locale)
  const armed = useArmed(label)
  const words = ended ? undefined : (problem?.detail ?? problem?.title)

  const wasOver = useRef(ended)
  useEffect(() => {
    // The button that gave it up is gone: what is left to press takes the focus, if nothing else has it.
    if (ended && !wasOver.current && document.activeElement === document.body)
      entry.current?.querySelector<HTMLElement>('button')?.focus()
    wasOver.current = ended
  }, [ended])

  return (
    <section ref={entry} data-part="attempt" data-state={state} aria-labelledby={id}>
      <div {...root} data-part="notice" data-state={toneOf(state)}>
        <p
          ref={sentences}
          data-part="attempt-says"
          role="status"
          style={isLooking ? { minBlockSize: room } : undefined}
        >
          <strong>{what}</strong> {next}
        </p>
        <p id={id} data-part="attempt-what">
          <strong>{plainText(offer.description ?? '') || who}</strong> {texts.about(amount, time, host)}
        </p>
        {words && <p data-part="notice-words">{locale.says(host, plainText(words, 200))}</p>}
        <div data-part="notice-actions">
          <Action
            label={label}
            others={[texts.look, texts.get, texts.show, texts.looking, locale.close]}
            state={isLooking ? 'pending' : state}
            rest={isLooking || leaving ? 'busy' : !armed && 'held'}
            about={id}
            ghost={ended}
            onClick={() => {
              setRoom(sentences.current?.getBoundingClientRect().height ?? 0)
              press()
            }}
          />
        </div>
        {!ended && state !== 'unshown' && (
          <GiveUp about={id} leaving={leaving} looking={isLooking} giveUp={giveUp} />
        )}
      </div>
    </section>
  )
}
