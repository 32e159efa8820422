import type { Chain } from 'viem'
import { tempoModerato } from 'viem/chains'
import type { Config } from '../shop/config.js'

/** The chain as wallets are told of it. */
export function createChain({ network, chainId, rpcUrl }: Config): Chain {
  const { blockExplorers, ...tempo } = tempoModerato
  return {
    ...tempo,
    id: chainId,
    // Wallets add no chain whose own unit has other decimals.
    nativeCurrency: { name: 'USD', symbol: 'USD', decimals: 18 },
    // A wallet is in no page, so it needs the whole address.
    rpcUrls: { default: { http: [new URL(rpcUrl, location.href).href] } },
    ...(network === 'local' ? { name: 'Tempo on this machine' } : { blockExplorers }),
  }
}
