import { Notice, usePaidFetch, useQuote } from '@payerkit/react'
import { SubscribeButton, SubscriptionList } from '@payerkit/react/subscription'
import { useState } from 'react'
import { useServices } from '../shop/ServicesContext.js'
import { WalletSection } from '../wallet/WalletSection.js'

type Issue = { title: string; text: string }

const url = '/api/news'
const readIssue = async (response: Response): Promise<Issue> => response.json()

export function Subscription() {
  const { subscriptions, kept } = useServices()
  const { quote } = useQuote(url)
  const [issue, setIssue] = useState<Issue>()
  // Stops at the price: who has not subscribed is told so, and not asked.
  const { fetch, status, phase, error } = usePaidFetch({ manual: true, read: readIssue })

  async function readToday() {
    const response = await fetch(url).catch(() => undefined)
    setIssue(response?.ok ? await response.clone().json() : undefined)
  }

  return (
    <>
      <div className="sheet">
        <div className="subscribe-here">
          <SubscribeButton<Issue>
            subscriptions={subscriptions}
            input={url}
            quote={quote}
            read={readIssue}
            onSuccess={({ data }) => setIssue(data)}
          />
          <button type="button" className="quiet" aria-busy={status === 'pending'} onClick={readToday}>
            Read today’s issue
          </button>
          <div role="status">
            {issue ? (
              <div className="prose">
                <h2>{issue.title}</h2>
                <p>{issue.text}</p>
              </div>
            ) : (
              phase === 'quoted' && <p className="hint">This is for subscribers.</p>
            )}
          </div>
          {error && <Notice error={error} />}
        </div>
        <WalletSection />
      </div>
      <section className="subscribed" aria-labelledby="subscribed-title">
        <h2 id="subscribed-title">All your subscriptions</h2>
        <SubscriptionList subscriptions={subscriptions} />
        {!kept && (
          <p className="hint">This browser keeps nothing for this page: the list is empty when it is left.</p>
        )}
      </section>
    </>
  )
}
