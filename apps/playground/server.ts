import { once } from 'node:events'
import { createServer, type Server as HttpServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { type Chain, createClient, http } from 'viem'
import { tempoModerato } from 'viem/tempo/chains'
import { createFaucetRoutes } from './devnet/faucetRoutes.js'
import { createRpcProxy } from './devnet/rpcProxy.js'
import { type Chain as DevChain, startChain } from './devnet/startChain.js'
import { token } from './merchant/catalog.js'
import { createMerchant } from './merchant/createMerchant.js'
import { answerProblem, Problem } from './merchant/problem.js'
import { type Environment, readSettings } from './merchant/settings.js'
import { createStripeDouble } from './stripe-double/createStripeDouble.js'

export type ServerOptions = {
  /** Port of the one HTTP server, on loopback; 0 takes a free one. */
  port?: number
  /** Port of the development chain behind it; 0 takes a free one. */
  chainPort?: number
  env?: Environment
  /** Called when the development chain ends by itself; the server goes on without it. */
  onCrash?: (error: Error) => void
}

export type Server = {
  url: string
  network: 'local' | 'testnet'
  stripeMode: 'double' | 'test' | 'live'
  stop(): Promise<void>
}

const host = '127.0.0.1'

/** Starts the playground's backend: the merchant, the chain with its proxy and faucet, and Stripe's double. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const { port = 0, chainPort = 0, env = process.env, onCrash } = options
  const settings = readSettings(env)
  const root = new Hono()
  root.onError(answerProblem)
  root.notFound((context) => answerProblem(new Problem(404, 'not-found', 'There is nothing here.'), context))

  // Listens first: the merchant must know its own address to reach the chain and the double through it.
  const server = createServer(getRequestListener(root.fetch, { hostname: host }))
  const url = await listen(server, port)
  let devChain: DevChain | undefined
  try {
    if (settings.network === 'local')
      devChain = await startChain({ port: chainPort, ...(onCrash && { onCrash }) })
  } catch (error) {
    await close(server)
    throw error
  }

  const rpcUrl = settings.rpcUrl ?? `${url}/rpc`
  const chain: Chain = { ...tempoModerato, rpcUrls: { default: { http: [rpcUrl] } } }
  const client = createClient({ chain, transport: http(rpcUrl, { timeout: 40_000 }) })
  if (devChain) root.route('/rpc', createRpcProxy(devChain.url))
  root.route('/devnet', createFaucetRoutes({ client, nodeUrl: devChain?.url, token }))
  const stripeDouble = { origin: new URL(url), scriptUrl: '/stripe/stripe-js/endive/stripe.js' }
  root.route(
    '/api',
    createMerchant({ settings, client, browserRpcUrl: settings.rpcUrl ?? '/rpc', stripeDouble }),
  )
  if (settings.stripe.mode === 'double') mountStripeDouble(root)

  return {
    url,
    network: settings.network,
    stripeMode: settings.stripe.mode,
    async stop() {
      await close(server)
      await devChain?.stop()
    },
  }
}

function mountStripeDouble(root: Hono) {
  const double = createStripeDouble()
  root.mount('/stripe', double.fetch)
  // Stripe's SDK can be given another host, but no path in front of /v1.
  root.all('/v1/*', (context) => double.fetch(context.req.raw, context.env))
}

async function listen(server: HttpServer, port: number): Promise<string> {
  server.listen(port, host)
  // Rejects when the server reports an error instead, such as a taken port.
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return `http://${host}:${address.port}`
}

async function close(server: HttpServer): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
