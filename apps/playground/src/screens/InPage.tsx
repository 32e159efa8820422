import { Checkout } from '@payerkit/react/checkout'
import { useState } from 'react'
import { Photo, readPhoto } from '../goods/Photo.js'
import { TestCards } from '../goods/TestCards.js'
import { useServices } from '../shop/ServicesContext.js'
import { WalletSection } from '../wallet/WalletSection.js'
import { Outcome } from './Outcome.js'
import { paidAttempt } from './paidAttempt.js'
import { photoUrl } from './photoUrl.js'

export function InPage() {
  const [round, setRound] = useState(0)
  const url = photoUrl('/api/photo/any', round)
  return (
    <>
      <OnePhoto key={url} url={url} next={() => setRound(round + 1)} />
      <TestCards />
    </>
  )
}

function OnePhoto({ url, next }: { url: string; next(): void }) {
  const { payer } = useServices()
  const [photo, setPhoto] = useState<string>()
  return (
    <div className="sheet">
      <Photo src={photo} />
      <WalletSection />
      <div className="pay by-card">
        <Checkout input={url} read={readPhoto} onSuccess={({ data }) => setPhoto(data)} />
        {photo && (
          <Outcome
            attempt={paidAttempt(payer, new URL(url, location.href).href)}
            again="Another photo"
            next={next}
          />
        )}
      </div>
    </div>
  )
}
