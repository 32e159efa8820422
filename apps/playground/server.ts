import { once } from 'node:events'
import { createServer, type Server as HttpServer, type RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import {
  createDevnetRoutes,
  createRpcProxy,
  createSolanaRoutes,
  openTestDollar,
  place,
  startChain,
  startSolana,
} from '@payerkit/devnet'
import { Hono } from 'hono'
import { type Address, type Chain, createClient, http } from 'viem'
import { tempoModerato } from 'viem/tempo/chains'
import { solanaShop, token } from './merchant/catalog.js'
import { Channels } from './merchant/channels.js'
import { mountChatSocket } from './merchant/chatSocket.js'
import { createMerchant } from './merchant/createMerchant.js'
import { type DataFolder, openDataFolder } from './merchant/dataFolder.js'
import { createFileStore } from './merchant/fileStore.js'
import { endLostChannels } from './merchant/lostChannels.js'
import { answerProblem, Problem } from './merchant/problem.js'
import { type Environment, readSettings, type Settings } from './merchant/settings.js'
import { createPageRoutes } from './pageRoutes.js'
import { createStripeDouble } from './stripe-double/createStripeDouble.js'

export type ServerOptions = {
  /** Port of the one HTTP server, on loopback; 0 takes a free one. */
  port?: number
  /** Port of the development chain behind it; 0 takes a free one. */
  chainPort?: number
  /** The own address of a development chain that runs already; this server neither starts nor stops it. */
  chainUrl?: string
  /** Where the merchant and the chain keep what is to outlive them; else MERCHANT_DATA, else nothing does. */
  dataFolder?: string
  /** The built page, to be served with the rest; else none is. */
  pageFolder?: string
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
const testDollars = 25_000_000n

/** Starts the playground's backend: the merchant, the chain with its proxy and faucet, and Stripe's double. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const { port = 0, env = process.env } = options
  // Listens first: the merchant must know its own address to reach the chain and the double through it.
  let answer: RequestListener = (_request, response) => void response.writeHead(503).end('Still starting.')
  const server = createServer((request, response) => answer(request, response))
  const url = await listen(server, port)
  const stops: (() => unknown)[] = [() => close(server)]
  const stop = async () => {
    for (const step of stops.splice(0)) await step()
  }
  try {
    const data = openDataFolder(options.dataFolder ?? (env.MERCHANT_DATA || undefined))
    stops.push(() => data.dispose())
    const settings = readSettings({ MERCHANT_SECRET: data.challengeSecret(), ...env })
    const nodeUrl = settings.network === 'local' ? await chainOf(options, data, stops) : undefined
    const { root, payments } = await build({ url, settings, data, nodeUrl, stops })
    if (options.pageFolder !== undefined) root.route('/', createPageRoutes(options.pageFolder, settings))
    stops.unshift(mountChatSocket(server, payments))
    answer = getRequestListener(root.fetch, { hostname: host })
    return { url, network: settings.network, stripeMode: settings.stripe.mode, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The address of the development chain, which is started unless one was given. */
async function chainOf(options: ServerOptions, data: DataFolder, stops: (() => unknown)[]): Promise<string> {
  if (options.chainUrl !== undefined) return options.chainUrl
  const { chainPort = 0, onCrash } = options
  const statePath = data.chain
  const chain = await startChain({
    port: chainPort,
    ...(statePath && { statePath }),
    ...(onCrash && { onCrash }),
  })
  // Before the folder goes that it writes to.
  stops.splice(-1, 0, () => chain.stop())
  return chain.url
}

/** Puts everything under its path. */
async function build(parts: {
  url: string
  settings: Settings
  data: DataFolder
  nodeUrl: string | undefined
  stops: (() => unknown)[]
}) {
  const { url, settings, data, nodeUrl } = parts
  const root = new Hono()
  root.onError(answerProblem)
  root.notFound((context) => answerProblem(new Problem(404, 'not-found', 'There is nothing here.'), context))

  const client = clientOf(settings.rpcUrl ?? `${url}/rpc`)
  if (nodeUrl !== undefined) root.route('/rpc', createRpcProxy(nodeUrl))
  const dollar = nodeUrl === undefined ? undefined : await openTestDollar(nodeUrl)
  const evmEscrow = nodeUrl === undefined ? undefined : await place(nodeUrl, 'EvmPaymentChannel')
  const solana = nodeUrl === undefined ? undefined : await solanaOf(root, parts.stops)
  const more = dollar && ((address: Address) => dollar.topUp(address, testDollars))
  root.route('/devnet', createDevnetRoutes({ client, nodeUrl, token, more, alike: solana?.clock }))
  const channels = new Channels(createFileStore(data.channels))
  // Before the folder goes that it writes to.
  parts.stops.splice(-1, 0, () => channels.store.end())
  // Asked directly: this server does not answer yet.
  if (nodeUrl !== undefined) await endLostChannels(channels, clientOf(nodeUrl))
  const stripeDouble = { origin: new URL(url), scriptUrl: '/stripe/stripe-js/endive/stripe.js' }
  const browserRpcUrl = settings.rpcUrl ?? '/rpc'
  const { routes, payments } = await createMerchant({
    ...{ settings, client, browserRpcUrl, stripeDouble, channels },
    testDollar: dollar?.address,
    evmEscrow,
    solana: solana?.shop,
  })
  root.route('/api', routes)
  if (settings.stripe.mode === 'double') mountStripeDouble(root)
  return { root, payments }
}

/** A chain of Solana under its path, and the shop's place on it. It forgets everything when the server ends. */
async function solanaOf(root: Hono, stops: (() => unknown)[]) {
  const chain = await startSolana({ channels: true })
  stops.unshift(() => chain.stop())
  const mint = await chain.createMint({ address: solanaShop.mint })
  // Fees, and rent of channels, a part of which stays there.
  chain.fund(solanaShop.payTo, 100_000_000_000n)
  await chain.mintTo(mint, solanaShop.payTo, 0n)
  root.route('/solana', createSolanaRoutes(chain, mint))
  return { shop: { ...solanaShop, rpcUrl: chain.url }, clock: chain }
}

function clientOf(rpcUrl: string) {
  const chain: Chain = { ...tempoModerato, rpcUrls: { default: { http: [rpcUrl] } } }
  return createClient({ chain, transport: http(rpcUrl, { timeout: 40_000 }) })
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
