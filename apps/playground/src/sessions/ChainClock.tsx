import { useChannels } from '@payerkit/react/session'
import { Message } from '../app/Message.js'
import { useChainClock } from './useChainClock.js'

/** For the demonstration: the wait for a refund that the seller does not make, cut short. */
export function ChainClock() {
  const { channels } = useChannels()
  const isWaiting = channels.some(({ status }) => status === 'closeRequested' || status === 'withdrawable')
  const { minutes, isAhead, isPending, isError, moveOn } = useChainClock({ isWaiting })
  const canMove = channels.some(({ status }) => status === 'closeRequested') && !isAhead
  return (
    <section className="clock" aria-labelledby="clock-title">
      <h2 id="clock-title">For the demonstration</h2>
      <p className="hint" role="status">
        {isAhead
          ? 'The chain’s clock is ahead now. It is set right when you have your money, or when you leave.'
          : `A refund without the seller takes ${minutes} minutes. On this machine’s chain they can be skipped.`}
      </p>
      <button
        type="button"
        className="quiet"
        disabled={!canMove}
        aria-busy={isPending}
        onClick={isPending ? undefined : moveOn}
      >
        Move the chain’s clock by {minutes} minutes
      </button>
      {isError && <Message tone="bad">The clock did not move. Nothing was paid. Try again.</Message>}
    </section>
  )
}
