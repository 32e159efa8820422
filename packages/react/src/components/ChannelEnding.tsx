'use client'

import type { ChannelState } from '@payerkit/core'
import type { ReactNode } from 'react'
import { clockText } from '../format/Text.js'
import type { ChannelAction, ChannelDesk } from '../hooks/channelDesk.js'
import { Action } from './Action.js'
import { useSecondsLeft } from './useSecondsLeft.js'
import { useSessionTexts } from './useSessionTexts.js'

/** What {@link ChannelEnding} takes. */
export type ChannelEndingProps = {
  readonly channel: ChannelState
  readonly desk: Pick<ChannelDesk, 'requestClose' | 'withdraw'>
  readonly pending: ChannelAction | undefined
  /** Whether the seller was asked to send the rest back, and did not. */
  readonly refused: boolean
}

/** What a person can do alone to get the rest back, step by step. Nothing while the seller is there for it. */
export function ChannelEnding({ channel, desk, pending, refused }: ChannelEndingProps): ReactNode {
  const { id, status, withdrawableAt } = channel
  const texts = useSessionTexts()
  const isLeft = status === 'stale' || (refused && (status === 'active' || status === 'voucherNeeded'))
  if (status === 'closeRequested' || status === 'withdrawable')
    return (
      <Withdrawal
        until={status === 'closeRequested' ? withdrawableAt : 0}
        state={status}
        busy={pending !== undefined}
        withdraw={() => desk.withdraw(id)}
      />
    )
  if (!isLeft) return null
  return (
    <>
      <p data-part="hint">{texts.takeBackHow}</p>
      <Action
        ghost
        label={texts.takeBack}
        state={status}
        rest={pending && 'busy'}
        onClick={() => desk.requestClose(id)}
      />
    </>
  )
}

type WithdrawalProps = {
  readonly until: number | undefined
  readonly state: string
  readonly busy: boolean
  withdraw(): void
}

/** A component of its own, so that nothing else is rendered every second. */
function Withdrawal({ until, state, busy, withdraw }: WithdrawalProps): ReactNode {
  const texts = useSessionTexts()
  const left = useSecondsLeft(until) ?? 0
  const waits = left > 0
  const label = waits ? texts.withdrawIn(clockText(left)) : texts.withdraw
  return (
    <Action
      ghost
      label={label}
      others={[texts.withdrawIn('00:00:00')]}
      state={waits ? state : 'withdrawable'}
      rest={busy ? 'busy' : waits && 'held'}
      onClick={withdraw}
    />
  )
}
