import type { Attempt, Offer } from '@payerkit/core'
import { Notice, PayButton, useQuote } from '@payerkit/react'
import { useState } from 'react'
import { Message } from '../app/Message.js'
import { useStanding } from '../attempts/useStanding.js'
import { useServices } from '../shop/ServicesContext.js'
import { useAllowance } from '../wallet/useAllowance.js'
import { useObstacle } from '../wallet/useObstacle.js'
import { useWallet } from '../wallet/useWallet.js'
import { WalletSection } from '../wallet/WalletSection.js'
import { DarkPay, LookFirst } from './DarkPay.js'
import { Outcome } from './Outcome.js'
import { paidAttempt } from './paidAttempt.js'
import type { SaleProps } from './Sale.js'

type PurchaseProps = Omit<SaleProps, 'url'> & {
  url: string
  /** Goes on to the next thing. */
  next(): void
}

/** One thing for sale: what it is, who pays, the button, and how it ended. */
export function Purchase({
  url,
  read,
  goods,
  again,
  walletless = false,
  wallet: own,
  currency,
  next,
}: PurchaseProps) {
  const { payer } = useServices()
  const wallet = useWallet()
  const { quote, error } = useQuote(url)
  const { isOpen, found } = useStanding(url)
  const [bought, setBought] = useState<{ data: string | undefined; attempt: Attempt | undefined }>()
  const offer = bought?.attempt?.offer ?? quote?.offers[0]

  return (
    <>
      {goods(bought?.data, offer)}
      {own ?? <WalletSection currency={currency} />}
      <div className="pay">
        {!isOpen && (wallet || walletless) ? (
          <PayButton
            input={url}
            quote={quote}
            read={read}
            onSuccess={({ data, response }) =>
              setBought({ data, attempt: response && paidAttempt(payer, response.url) })
            }
          />
        ) : (
          <DarkPay offer={offer} />
        )}
        {error && !quote && <Notice error={error} />}
        {bought || found ? (
          <Outcome attempt={bought ? bought.attempt : found} again={again} next={next} />
        ) : (
          <Hint ready={Boolean(wallet) || walletless} isOpen={isOpen} offer={quote?.offers[0]} />
        )}
      </div>
    </>
  )
}

/** What will happen when Pay is pressed. */
function Hint({ ready, isOpen, offer }: { ready: boolean; isOpen: boolean; offer: Offer | undefined }) {
  const [allowed] = useAllowance()
  const obstacle = useObstacle(offer)
  if (isOpen) return <LookFirst />
  if (obstacle) return <Message tone="unknown">{obstacle}</Message>
  if (!ready) return <p className="hint">Choose a wallet first.</p>
  return (
    <p className="hint">
      {allowed ? 'Within your limit nothing is asked.' : 'You see every detail before you pay.'}
    </p>
  )
}
