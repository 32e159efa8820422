import { type ReceiptEntry, ReceiptList, receiptLink } from '@payerkit/react/receipts'
import { useState } from 'react'
import type { Config } from '../shop/config.js'
import { useServices } from '../shop/ServicesContext.js'
import '@payerkit/react/receipts.css'
import './receipts.css'

/** Everything that was paid on this page, on earlier visits too. */
export function ReceiptsPanel() {
  const { config, kept } = useServices()
  const [linkOf] = useState(() => linksOf(config))
  return (
    <div className="receipts">
      <ReceiptList linkOf={linkOf} />
      {!kept && (
        <p className="hint">This browser keeps nothing for this page: receipts end when it is left.</p>
      )}
    </div>
  )
}

/** Nobody but this machine knows the payments of its own chain, and of its stand-in for Stripe. */
function linksOf({ network, stripe }: Config) {
  return (receipt: ReceiptEntry) => {
    const link = receiptLink(receipt)
    if (receipt.by !== 'card') return network === 'local' ? undefined : link
    if (stripe.mode === 'double') return undefined
    return stripe.mode === 'test' ? link?.replace('.com/', '.com/test/') : link
  }
}
