'use client'

import type { Session } from '@payerkit/core'
import { type ReactNode, useId, useState, useSyncExternalStore } from 'react'
import { hostOf } from '../format/Text.js'
import { deskOf, noChannels } from '../hooks/channelDesk.js'
import { controlOf, type SessionView } from '../hooks/sessionControl.js'
import { createSpeed } from '../hooks/speed.js'
import { useSessionView } from '../hooks/useSession.js'
import { useSurroundings } from '../provider/context.js'
import { ChannelEnding } from './ChannelEnding.js'
import { MeterActions } from './MeterActions.js'
import { MeterFace } from './MeterFace.js'
import { additionOf, saysOf, stepOf, termsOf, writerOf } from './meter.js'
import { SessionNotice } from './SessionNotice.js'
import { useRoot } from './useRoot.js'
import { useSessionTexts } from './useSessionTexts.js'

/** What a meter of one's own is given. */
export type SessionMeterRender = SessionView & {
  /** Where it stands, as a sentence for a live region. */
  readonly says: string
  /** What is spent a minute, as of the last ten seconds, in the asset's smallest parts. */
  readonly perMinute: bigint
  /** Writes an amount of this session: `$0.0342`. */
  write(value: bigint): string
  /** What {@link SessionMeterRender.add} adds, in the asset's smallest parts. */
  readonly addition: bigint | undefined
  start(): void
  add(): void
  /** Stops at once; ask before. */
  stop(): void
}

/** What {@link SessionMeter} takes. */
export type SessionMeterProps = {
  readonly session: Session
  /** What is paid for: `Spent on this chat`. Default: where. */
  readonly label?: string | undefined
  /** What the button adds, in units of the currency. Default: what was deposited first. */
  readonly add?: string | undefined
  /** Your own meter. */
  readonly children?: ((meter: SessionMeterRender) => ReactNode) | undefined
}

/**
 * Shows what a session has spent, and lets the person add to it, stop it and get the rest back. However fast it
 * changes, there is one render a frame.
 *
 * @example
 * ```tsx
 * const { session } = useSession('https://api.example.com/chat')
 *
 * <SessionMeter session={session} label="Spent on this chat" />
 * ```
 */
export function SessionMeter(props: SessionMeterProps): ReactNode {
  // Another session is another meter: nothing that was about to be done to the one is done to the other.
  return <OneMeter key={keyOf(props.session)} {...props} />
}

function OneMeter({ session, label, add, children }: SessionMeterProps): ReactNode {
  const { locale, now } = useSurroundings()
  const texts = useSessionTexts()
  const root = useRoot()
  const sure = useId()
  const control = controlOf(session)
  const view = useSessionView(session)
  const { status, channel, error, failed } = view
  const [speed] = useState(() => createSpeed(() => session.getState().channel, now))
  const perMinute = useSyncExternalStore(speed.subscribe, speed.getSnapshot, nothing)

  const terms = termsOf(view)
  const write = terms ? writerOf(terms.price, locale.tag) : () => '–'
  const step = stepOf(view)
  const says = saysOf(step, channel, terms && write, texts)
  const addition = channel && additionOf(channel, add)
  const act = {
    start: () => void control.open(),
    add: () => void (addition && control.topUp(addition.text)),
    stop: () => void control.close(),
  }
  if (children) return children({ ...view, ...act, says, perMinute, write, addition: addition?.value })

  return (
    <section {...root} data-part="meter" data-state={status} aria-label={label ?? texts.meter}>
      <MeterFace
        view={view}
        label={label ?? texts.spentAt(hostOf(session.url))}
        perMinute={perMinute}
        write={write}
      />
      <MeterActions {...{ step, channel, says, write, addition, act, id: sure }} />
      {error && <SessionNotice error={error} who={hostOf(session.url)} />}
      {channel && <Ending view={view} refused={failed === 'close'} />}
    </section>
  )
}

/** The way out where the seller does not help, in step with every list that shows the same session. */
function Ending({ view, refused }: { readonly view: SessionView; readonly refused: boolean }): ReactNode {
  const { payer } = useSurroundings()
  const desk = deskOf(payer)
  const { pending, errors } = useSyncExternalStore(desk.subscribe, desk.getSnapshot, none)
  const { channel } = view
  if (!channel) return null
  const error = errors[channel.id]
  return (
    <div data-part="meter-ending">
      <ChannelEnding channel={channel} desk={desk} pending={pending[channel.id]} refused={refused} />
      {error && <SessionNotice error={error} />}
    </div>
  )
}

const nothing = () => 0n
const none = () => noChannels

const keys = new WeakMap<Session, number>()
let last = 0

function keyOf(session: Session): number {
  const key = keys.get(session) ?? ++last
  keys.set(session, key)
  return key
}
