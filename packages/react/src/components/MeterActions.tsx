'use client'

import type { ChannelState, ChannelStatus } from '@payerkit/core'
import { type ReactNode, useState } from 'react'
import { formatMoney } from '../format/Money.js'
import { useSurroundings } from '../provider/context.js'
import { Action } from './Action.js'
import { isPaying } from './meter.js'
import { useArmed } from './useArmed.js'
import { useSessionTexts } from './useSessionTexts.js'

/** What {@link MeterActions} takes. */
export type MeterActionsProps = {
  /** For what says what stopping means. */
  readonly id: string
  readonly step: ChannelStatus
  readonly channel: ChannelState | undefined
  readonly says: string
  readonly write: (value: bigint) => string
  readonly addition: { readonly value: bigint } | undefined
  readonly act: { start(): void; add(): void; stop(): void }
}

/** Where a session stands, in words, and what can be done. The buttons stay the same nodes, so that no focus is lost. */
export function MeterActions(props: MeterActionsProps): ReactNode {
  const { id, step, channel, says, write, addition, act } = props
  const { locale } = useSurroundings()
  const texts = useSessionTexts()
  const [asked, setAsked] = useState(false)
  const isOpen = isPaying(step)
  // Whether it is asked for a second time is forgotten as soon as there is nothing to stop.
  if (asked && !isOpen) setAsked(false)
  const sure = asked && isOpen
  const begins = step === 'idle' || step === 'challenged' || step === 'closed'
  const armed = useArmed(sure ? 'sure' : begins)
  const adds =
    channel && addition && locale.add(formatMoney({ ...channel.asset, value: addition.value }, locale.tag))
  const starts = channel ? texts.again : locale.start(undefined)
  const ends = step === 'stale' || step === 'closeRequested' || step === 'withdrawable'

  return (
    <>
      <p data-part="says" role="status" data-state={step}>
        {says}
      </p>
      {sure && channel && (
        <p data-part="sure" id={id}>
          {texts.sure(write(channel.refund), write(channel.spent))}
        </p>
      )}
      {!ends && (
        <div data-part="meter-actions">
          {!begins && (sure || adds) && (
            <Action
              key="side"
              ghost
              label={sure ? texts.keep : (adds ?? '')}
              others={[texts.keep, adds ?? '']}
              state={step}
              rest={!isOpen || step === 'toppingUp' ? 'busy' : !armed && 'held'}
              onClick={() => (sure ? setAsked(false) : act.add())}
            />
          )}
          <Action
            key="main"
            ghost
            label={begins ? starts : sure ? texts.stopSure : texts.stop}
            others={[texts.stop, texts.stopSure]}
            state={step}
            about={sure ? id : undefined}
            rest={step === 'challenged' || (!begins && !isOpen) ? 'busy' : !armed && 'held'}
            onClick={() => {
              if (begins) act.start()
              else if (sure) act.stop()
              else setAsked(true)
            }}
          />
        </div>
      )}
    </>
  )
}
