import { createConfig, http, type Config as WagmiConfig } from 'wagmi'
import type { Config } from '../shop/config.js'
import { createChain } from './chain.js'
import { developmentWallet } from './developmentWallet.js'

/** The wallets of this page: one of its own, and those that the browser's extensions announce. */
export function createWallets(config: Config): WagmiConfig {
  const chain = createChain(config)
  return createConfig({
    chains: [chain],
    connectors: [developmentWallet()],
    transports: { [chain.id]: http() },
    // Otherwise wagmi connects again while React renders, and React warns of it.
    ssr: true,
  })
}
