import type { Attempt } from '@payerkit/core'
import { Notice, useQuote } from '@payerkit/react'
import { CardCheckout } from '@payerkit/react/stripe'
import { useState } from 'react'
import { Photo, readPhoto } from '../goods/Photo.js'
import { TestCards } from '../goods/TestCards.js'
import { useServices } from '../shop/ServicesContext.js'
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
  const { payer, cardForm } = useServices()
  const { quote, error } = useQuote(url)
  const [bought, setBought] = useState<{ photo: string; attempt: Attempt | undefined }>()

  async function show(response: Response) {
    setBought({ photo: await readPhoto(response), attempt: paidAttempt(payer, response.url) })
  }

  return (
    <div className="sheet">
      <Photo src={bought?.photo} />
      <div className="pay by-card">
        {quote ? (
          <CardCheckout stripe={cardForm} quote={quote} requote={() => payer.quote(url)} onSuccess={show} />
        ) : (
          error && <Notice error={error} />
        )}
        {bought && <Outcome attempt={bought.attempt} again="Another photo" next={next} />}
      </div>
    </div>
  )
}
