import { Notice, usePaidFetch } from '@payerkit/react'
import { Checkout } from '@payerkit/react/checkout'
import { useEffect, useRef, useState } from 'react'
import { Message } from '../app/Message.js'
import { TestCards } from '../goods/TestCards.js'

type Issue = { title: string; text: string }

const url = '/api/news/card'
const readIssue = async (response: Response): Promise<Issue> => response.json()

export function CardSubscription() {
  return (
    <>
      <div className="sheet">
        <div className="pay by-card">
          <Checkout<Issue> input={url} read={readIssue}>
            {({ data, state }) => <Subscribed first={data} isNew={state === 'paid'} />}
          </Checkout>
        </div>
      </div>
      <TestCards />
    </>
  )
}

/** What a subscriber has: the issue, again whenever they want, and the way out. */
function Subscribed({ first, isNew }: { first: Issue | undefined; isNew: boolean }) {
  const [note, setNote] = useState(isNew ? 'You are subscribed.' : 'You are subscribed: nothing to pay.')
  // Stops at a price: reading again never pays.
  const { fetch, data = first, status, phase, error } = usePaidFetch({ manual: true, read: readIssue })
  const cancelling = useCancel(setNote)
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // The button that was pressed is gone, and the focus with it.
    if (isNew) title.current?.focus({ preventScroll: true })
  }, [isNew])

  async function readToday() {
    const response = await fetch(url).catch(() => undefined)
    if (response?.ok) setNote('Here it is again. Nothing was charged.')
  }

  return (
    <div className="subscribe-here">
      <p className="hint" role="status">
        {phase === 'quoted' ? 'Your subscription has ended. Load this page anew to subscribe.' : note}
      </p>
      {data && (
        <div className="prose">
          <h2 ref={title} tabIndex={-1}>
            {data.title}
          </h2>
          <p>{data.text}</p>
        </div>
      )}
      <div className="wallet-actions">
        <button type="button" className="quiet" aria-busy={status === 'pending'} onClick={readToday}>
          Read today’s issue again
        </button>
        <button type="button" className="quiet" aria-busy={cancelling.isBusy} onClick={cancelling.cancel}>
          Cancel the subscription
        </button>
      </div>
      {error && <Notice error={error} />}
      {cancelling.failed && <Message tone="bad">It was not cancelled. Try again.</Message>}
    </div>
  )
}

/** Ends it with the seller: what is paid can be read until its end. */
function useCancel(tell: (note: string) => void) {
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle')
  async function cancel() {
    setState('busy')
    try {
      const response = await fetch(url, { method: 'DELETE' })
      if (!response.ok) throw new Error(`The newspaper answered ${response.status}.`)
      const { endsAt } = await response.json()
      const day = new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(new Date(endsAt))
      tell(`Cancelled. You can read until ${day}, and nothing more is charged.`)
      setState('idle')
    } catch {
      setState('failed')
    }
  }
  return { cancel, isBusy: state === 'busy', failed: state === 'failed' }
}
