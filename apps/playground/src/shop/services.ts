import { createPayer, type Payer } from '@payerkit/core'
import { stripe, tokenEndpoint } from '@payerkit/core/stripe'
import { tempo } from '@payerkit/core/tempo'
import type { RenderOffer } from '@payerkit/react'
import { cardOffers, type StripeSource } from '@payerkit/react/stripe'
import { wagmiClient } from '@payerkit/react/wagmi'
import type { Config as WagmiConfig } from 'wagmi'
import { createPaymentLog, type PaymentLog } from '../inspector/paymentLog.js'
import { createWallets } from '../wallet/wallets.js'
import { type Allowance, createAllowance } from './allowance.js'
import { type Config, readConfig } from './config.js'
import { createCardForm } from './stripeJs.js'

/** Everything the page works with, made once. */
export type Services = {
  config: Config
  wallets: WagmiConfig
  payer: Payer
  allowance: Allowance
  log: PaymentLog
  cardForm: StripeSource
  /** The card's form, for the dialog. */
  offerForms: RenderOffer
}

const seller = 'Payerkit demo shop'

export async function openServices(): Promise<Services> {
  const config = await readConfig()
  const wallets = createWallets(config)
  const allowance = createAllowance()
  const cardForm = createCardForm(config.stripe)
  const payer = createPayer({
    methods: [
      tempo({
        client: wagmiClient(wallets),
        clientId: 'payerkit-playground',
        payees: { [config.merchant]: seller },
      }),
      stripe({ ...tokenEndpoint('/api/spt'), names: { [config.stripe.networkId]: seller } }),
    ],
    policy: allowance.policy,
  })
  return {
    config,
    wallets,
    payer,
    allowance,
    log: createPaymentLog(payer),
    cardForm,
    offerForms: cardOffers({ stripe: cardForm }),
  }
}
