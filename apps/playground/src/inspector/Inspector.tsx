import { useSyncExternalStore } from 'react'
import { useServices } from '../shop/ServicesContext.js'
import { PaymentDetails } from './PaymentDetails.js'

/** What went on between the page and the seller, for those who want to know. */
export function Inspector() {
  const { log } = useServices()
  const payments = useSyncExternalStore(log.subscribe, log.getSnapshot)
  return (
    <aside className="inspector" aria-labelledby="inspector-title">
      <div className="sheet">
        <header>
          <h2 id="inspector-title">What happened</h2>
          <p className="hint">Under the hood, word for word. Whatever could move money is masked.</p>
        </header>
        {payments.length === 0 ? (
          <p className="empty">Nothing yet.</p>
        ) : (
          payments.map((payment, index) => (
            <PaymentDetails key={payment.id} payment={payment} open={index === 0} />
          ))
        )}
      </div>
    </aside>
  )
}
