'use client'

export { ChannelList, type ChannelListProps } from '../components/ChannelList.js'
export {
  SessionMeter,
  type SessionMeterProps,
  type SessionMeterRender,
} from '../components/SessionMeter.js'
export { SessionNotice, type SessionNoticeProps } from '../components/SessionNotice.js'
export type { ChannelAction, ChannelsView } from '../hooks/channelDesk.js'
export type { SessionAction, SessionView } from '../hooks/sessionControl.js'
export type { StreamView } from '../hooks/stream.js'
export { type UseChannels, useChannels } from '../hooks/useChannels.js'
export { type PaidStreamOptions, type UsePaidStream, usePaidStream } from '../hooks/usePaidStream.js'
export { type UseSession, useSession } from '../hooks/useSession.js'
export { type SessionNoticeId, type SessionTexts, sessionTexts } from '../locales/sessionTexts.js'
