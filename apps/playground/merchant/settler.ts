import { devAccounts } from '@payerkit/devnet'
import { createWalletClient, defineChain, http, publicActions } from 'viem'

export type Settler = ReturnType<typeof createSettler>

/** Who sends what payers have signed to the chain, by ordinary transactions, and pays the network's fee. */
export function createSettler(rpcUrl: string, chainId: number) {
  // Not viem's chain of Tempo, which has transactions of its own.
  const chain = defineChain({
    id: chainId,
    name: 'An ordinary chain',
    nativeCurrency: { name: 'USD', symbol: 'USD', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  })
  return createWalletClient({
    account: devAccounts.settler(),
    chain,
    transport: http(rpcUrl),
    pollingInterval: 100,
  }).extend(publicActions)
}
