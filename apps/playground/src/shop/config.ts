import type { Address } from 'viem'

/** What the demo's server says of itself. */
export type Config = {
  network: 'local' | 'testnet'
  chainId: number
  rpcUrl: string
  currency: { address: Address; symbol: string; decimals: number }
  merchant: Address
  stripe: StripeConfig
}

export type StripeConfig = {
  /** `double`: a stand-in that takes no real card. */
  mode: 'double' | 'test' | 'live'
  publishableKey: string
  networkId: string
  currency: string
  /** What to load in place of Stripe's own script. */
  scriptUrl?: string
}

export async function readConfig(): Promise<Config> {
  const response = await fetch('/api/config')
  if (!response.ok) throw new Error(`The server answered ${response.status} when asked for its settings.`)
  return response.json()
}
