import type * as Hex from './Hex.js'
import type { Token } from './Tokens.js'

/** A token that the application knows, and what its signatures are for, where the chain should not be asked. */
export type EvmToken = Token & {
  /** `name` and `version` of the token's EIP-712 domain. */
  readonly domain?: { readonly name: string; readonly version: string } | undefined
}

const usdc = (chainId: number, network: string, address: Hex.Hex): EvmToken => ({
  address,
  chainId,
  symbol: 'USDC',
  decimals: 6,
  currency: 'usd',
  network,
})

/**
 * The dollar tokens that count as dollars without being configured: Circle's own USDC on Ethereum, Optimism, Polygon,
 * Base, Arbitrum, and the test network of Base.
 *
 * @example
 * ```ts
 * import { tokens } from '@payerkit/core/evm'
 *
 * const chains = tokens.map(({ chainId }) => chainId)
 * ```
 */
export const tokens: readonly EvmToken[] = /* @__PURE__ */ list()

function list(): EvmToken[] {
  return [
    usdc(1, 'Ethereum', '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48'),
    usdc(10, 'Optimism', '0x0b2c639c533813f4aa9d7837caf62653d097ff85'),
    usdc(137, 'Polygon', '0x3c499c542cef5e3811e1192ce70d8cc03d5c3359'),
    usdc(8453, 'Base', '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913'),
    usdc(42161, 'Arbitrum', '0xaf88d065e77c8cc2239327c5edb3a432268e5831'),
    usdc(84532, 'Base Sepolia', '0x036cbd53842c5426634e7929541ec2318f3dcf7e'),
  ]
}
