import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { type Address, createClient, http } from 'viem'
import { tempoModerato } from 'viem/tempo/chains'
import type { ChainError } from './ChainError.js'
import { increaseTime, resetTime } from './clock.js'
import { Faucet } from './faucet.js'
import { call } from './jsonRpc.js'
import { createRpcProxy } from './rpcProxy.js'
import { startChain } from './startChain.js'
import { pathUsd } from './token.js'

export type DevnetOptions = {
  /** Port of the proxy, on loopback; 0 takes a free one. */
  port?: number
  /** Port of the chain behind it; 0 takes a free one. */
  chainPort?: number
  /** Called when the chain ends without having been stopped. */
  onCrash?: (error: ChainError) => void
}

export type Devnet = {
  /** The address of the proxy, for wallets, payers and servers; pages of any origin may use it. */
  url: string
  /** The chain's own address, without the proxy's cures and without channels. */
  nodeUrl: string
  chainId: number
  rpc(method: string, params?: readonly unknown[]): Promise<unknown>
  /** Gives an address so many of pathUSD's smallest units, and gas for ordinary transactions. */
  fund(address: Address, amount: bigint): Promise<void>
  increaseTime(seconds: number): Promise<void>
  resetTime(): Promise<void>
  stop(): Promise<void>
}

const host = '127.0.0.1'

/**
 * Starts a Tempo development chain with payment channels, behind a proxy that mends what the chain lacks.
 *
 * @example
 * ```ts
 * const devnet = await startDevnet()
 * await devnet.fund(account.address, 1_000_000n)
 * const client = createClient({ account, chain, transport: http(devnet.url) })
 * // ...
 * await devnet.stop()
 * ```
 */
export async function startDevnet(options: DevnetOptions = {}): Promise<Devnet> {
  const { port = 0, chainPort = 0, onCrash } = options
  const chain = await startChain({ port: chainPort, ...(onCrash && { onCrash }) })
  try {
    const proxy = createServer(getRequestListener(createRpcProxy(chain.url).fetch, { hostname: host }))
    const url = await listen(proxy, port)
    const client = createClient({
      chain: { ...tempoModerato, id: chain.chainId, rpcUrls: { default: { http: [url] } } },
      transport: http(url, { retryCount: 0, timeout: 40_000 }),
    })
    const faucet = new Faucet({ client, nodeUrl: chain.url, token: pathUsd })
    return {
      url,
      nodeUrl: chain.url,
      chainId: chain.chainId,
      rpc: (method, params = []) => call(url, method, [...params]),
      fund: (address, amount) => faucet.give(address, amount),
      increaseTime: (seconds) => increaseTime(chain.url, seconds),
      resetTime: () => resetTime(chain.url),
      async stop() {
        await close(proxy)
        await chain.stop()
      },
    }
  } catch (error) {
    await chain.stop()
    throw error
  }
}

async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, host)
  // Rejects when the server reports an error instead, such as a taken port.
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.')
  return `http://${host}:${address.port}`
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
