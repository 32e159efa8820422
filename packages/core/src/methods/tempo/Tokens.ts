import type { ClientSource } from '../../chain/Client.js'
import type * as Hex from '../../chain/Hex.js'
import * as Tokens from '../../chain/Tokens.js'

export type { Token } from '../../chain/Tokens.js'

const usd = (chainId: number, address: Hex.Hex, symbol: string): Tokens.Token => ({
  address,
  chainId,
  symbol,
  decimals: 6,
  currency: 'usd',
  network: 'Tempo',
})

/**
 * The dollar tokens that count as dollars without being configured: pathUSD, and the widest spread on Tempo's
 * mainnet (4217) and testnet (42431).
 *
 * @example
 * ```ts
 * import { tempo, tokens } from '@payerkit/core/tempo'
 *
 * const symbols = tokens.map(({ symbol }) => symbol)
 * ```
 */
export const tokens: readonly Tokens.Token[] = /* @__PURE__ */ list()

function list(): Tokens.Token[] {
  return [
    usd(4217, '0x20c0000000000000000000000000000000000000', 'pathUSD'),
    usd(4217, '0x20c000000000000000000000b9537d11c60e8b50', 'USDC.e'),
    usd(4217, '0x20c00000000000000000000014f22ca97301eb73', 'USDT0'),
    usd(42431, '0x20c0000000000000000000000000000000000000', 'pathUSD'),
    usd(42431, '0x20c0000000000000000000000000000000000001', 'alphaUSD'),
    usd(42431, '0x20c0000000000000000000000000000000000002', 'betaUSD'),
    usd(42431, '0x20c0000000000000000000000000000000000003', 'thetaUSD'),
    usd(42431, '0x20c0000000000000000000009e8d7eb59b783726', 'USDC.e'),
  ]
}

/** Finds out what a token is: from the lists, then from the chain. */
export function createLookup(source: ClientSource, configured: readonly Tokens.Token[] = []) {
  return Tokens.createLookup(source, [...configured, ...tokens])
}
