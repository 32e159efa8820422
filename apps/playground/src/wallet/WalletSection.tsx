import { useEffect, useRef } from 'react'
import type { Currency } from '../shop/config.js'
import { useServices } from '../shop/ServicesContext.js'
import { ConnectedWallet } from './ConnectedWallet.js'
import { useWallet } from './useWallet.js'
import { WalletChoice } from './WalletChoice.js'

/** The wallet that pays: chosen, or to be chosen. */
export function WalletSection({ currency }: { currency?: Currency | undefined }) {
  const { config } = useServices()
  const wallet = useWallet()
  const title = useRef<HTMLHeadingElement>(null)
  const used = useRef(false)
  const connected = wallet !== undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever one takes the other's place.
  useEffect(() => {
    // The button that was pressed is gone, and the focus with it.
    if (used.current && document.activeElement === document.body)
      title.current?.focus({ preventScroll: true })
  }, [connected])
  return (
    <section className="wallet" aria-labelledby="wallet-title" onFocus={() => (used.current = true)}>
      <h2 id="wallet-title" ref={title} tabIndex={-1}>
        Your wallet
      </h2>
      {wallet ? <ConnectedWallet wallet={wallet} currency={currency ?? config.currency} /> : <WalletChoice />}
    </section>
  )
}
