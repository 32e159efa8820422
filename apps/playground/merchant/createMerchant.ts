import { Hono } from 'hono'
import { cors } from 'hono/cors'
import type { Chain, Client, Transport } from 'viem'
import { Actions } from 'viem/tempo'
import { card, token } from './catalog.js'
import { Ledger } from './ledger.js'
import { createPayments } from './payments.js'
import { answerProblem } from './problem.js'
import type { Settings } from './settings.js'
import { createSharedTokens } from './sharedTokens.js'
import { createShop } from './shop.js'
import { createStripeClient } from './stripeClient.js'

export type MerchantOptions = {
  settings: Settings
  /** Talks to the chain the payments settle on. */
  client: Client<Transport, Chain>
  /** Where a browser finds the chain: a path of this origin, or another URL. */
  browserRpcUrl: string
  /** Where Stripe's double answers; used without Stripe keys only. */
  stripeDouble: { origin: URL; scriptUrl: string }
}

/** The demo merchant's API, to be mounted under /api. */
export function createMerchant({ settings, client, browserRpcUrl, stripeDouble }: MerchantOptions): Hono {
  const app = new Hono()
  const ledger = new Ledger()
  const stripeClient = createStripeClient(settings.stripe, stripeDouble.origin)
  const payments = createPayments({ settings, client, stripeClient, ledger })
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
      ],
      exposeHeaders: ['WWW-Authenticate', 'Payment-Receipt'],
    }),
  )
  app.get('/config', (context) =>
    context.json({
      network: settings.network,
      chainId: client.chain.id,
      rpcUrl: browserRpcUrl,
      currency: token,
      merchant: settings.merchant.address,
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
  app.route('/spt', createSharedTokens(stripeClient, settings.stripe))
  app.route('/', createShop(payments, settings))
  return app
}
