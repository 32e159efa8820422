import { formatMoney, Notice, useQuote } from '@payerkit/react'
import { SessionMeter, useSession } from '@payerkit/react/session'
import { Message } from '../app/Message.js'
import { useServices } from '../shop/ServicesContext.js'
import { useObstacle } from '../wallet/useObstacle.js'
import type { MeteredOffer } from './offers.js'

/** The meter of what is paid as it is used, with what keeps it from being paid. */
export function SessionTill({ offer }: { offer: MeteredOffer }) {
  const { url, options, label } = offer
  const { kept } = useServices()
  const { session, status } = useSession(url, options)
  const { price, quote, error } = usePrice(offer)
  const obstacle = useObstacle(quote?.offers[0])
  const isNew = status === 'idle' || status === 'closed'
  return (
    <div className="session-till">
      <SessionMeter session={session} label={label} />
      {isNew && obstacle && <Message tone="unknown">{obstacle}</Message>}
      {error && !price && <Notice error={error} />}
      {!kept && (
        <p className="hint">
          This browser keeps nothing for this page: stop and refund before you leave it or load it anew.
        </p>
      )}
    </div>
  )
}

/** What one unit costs, in words: `$0.001 per token`. */
export function usePrice({ url, options, price: told }: MeteredOffer) {
  const { quote, error } = useQuote(url, { init: { payment: options } })
  const part = quote?.offers[0]?.session
  const money = part && { ...part.price, value: told ?? part.price.value }
  const price = money && { text: formatMoney(money, 'en'), unit: part.unit ?? 'piece', ...money }
  return { price, quote, error }
}
