import { PayerProvider } from '@payerkit/react'
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { WagmiProvider } from 'wagmi'
import { ServicesContext } from '../shop/ServicesContext.js'
import { openServices } from '../shop/services.js'
import { useLocale } from './language.js'
import { Message } from './Message.js'
import { Page } from './Page.js'

const queries = new QueryClient()

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <Shop />
    </QueryClientProvider>
  )
}

function Shop() {
  const { locale, isReady } = useLocale()
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
        <PayerProvider payer={services.payer} renderOffer={services.offerForms} locale={locale}>
          <Page />
        </PayerProvider>
      </WagmiProvider>
    </ServicesContext>
  )
}
