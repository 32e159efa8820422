import type { Attempt } from '@payerkit/core'
import { formatMoney, shortId } from '@payerkit/react'
import { CopyButton } from './CopyButton.js'

/** What was paid, to whom, and what to quote when asking about it. */
export function ReceiptLine({ attempt }: { attempt: Attempt }) {
  const { offer, receipt } = attempt
  const { amount, payee, origin } = offer
  return (
    <p className="receipt" role="status">
      <span>
        <span className="hint">Receipt</span>{' '}
        <b className="amount">{amount.value === 0n ? 'Nothing charged' : formatMoney(amount, 'en')}</b>{' '}
        {amount.value === 0n ? 'by' : 'to'} {payee.name ?? new URL(origin).host}
      </span>
      {receipt && (
        <span className="reference">
          <span className="mono" title={receipt.reference}>
            {shortId(receipt.reference)}
          </span>
          <CopyButton text={receipt.reference} label="Copy the reference" />
        </span>
      )}
    </p>
  )
}
