/** A cluster of Solana, by the name that challenges have for it (draft-solana-charge-00, "Method Details"). */
export type Network = 'mainnet' | 'devnet' | 'localnet'

/** What a network calls itself, where that never changes. */
export const genesis: { readonly [network in Network]?: string } = {
  mainnet: '5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d',
  devnet: 'EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG',
}

/**
 * The network of a name: the draft's, the older `mainnet-beta`, and those of wallets and CAIP-2. `undefined` for any
 * other.
 *
 * @example
 * ```ts
 * Network.from('mainnet-beta') // 'mainnet'
 * Network.from('solana:devnet') // 'devnet'
 * ```
 */
export function from(name: unknown): Network | undefined {
  if (typeof name !== 'string') return undefined
  const bare = name.replace(/^solana:/, '')
  if (bare === 'mainnet' || bare === 'devnet' || bare === 'localnet') return bare
  if (bare === 'mainnet-beta') return 'mainnet'
  return (['mainnet', 'devnet'] as const).find((network) => bare === genesis[network]?.slice(0, 32))
}
