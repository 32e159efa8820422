import type { Attempt } from '@payerkit/core'
import { AttemptBanner } from '@payerkit/react/attempts'
import { useState } from 'react'
import { Delivered } from './Delivered.js'
import { type Goods, readGoods } from './goods.js'

/** Payments without an answer, of earlier visits too, and what came of them in the end. */
export function OpenPayments() {
  const [delivered, setDelivered] = useState<readonly { attempt: Attempt; goods: Goods }[]>([])
  async function show(response: Response, attempt: Attempt) {
    const goods = await readGoods(response)
    setDelivered((before) => [{ attempt, goods }, ...before])
  }
  return (
    <div className="open-payments">
      <AttemptBanner onDelivered={show} />
      {delivered.map((each) => (
        <Delivered
          key={each.attempt.id}
          {...each}
          putAway={() => setDelivered((before) => before.filter((other) => other !== each))}
        />
      ))}
    </div>
  )
}
