'use client'

import type { ChannelState } from '@payerkit/core'
import { memo, type ReactNode, useId, useState } from 'react'
import { hostOf } from '../format/Text.js'
import type { ChannelAction, ChannelDesk } from '../hooks/channelDesk.js'
import { useSurroundings } from '../provider/context.js'
import { Action } from './Action.js'
import { ChannelEnding } from './ChannelEnding.js'
import { saysOf, stepOf, writerOf } from './meter.js'
import { SessionNotice } from './SessionNotice.js'
import { useArmed } from './useArmed.js'
import { useSessionTexts } from './useSessionTexts.js'

/** What {@link ChannelRow} takes. */
export type ChannelRowProps = {
  readonly channel: ChannelState
  readonly desk: ChannelDesk
  readonly pending: ChannelAction | undefined
  readonly error: Error | undefined
}

/** One kept session. Rendered again only when something of it changed. */
export const ChannelRow: (props: ChannelRowProps) => ReactNode = memo(Row)

function Row({ channel, desk, pending, error }: ChannelRowProps): ReactNode {
  const { locale } = useSurroundings()
  const texts = useSessionTexts()
  const id = useId()
  const [asked, setAsked] = useState(false)
  const { status, asset, price, spent, refund, origin } = channel
  const write = writerOf({ ...asset, value: price }, locale.tag)
  const step = stepOf({ status, channel, pending: pending === 'close' ? 'close' : undefined, ...none })
  const stops = status === 'active' || status === 'voucherNeeded'
  if (asked && !stops) setAsked(false)
  const armed = useArmed(asked ? 'sure' : status)
  const amount = status === 'closed' ? texts.cameBack(write(refund)) : texts.left(write(refund))
  const rest = pending ? 'busy' : !armed && 'held'

  return (
    <li data-part="channel" data-state={status} aria-labelledby={`${id}site`}>
      <div data-part="channel-head">
        <strong id={`${id}site`}>{hostOf(origin)}</strong>
        <span data-part="channel-left">{amount}</span>
        <span data-part="channel-used">{texts.used(write(spent))}</span>
        <span data-part="chip" data-state={status}>
          {texts.states[step]}
        </span>
      </div>
      <p data-part="says" role="status">
        {!stops || pending ? saysOf(step, channel, write, texts) : ''}
      </p>
      {asked && (
        <p data-part="sure" id={`${id}sure`}>
          {texts.sure(write(refund), write(spent))}
        </p>
      )}
      {error && <SessionNotice error={error} who={hostOf(origin)} />}
      <div data-part="channel-actions">
        {asked && (
          <Action
            key="keep"
            ghost
            label={texts.keep}
            state={status}
            rest={rest}
            onClick={() => setAsked(false)}
          />
        )}
        {stops && (
          <Action
            key="stop"
            ghost
            label={asked ? texts.stopSure : texts.stop}
            others={[texts.stop, texts.stopSure]}
            about={asked ? `${id}sure` : `${id}site`}
            state={status}
            rest={rest}
            onClick={() => {
              if (asked) desk.close(channel.id)
              setAsked(!asked)
            }}
          />
        )}
        <ChannelEnding channel={channel} desk={desk} pending={pending} refused={error !== undefined} />
        {status === 'closed' && (
          <Action
            ghost
            label={texts.forget}
            about={`${id}site`}
            state={status}
            rest={rest}
            onClick={() => desk.forget(channel.id)}
          />
        )}
      </div>
    </li>
  )
}

const none = { error: undefined, failed: undefined }
