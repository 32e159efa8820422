import * as Abi from './Abi.js'
import { assertChain, type ChainClient, type ClientSource, find } from './Client.js'
import type * as Hex from './Hex.js'
import { ask, quantity } from './Rpc.js'

/** A token that the application knows. */
export type Token = {
  readonly address: Hex.Hex
  readonly chainId: number
  readonly symbol: string
  readonly decimals: number
  /** The ISO 4217 code that it counts as in limits, in lower case. */
  readonly currency?: string | undefined
  /** What people call the network of `chainId`: `Base`. One token of a network is enough to know it. */
  readonly network?: string | undefined
}

/** What is known of a token; `decimals` is missing where nobody knows it. */
export type Known = {
  readonly symbol: string
  readonly decimals: number | undefined
  readonly currency?: string | undefined
  readonly network?: string | undefined
}

/** Finds out what a token is: from a list, then from the chain, which is asked once. */
export function createLookup(source: ClientSource, all: readonly Token[]) {
  const asked = new Map<string, Promise<Known | undefined>>()
  return async (chainId: number, address: Hex.Hex): Promise<Known> => {
    const listed = all.find((token) => token.chainId === chainId && token.address.toLowerCase() === address)
    const network = all.find((token) => token.chainId === chainId && token.network)?.network
    if (listed) return { ...listed, network }
    const key = `${chainId}:${address}`
    const answer = asked.get(key) ?? find(source, chainId).then((client) => read(client, chainId, address))
    asked.set(key, answer)
    const known = await answer.catch(() => undefined)
    // What could not be read may be readable the next time.
    if (!known) asked.delete(key)
    return { symbol: safeName(known?.symbol ?? '', all), decimals: known?.decimals, network }
  }
}

async function read(
  client: ChainClient | undefined,
  chainId: number,
  to: Hex.Hex,
): Promise<Known | undefined> {
  if (!client) return undefined
  await assertChain(client, chainId)
  const [symbol, decimals] = await Promise.all([
    ask(client, 'eth_call', { to, data: '0x95d89b41' }, 'latest'),
    quantity(client, 'eth_call', { to, data: '0x313ce567' }, 'latest'),
  ])
  return { symbol: Abi.text(symbol) ?? '', decimals: decimals > 36n ? undefined : Number(decimals) }
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
