import type { Attempt } from '@payerkit/core'
import { useId } from 'react'
import { Photo } from '../goods/Photo.js'
import { ReceiptLine } from '../goods/ReceiptLine.js'
import type { Goods } from './goods.js'

type DeliveredProps = { attempt: Attempt; goods: Goods; putAway(): void }

/** Something that came after its screen was gone. */
export function Delivered({ attempt, goods, putAway }: DeliveredProps) {
  const id = useId()
  return (
    <section className="sheet delivered" aria-labelledby={id}>
      <h2 id={id}>Here is what you paid for</h2>
      {goods.photo ? (
        <Photo src={goods.photo} />
      ) : (
        <p className="mono">{goods.words || 'An empty answer.'}</p>
      )}
      <div className="outcome">
        <ReceiptLine attempt={attempt} />
        <button type="button" className="quiet" onClick={putAway}>
          Put it away
        </button>
      </div>
    </section>
  )
}
