'use client'

import { type ReactNode, useSyncExternalStore } from 'react'
import { type ChannelsView, deskOf, noChannels } from '../hooks/channelDesk.js'
import { usePayer } from '../provider/context.js'
import { ChannelRow } from './ChannelRow.js'
import { SessionNotice } from './SessionNotice.js'
import { useRoot } from './useRoot.js'
import { useSessionTexts } from './useSessionTexts.js'

/** What {@link ChannelList} takes. */
export type ChannelListProps = {
  /** What is shown where there is none. */
  readonly empty?: ReactNode
  /** Your own list. */
  readonly children?: ((view: ChannelsView) => ReactNode) | undefined
}

/**
 * Every session that this browser keeps, with what is left in it and how to get that back: from the seller, or where
 * the seller does not answer, without.
 *
 * @example
 * ```tsx
 * <PayerProvider payer={payer}>
 *   <ChannelList />
 * </PayerProvider>
 * ```
 */
export function ChannelList({ empty, children }: ChannelListProps): ReactNode {
  const texts = useSessionTexts()
  const root = useRoot()
  const desk = deskOf(usePayer())
  const view = useSyncExternalStore(desk.subscribe, desk.getSnapshot, none)
  const { channels, pending, errors, error, refreshing } = view
  if (children) return children(view)
  const state = channels.length > 0 ? 'filled' : refreshing ? 'loading' : 'empty'
  return (
    <section {...root} data-part="channels" data-state={state} aria-label={texts.meter}>
      {error && <SessionNotice error={error} />}
      {state === 'filled' ? (
        <ul data-part="channel-list">
          {channels.map((channel) => (
            <ChannelRow
              key={channel.id}
              channel={channel}
              desk={desk}
              pending={pending[channel.id]}
              error={errors[channel.id]}
            />
          ))}
        </ul>
      ) : (
        <div data-part="empty">{state === 'empty' && (empty ?? <p>{texts.noSessions}</p>)}</div>
      )}
    </section>
  )
}

const none = () => noChannels
