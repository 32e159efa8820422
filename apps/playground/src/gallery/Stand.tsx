import type { Payer } from '@payerkit/core'
import { type Locale, PayerProvider, type RenderOffer, type RenderRemember } from '@payerkit/react'
import { createPreflight } from '@payerkit/react/checkout'
import { subscriptionAmounts } from '@payerkit/react/subscription'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useState } from 'react'

/** The texts of whatever is on a stage. */
export const StageLocale = createContext<Locale | undefined>(undefined)

const preflight = createPreflight(() => (
  <button type="button" className="quiet" onClick={() => {}}>
    Get play money
  </button>
))

type StandProps = {
  readonly payer: Payer
  /** Whether the person is asked in a dialog. */
  readonly asks?: boolean
  readonly renderOffer?: RenderOffer
  /** A budget that the dialog can add to. */
  readonly remember?: RenderRemember
  readonly children: ReactNode
}

/** What a page has around its components; each scene has its own, and knows nothing of the others. */
export function Stand({ payer, asks = false, renderOffer, remember, children }: StandProps) {
  const locale = useContext(StageLocale)
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: false } } }))
  return (
    <QueryClientProvider client={queries}>
      <PayerProvider
        payer={payer}
        ui={asks}
        locale={locale}
        preflight={preflight}
        remember={remember}
        renderAmount={subscriptionAmounts}
        renderOffer={renderOffer}
      >
        {children}
      </PayerProvider>
    </QueryClientProvider>
  )
}
