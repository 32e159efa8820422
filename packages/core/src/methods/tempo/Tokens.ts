import { assertChain, type ClientSource, find, type TempoClient } from './Client.js'
import * as Hex from './Hex.js'
import * as Rlp from './Rlp.js'
import { ask, quantity } from './Rpc.js'

/** A token that the application knows. */
export type Token = {
  readonly address: Hex.Hex
  readonly chainId: number
  readonly symbol: string
  readonly decimals: number
  /** The ISO 4217 code that it counts as in limits, in lower case. */
  readonly currency?: string | undefined
}

const usd = (chainId: number, address: Hex.Hex, symbol: string): Token => ({
  address,
  chainId,
  symbol,
  decimals: 6,
  currency: 'usd',
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
export const tokens: readonly Token[] = /* @__PURE__ */ list()

function list(): Token[] {
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

/** What is known of a token; `decimals` is missing where nobody knows it. */
export type Known = {
  readonly symbol: string
  readonly decimals: number | undefined
  readonly currency?: string | undefined
}

/** Finds out what a token is: from the lists, then from the chain, which is asked once. */
export function createLookup(source: ClientSource, configured: readonly Token[] = []) {
  const all = [...configured, ...tokens]
  const asked = new Map<string, Promise<Known | undefined>>()
  return async (chainId: number, address: Hex.Hex): Promise<Known> => {
    const listed = all.find((token) => token.chainId === chainId && token.address.toLowerCase() === address)
    if (listed) return listed
    const key = `${chainId}:${address}`
    const answer = asked.get(key) ?? find(source, chainId).then((client) => read(client, chainId, address))
    asked.set(key, answer)
    const known = await answer.catch(() => undefined)
    // What could not be read may be readable the next time.
    if (!known) asked.delete(key)
    return { symbol: safeName(known?.symbol ?? '', all), decimals: known?.decimals }
  }
}

async function read(
  client: TempoClient | undefined,
  chainId: number,
  to: Hex.Hex,
): Promise<Known | undefined> {
  if (!client) return undefined
  await assertChain(client, chainId)
  const [symbol, decimals] = await Promise.all([
    ask(client, 'eth_call', { to, data: '0x95d89b41' }, 'latest'),
    quantity(client, 'eth_call', { to, data: '0x313ce567' }, 'latest'),
  ])
  return { symbol: decodeText(symbol), decimals: decimals > 36n ? undefined : Number(decimals) }
}

/** An ABI text that was answered alone: where it starts, how long it is, and its bytes. */
function decodeText(value: unknown): string {
  if (!Hex.is(value)) return ''
  const bytes = Hex.toBytes(value)
  const length = Math.min(Number(Rlp.toBigInt(bytes.subarray(32, 64))), 64)
  return new TextDecoder().decode(bytes.subarray(64, 64 + length))
}

/**
 * A symbol that can be shown. Anybody can call a token USDC.e: only a listed one is shown by such a name, and none by
 * letters that look like others.
 */
function safeName(symbol: string, all: readonly Token[]): string {
  const bare = (name: string) => name.replace(/[^a-z0-9]/gi, '').toLowerCase()
  const isSafe =
    /^[!-~]{1,32}$/.test(symbol) && bare(symbol) && !all.some((token) => bare(token.symbol) === bare(symbol))
  return isSafe ? symbol : 'unknown token'
}
