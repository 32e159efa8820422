import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Message } from '../app/Message.js'
import { useServices } from '../shop/ServicesContext.js'
import { readPoints } from './pointsAccount.js'

const queryKey = ['points-balance']

/** What a person has at the points programme, now and before the last change. */
export function PointsWallet() {
  const { pointsAccount } = useServices()
  const queries = useQueryClient()
  const { data: balance, isError } = useQuery({ queryKey, queryFn: () => readPoints(pointsAccount) })
  const before = useBefore(balance)
  const gift = useMutation({
    async mutationFn() {
      queries.setQueryData(queryKey, await readPoints(pointsAccount, true))
    },
  })
  return (
    <section className="wallet" aria-labelledby="wallet-title">
      <h2 id="wallet-title">Your points</h2>
      <div className="wallet-row">
        <span className="wallet-icon" aria-hidden="true">
          P
        </span>
        <div>
          <b>Demo programme</b>
          <small>{before === undefined ? 'To try it with' : `${before} points before`}</small>
        </div>
        <p className="balance" role="status" aria-label="Balance">
          <b>{balance === undefined ? '\u2007' : String(balance)}</b>
          <small>points</small>
        </p>
      </div>
      <div className="wallet-actions">
        <button type="button" className="quiet" aria-busy={gift.isPending} onClick={() => gift.mutate()}>
          Get 500 more
        </button>
      </div>
      {(isError || gift.isError) && (
        <Message tone="bad">The points programme does not answer. Try again.</Message>
      )}
    </section>
  )
}

/** What something was before it changed. */
function useBefore(value: bigint | undefined): bigint | undefined {
  const [seen, setSeen] = useState<{ now: typeof value; before: typeof value }>({
    now: value,
    before: undefined,
  })
  if (seen.now !== value) setSeen({ now: value, before: seen.now })
  return seen.before
}
