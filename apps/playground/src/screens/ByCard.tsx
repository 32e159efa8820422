import type { Offer, Quote } from '@payerkit/core'
import { Notice, useQuote } from '@payerkit/react'
import { ExpressPay } from '@payerkit/react/express'
import '@payerkit/react/express.css'
import { CardCheckout } from '@payerkit/react/stripe'
import { useState } from 'react'
import { useStanding } from '../attempts/useStanding.js'
import { Photo, readPhoto } from '../goods/Photo.js'
import { TestCards } from '../goods/TestCards.js'
import { useServices } from '../shop/ServicesContext.js'
import { askCustomerSession } from '../shop/stripeJs.js'
import { DarkPay, LookFirst } from './DarkPay.js'
import { Outcome } from './Outcome.js'
import { paidAttempt } from './paidAttempt.js'
import { photoUrl } from './photoUrl.js'

export function ByCard() {
  const [round, setRound] = useState(0)
  const url = photoUrl('/api/photo/card', round)
  return (
    <>
      <CardPurchase key={url} url={url} next={() => setRound(round + 1)} />
      <TestCards />
    </>
  )
}

function CardPurchase({ url, next }: { url: string; next(): void }) {
  const { payer } = useServices()
  const { quote, error } = useQuote(url)
  const { isOpen } = useStanding(url)
  const [photo, setPhoto] = useState<string>()
  // Each photo is bought once, here or wherever its answer was looked for.
  const paid = paidAttempt(payer, new URL(url, location.href).href)

  return (
    <div className="sheet">
      <Photo src={photo} />
      {isOpen ? (
        <OpenBefore offer={quote?.offers[0]} />
      ) : (
        <div className="pay by-card">
          {quote ? (
            <CardForm
              url={url}
              quote={quote}
              show={async (response) => setPhoto(await readPhoto(response))}
            />
          ) : (
            error && <Notice error={error} />
          )}
          {paid && <Outcome attempt={paid} again="Another photo" next={next} />}
        </div>
      )}
    </div>
  )
}

function OpenBefore({ offer }: { offer: Offer | undefined }) {
  return (
    <div className="pay">
      <DarkPay offer={offer} />
      <LookFirst />
    </div>
  )
}

type CardFormProps = { url: string; quote: Quote; show(response: Response): Promise<void> }

function CardForm({ url, quote, show }: CardFormProps) {
  const { payer, cardForm } = useServices()
  return (
    <CardCheckout
      stripe={cardForm}
      quote={quote}
      requote={() => payer.quote(url)}
      onSuccess={show}
      express={<ExpressPay />}
      customerSessionClientSecret={askCustomerSession}
    />
  )
}
