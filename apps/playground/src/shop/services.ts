import { createPayer, type Payer } from '@payerkit/core'
import type { Budget } from '@payerkit/core/budget'
import { card, type Enabler } from '@payerkit/core/card'
import { type ClientSource, evm, evmSession } from '@payerkit/core/evm'
import { solana, solanaSession } from '@payerkit/core/solana'
import { setupEndpoint, stripe, stripeSubscription, tokenEndpoint } from '@payerkit/core/stripe'
import { createSubscriptions, type Subscriptions, tempo, tempoSession } from '@payerkit/core/tempo'
import { x402, x402Card } from '@payerkit/core/x402'
import type { RenderOffer, RenderRemember } from '@payerkit/react'
import { rememberIn } from '@payerkit/react/budget'
import type { StripeSource } from '@payerkit/react/stripe'
import { wagmiClient } from '@payerkit/react/wagmi'
import { points } from '@payerkit/testing/points'
import type { Config as WagmiConfig } from 'wagmi'
import { openBudget } from '../budget/pageBudget.js'
import { createPaymentLog, type PaymentLog } from '../inspector/paymentLog.js'
import { createSessionLog, type SessionLog } from '../inspector/sessionLog.js'
import { watchTraffic } from '../inspector/traffic.js'
import { openPointsAccount, type PointsAccount } from '../wallet/pointsAccount.js'
import { openSolanaKey, type SolanaKey } from '../wallet/solanaKey.js'
import { createWallets } from '../wallet/wallets.js'
import { openBrowserStore } from './browserStore.js'
import { cardsOnFile } from './cardsOnFile.js'
import { type Config, readConfig } from './config.js'
import { createOfferForms } from './offerForms.js'
import { createCardForm } from './stripeJs.js'

/** Everything the page works with, made once. */
export type Services = {
  config: Config
  wallets: WagmiConfig
  payer: Payer
  budget: Budget
  subscriptions: Subscriptions
  log: PaymentLog
  sessionLog: SessionLog
  solanaKey: SolanaKey
  pointsAccount: PointsAccount
  /** Who keeps the person's cards. */
  cardsOnFile: Enabler
  /** Whether sessions outlive the page. */
  kept: boolean
  cardForm: StripeSource
  /** "Don't ask again", for the dialog. */
  remember: RenderRemember
  /** The forms of cards, for the dialog. */
  offerForms: RenderOffer
}

/** The program of ordinary tokens on Solana. */
const tokenProgram = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA'
const seller = 'Payerkit demo shop'

export async function openServices(): Promise<Services> {
  const [config, { store, kept }, solanaKey] = await Promise.all([
    readConfig(),
    openBrowserStore(),
    openSolanaKey(),
  ])
  const wallets = createWallets(config)
  const budget = await openBudget(store)
  const cardForm = createCardForm(config.stripe)
  const sessionLog = createSessionLog()
  const client = wagmiClient(wallets)
  const payees = { [config.merchant]: seller }
  const pointsAccount = openPointsAccount()
  const subscriptions = createSubscriptions({ client, payees, store })
  const payer = createPayer({
    methods: [
      tempo({ client, clientId: 'payerkit-playground', payees }),
      tempoSession({ client, payees }),
      subscriptions.method,
      ...ordinary(config, client, payees),
      ...onSolana(config, solanaKey),
      ...byCard(config),
      points({ ...pointsAccount, names: { [config.known.points]: seller } }),
    ],
    policy: budget.policy,
    store,
    fetch: watchTraffic((input, init) => fetch(input, init), sessionLog.note),
  })
  sessionLog.follow(payer)
  // Known before anything is for sale; where it cannot be read, the payer says so when something is to be paid.
  await payer.attempts.ready().catch(() => {})
  return {
    config,
    wallets,
    payer,
    budget,
    subscriptions,
    log: createPaymentLog(payer),
    sessionLog,
    solanaKey,
    pointsAccount,
    cardsOnFile,
    kept,
    cardForm,
    remember: rememberIn(budget),
    offerForms: createOfferForms(cardForm),
  }
}

/** Every way to pay by card: Stripe once, in another language, again and again; and cards that the application keeps. */
function byCard({ stripe: { networkId }, known }: Config) {
  const names = { [networkId]: seller }
  const charge = stripe({ ...tokenEndpoint('/api/spt'), names })
  return [
    charge,
    x402Card({ charge }),
    stripeSubscription({ ...setupEndpoint('/api/setup'), names }),
    card({
      enabler: cardsOnFile,
      recipients: { [location.host]: known.card },
      names: { [known.card]: seller },
    }),
  ]
}

/** The rails of ordinary chains, where there is a token for them. */
function ordinary(
  { testDollar, evmEscrow, chainId }: Config,
  client: ClientSource,
  payees: { [address: string]: string },
) {
  if (!testDollar) return []
  const tokens = [{ ...testDollar, chainId, currency: 'usd', network: 'Test network' }]
  const common = { client, tokens, payees }
  const escrows = evmEscrow ? [{ chainId, address: evmEscrow }] : []
  return [evm(common), x402(common), evmSession({ ...common, escrows })]
}

function onSolana({ solana: shop }: Config, { getAccount }: SolanaKey) {
  if (!shop) return []
  const rpc = { localnet: new URL(shop.rpcUrl, location.href).href }
  // Its address is that of USDC, and so its name; that it is worth nothing here only this page knows.
  const mints = [{ ...shop.token, network: 'localnet', currency: 'usd', tokenProgram } as const]
  const common = { account: getAccount, rpc, mints, payees: { [shop.merchant]: seller } }
  return [solana(common), solanaSession(common)]
}
