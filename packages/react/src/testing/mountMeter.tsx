import { channelOf, createFakeChannels, createFakeSession, fakePayer } from '@payerkit/testing/screens'
import { SessionMeter, type SessionMeterProps } from '../components/SessionMeter.js'
import type { Theme } from '../provider/context.js'
import { mountSession } from './mountSession.js'

/** A meter of a session that a test moves. */
export async function mountMeter(
  state: Parameters<typeof createFakeSession>[0] = { status: 'active', channel: channelOf() },
  props: Partial<SessionMeterProps> & { theme?: Theme; now?: () => number } = {},
) {
  const { theme, now, ...rest } = props
  const session = createFakeSession(state)
  const channels = createFakeChannels()
  const payer = fakePayer(session, channels, now)
  const mounted = await mountSession(payer, <SessionMeter session={session} {...rest} />, { theme })
  return { session, channels, ...mounted }
}
