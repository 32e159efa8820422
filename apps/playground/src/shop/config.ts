import type { Address } from 'viem'

export type Currency = { address: Address; symbol: string; decimals: number }

/** What the demo's server says of itself. */
export type Config = {
  network: 'local' | 'testnet'
  chainId: number
  rpcUrl: string
  currency: Currency
  /** An ordinary token of the development chain, with what its signatures are for. */
  testDollar?: Currency & { domain: { name: string; version: string } }
  /** The contract that holds what is put aside for payments in it. */
  evmEscrow?: Address
  merchant: Address
  /** What the shop is known as elsewhere: at the card networks, and at the points programme. */
  known: { card: string; points: string }
  /** The shop on this machine's chain of Solana. */
  solana?: { rpcUrl: string; merchant: string; token: { address: string; symbol: string; decimals: number } }
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
