import { en, PayerProvider } from '@payerkit/react'
import { createPreflight } from '@payerkit/react/checkout'
import { diagnosed } from '@payerkit/react/diagnosis'
import { subscriptionAmounts } from '@payerkit/react/subscription'
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo } from 'react'
import { WagmiProvider } from 'wagmi'
import { isGallery } from '../gallery/view.js'
import { ServicesContext } from '../shop/ServicesContext.js'
import { openServices } from '../shop/services.js'
import { Remedy } from '../wallet/Remedy.js'
import { useLanguage, useLocale } from './language.js'
import { Message } from './Message.js'
import { Page } from './Page.js'
import { useHash } from './useHash.js'

const queries = new QueryClient()
const preflight = createPreflight((lack, offer, pay) => <Remedy {...{ lack, offer, pay }} />)
// Nobody who only buys a photo loads every component.
const Gallery = lazy(async () => ({ default: (await import('../gallery/Gallery.js')).Gallery }))

export function App() {
  const hash = useHash()
  return (
    <QueryClientProvider client={queries}>
      {isGallery(hash) ? (
        <Suspense>
          <Gallery />
        </Suspense>
      ) : (
        <Shop />
      )}
    </QueryClientProvider>
  )
}

function Shop() {
  const { locale, isReady } = useLocale(useLanguage())
  const spoken = useMemo(() => diagnosed(locale ?? en), [locale])
  const {
    data: services,
    isError,
    refetch,
  } = useQuery({
    queryKey: ['services'],
    queryFn: openServices,
    staleTime: Number.POSITIVE_INFINITY,
    // They are the things themselves, not data that could be compared.
    structuralSharing: false,
    retry: false,
  })
  if (isError)
    return (
      <div data-pk="" className="closed">
        <h1>Payerkit playground</h1>
        <Message tone="bad">
          <b>The shop does not answer.</b> Nothing was paid. Start it with <code>npm start</code>, then try
          again.
        </Message>
        <button type="button" className="primary" onClick={() => refetch()}>
          Try again
        </button>
      </div>
    )
  if (!services || !isReady) return null
  return (
    <ServicesContext value={services}>
      <WagmiProvider config={services.wallets}>
        <PayerProvider
          payer={services.payer}
          renderOffer={services.offerForms}
          locale={spoken}
          preflight={preflight}
          remember={services.remember}
          renderAmount={subscriptionAmounts}
        >
          <Page />
        </PayerProvider>
      </WagmiProvider>
    </ServicesContext>
  )
}
