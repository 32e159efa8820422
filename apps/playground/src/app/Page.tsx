import { useWagmiRequote } from '@payerkit/react/wagmi'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { OpenPayments } from '../attempts/OpenPayments.js'
import { BudgetPanel } from '../budget/BudgetPanel.js'
import { Inspector } from '../inspector/Inspector.js'
import { ReceiptsPanel } from '../receipts/ReceiptsPanel.js'
import { screens } from '../screens/screens.js'
import { useServices } from '../shop/ServicesContext.js'
import { Header } from './Header.js'
import { Navigation } from './Navigation.js'
import { Till } from './Till.js'
import { useHash } from './useHash.js'

export function Page() {
  useFreshNumbers()
  const hash = useHash()
  const { config } = useServices()
  const shown = screens.filter(({ local }) => !local || config.network === 'local')
  const screen = shown.find(({ id }) => id === hash) ?? screens[0]
  useEffect(() => {
    document.title = `${screen.title} · Payerkit playground`
  }, [screen])
  return (
    <div data-pk="" className="page">
      <Header />
      <div className="columns">
        <main>
          <OpenPayments />
          <Navigation screens={shown} current={screen} />
          <article aria-labelledby="screen-title">
            <header className="intro">
              <h1 id="screen-title">{screen.title}</h1>
              <p>{screen.sentence}</p>
              {screen.behind && <p className="hint">{screen.behind}</p>}
            </header>
            <screen.Body key={screen.id} />
          </article>
          <BudgetPanel />
          <Till />
          <ReceiptsPanel />
          <p className="hint to-gallery">
            <a href="#gallery">Every component of the kit, in every state</a>
          </p>
        </main>
        <Inspector />
      </div>
    </div>
  )
}

/** Balances and the till are looked up again after a payment, prices when another wallet would pay them. */
function useFreshNumbers(): void {
  const { payer } = useServices()
  const queries = useQueryClient()
  useWagmiRequote()
  useEffect(
    () =>
      payer.on('attempt', ({ phase }) => {
        if (phase !== 'paid' && phase !== 'paidUndelivered') return
        void queries.invalidateQueries({ queryKey: ['readContract'] })
        void queries.invalidateQueries({ queryKey: ['solana-balance'] })
        void queries.invalidateQueries({ queryKey: ['points-balance'] })
        void queries.invalidateQueries({ queryKey: ['till'] })
      }),
    [payer, queries],
  )
  useEffect(() => {
    let before = ''
    return payer.channels?.subscribe(() => {
      const now =
        payer.channels
          ?.list()
          .map(({ status, deposit }) => `${status} ${deposit}`)
          .join() ?? ''
      if (now === before) return
      before = now
      void queries.invalidateQueries({ queryKey: ['readContract'] })
      void queries.invalidateQueries({ queryKey: ['solana-balance'] })
      void queries.invalidateQueries({ queryKey: ['till'] })
    })
  }, [payer, queries])
}
