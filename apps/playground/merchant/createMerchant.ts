import { Hono } from 'hono'
import { cors } from 'hono/cors'
import type { Address, Chain, Client, Transport } from 'viem'
import { Actions } from 'viem/tempo'
import { createCardNews } from './cardNews.js'
import { createCardsOnFile } from './cardsOnFile.js'
import { acquired, card, loyalty, testDollar, token } from './catalog.js'
import type { Channels } from './channels.js'
import { createCustomers } from './customers.js'
import { createEvmSale } from './evmSale.js'
import { createEvmSessions } from './evmSessions.js'
import { Ledger } from './ledger.js'
import { createNetworkTokens } from './networkTokens.js'
import { createNews } from './news.js'
import { createOwnSale } from './ownSale.js'
import { createPayments } from './payments.js'
import { createPoints } from './points.js'
import { createPointsProgramme } from './pointsProgramme.js'
import { answerProblem } from './problem.js'
import { createSessions } from './sessions.js'
import type { Settings } from './settings.js'
import { createSettler } from './settler.js'
import { createSetups } from './setups.js'
import { createSharedTokens } from './sharedTokens.js'
import { createShop } from './shop.js'
import { createSolanaSale, type SolanaShop } from './solanaSale.js'
import { createSolanaSessions } from './solanaSessions.js'
import { createStripeClient } from './stripeClient.js'
import { createX402CardSale } from './x402CardSale.js'
import { createX402Sale } from './x402Sale.js'

export type MerchantOptions = {
  settings: Settings
  /** Talks to the chain the payments settle on. */
  client: Client<Transport, Chain>
  /** Where a browser finds the chain: a path of this origin, or another URL. */
  browserRpcUrl: string
  /** Where Stripe's double answers; used without Stripe keys only. */
  stripeDouble: { origin: URL; scriptUrl: string }
  channels: Channels
  /** An ordinary token, where the chain is our own. */
  testDollar?: Address | undefined
  /** The contract that holds what is put aside for payments in it. */
  evmEscrow?: Address | undefined
  /** A chain of Solana, where there is one of our own. */
  solana?: SolanaShop | undefined
}

/** The demo merchant's API, to be mounted under /api, and the payments behind it for what is no request. */
export async function createMerchant(options: MerchantOptions) {
  const { settings, client, browserRpcUrl, stripeDouble, channels } = options
  const app = new Hono()
  const ledger = new Ledger()
  const stripeClient = createStripeClient(settings.stripe, stripeDouble.origin)
  const payments = createPayments({ settings, client, stripeClient, ledger, channels })
  const { mode, publishableKey, networkId } = settings.stripe

  app.onError(answerProblem)
  app.use(
    cors({
      origin: (origin) => (settings.allowedOrigins.includes(origin) ? origin : undefined),
      allowMethods: ['GET', 'HEAD', 'POST', 'DELETE'],
      allowHeaders: [
        'Authorization',
        'Payment-Authorization',
        'Accept-Payment',
        'Content-Type',
        'Idempotency-Key',
        'Last-Event-ID',
        'Payment-Session',
        'PAYMENT-SIGNATURE',
        'X-PAYMENT',
      ],
      exposeHeaders: [
        'WWW-Authenticate',
        'Payment-Receipt',
        'Payment-Session',
        'Payment-Session-Snapshot',
        'PAYMENT-REQUIRED',
        'PAYMENT-RESPONSE',
        'X-PAYMENT-RESPONSE',
      ],
      maxAge: 600,
    }),
  )
  app.get('/config', (context) =>
    context.json({
      network: settings.network,
      chainId: client.chain.id,
      rpcUrl: browserRpcUrl,
      currency: token,
      ...(options.testDollar && { testDollar: { address: options.testDollar, ...testDollar } }),
      ...(options.evmEscrow && { evmEscrow: options.evmEscrow }),
      merchant: settings.merchant.address,
      known: { card: acquired.recipient, points: loyalty.shop },
      ...(options.solana && {
        solana: {
          rpcUrl: '/solana/rpc',
          merchant: options.solana.payTo,
          token: { address: options.solana.mint, symbol: 'USDC', decimals: 6 },
        },
      }),
      stripe: {
        mode,
        publishableKey,
        networkId,
        currency: card.currency,
        ...(mode === 'double' && { scriptUrl: stripeDouble.scriptUrl }),
      },
    }),
  )
  app.get('/ledger', async (context) => {
    const account = settings.merchant.address
    const { amount } = await Actions.token.getBalance(client, { account, token: token.address })
    return context.json({
      account,
      balance: amount.toString(),
      payments: ledger.entries.length,
      entries: ledger.entries,
    })
  })
  const customers = createCustomers(stripeClient, settings.challengeSecret)
  app.route('/customer-session', customers.routes)
  app.route('/spt', createSharedTokens(stripeClient, settings.stripe, customers))
  app.route('/setup', createSetups(stripeClient, settings.stripe, customers))
  app.route('/', createCardNews({ settings, stripe: stripeClient, ledger }))
  app.route('/', createX402CardSale({ settings, stripe: stripeClient, ledger }))
  app.route('/', createCardsOnFile())
  const programme = createPointsProgramme()
  app.route('/programme', programme.routes)
  const own = { secretKey: settings.challengeSecret, ledger }
  app.route('/', createOwnSale({ ...own, path: '/network-token/photo', rail: createNetworkTokens() }))
  app.route('/', createOwnSale({ ...own, path: '/points/photo', rail: createPoints(programme) }))
  app.get('/sessions', async (context) => context.json({ sessions: await channels.list() }))
  app.route('/', createSessions(payments))
  app.route('/', createNews({ settings, client, ledger }))
  if (options.testDollar !== undefined) {
    const [rpcUrl = ''] = client.chain.rpcUrls.default.http
    const chainId = client.chain.id
    const settler = createSettler(rpcUrl, chainId)
    const sale = { settings, settler, token: options.testDollar, ledger }
    app.route('/', createEvmSale(sale))
    app.route('/', createX402Sale(sale))
    const { evmEscrow: escrow } = options
    if (escrow) app.route('/', createEvmSessions({ ...sale, rpcUrl, chainId, escrow }))
  }
  const { solana } = options
  if (solana) {
    const sale = { shop: solana, secret: settings.challengeSecret, ledger }
    app.route('/', await createSolanaSale(sale))
    app.route('/', await createSolanaSessions(sale))
  }
  app.route('/', createShop(payments, settings))
  return { routes: app, payments }
}
