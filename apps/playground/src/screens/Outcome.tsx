import type { Attempt } from '@payerkit/core'
import { ReceiptLine } from '../goods/ReceiptLine.js'

type OutcomeProps = { attempt: Attempt | undefined; again: string; next(): void }

/** The receipt, and the way on. */
export function Outcome({ attempt, again, next }: OutcomeProps) {
  return (
    <div className="outcome">
      {attempt && <ReceiptLine attempt={attempt} />}
      <button type="button" className="quiet" onClick={next}>
        {again}
      </button>
    </div>
  )
}
