'use client'

import { useSyncExternalStore } from 'react'
import { usePayer } from '../provider/context.js'
import { type ChannelDesk, type ChannelsView, deskOf, noChannels } from './channelDesk.js'

/** What {@link useChannels} returns. */
export type UseChannels = ChannelsView &
  Pick<ChannelDesk, 'refresh' | 'close' | 'requestClose' | 'withdraw' | 'forget'>

const none = () => noChannels

/**
 * Every session that this browser keeps, over all origins, and what can be done with it. Reads them when it is first
 * shown; all else happens when it is called, once for each session at a time.
 *
 * @example
 * ```tsx
 * const { channels, close, pending } = useChannels()
 *
 * channels.map(({ id, origin }) => (
 *   <button key={id} disabled={!!pending[id]} onClick={() => close(id)}>Stop {origin}</button>
 * ))
 * ```
 */
export function useChannels(): UseChannels {
  const desk = deskOf(usePayer())
  const { refresh, close, requestClose, withdraw, forget } = desk
  const view = useSyncExternalStore(desk.subscribe, desk.getSnapshot, none)
  return { ...view, refresh, close, requestClose, withdraw, forget }
}
