import { useSyncExternalStore } from 'react'
import { useServices } from '../shop/ServicesContext.js'
import { entriesOf } from './entries.js'
import { PaymentDetails } from './PaymentDetails.js'
import { SessionDetails } from './SessionDetails.js'

/** What went on between the page and the seller, for those who want to know. */
export function Inspector() {
  const { log, sessionLog } = useServices()
  const payments = useSyncExternalStore(log.subscribe, log.getSnapshot)
  const recalled = useSyncExternalStore(log.subscribe, log.getRecalled)
  const stories = useSyncExternalStore(sessionLog.subscribe, sessionLog.getSnapshot)
  const entries = entriesOf(payments, stories)
  return (
    <aside className="inspector" aria-labelledby="inspector-title">
      <div className="sheet">
        <header>
          <h2 id="inspector-title">What happened</h2>
          <p className="hint">Under the hood, word for word. Whatever could move money is masked.</p>
        </header>
        {entries.length === 0 ? (
          <p className="empty">Nothing yet.</p>
        ) : (
          entries.map(({ id, payment, story }, index) =>
            story ? (
              <SessionDetails key={id} story={story} payment={payment} open={index === 0} />
            ) : (
              payment && <PaymentDetails key={id} payment={payment} open={index === 0} />
            ),
          )
        )}
        {recalled.length > 0 && (
          <section className="recalled" aria-labelledby="recalled-title">
            <h3 id="recalled-title">On earlier visits and in other tabs</h3>
            {recalled.map((payment) => (
              <PaymentDetails key={payment.id} payment={payment} open={false} />
            ))}
          </section>
        )}
      </div>
    </aside>
  )
}
