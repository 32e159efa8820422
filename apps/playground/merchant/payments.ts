import { Store } from 'mppx'
import { Mppx, stripe, tempo } from 'mppx/server'
import type Stripe from 'stripe'
import type { Chain, Client, Transport } from 'viem'
import { card, token } from './catalog.js'
import type { Ledger } from './ledger.js'
import type { Settings } from './settings.js'

export type Payments = ReturnType<typeof createPayments>

export type PaymentHandler = (
  request: Request,
) => Promise<
  { status: 402; challenge: Response } | { status: 200; withReceipt(response: Response): Response }
>

/** The server side of the payment scheme: challenges, verification, settlement. */
export function createPayments(parameters: {
  settings: Settings
  client: Client<Transport, Chain>
  stripeClient: Stripe
  ledger: Ledger
}) {
  const { settings, client, stripeClient, ledger } = parameters
  const payments = Mppx.create({
    secretKey: settings.challengeSecret,
    methods: [
      tempo.charge({
        currency: token.address,
        decimals: token.decimals,
        recipient: settings.merchant.address,
        getClient: () => client,
        // Named, because without a store of its own mppx lets a zero-amount proof be used again.
        store: Store.memory(),
      }),
      stripe.charge({
        client: stripeClient,
        networkId: settings.stripe.networkId,
        currency: card.currency,
        decimals: card.decimals,
        paymentMethodTypes: [...card.paymentMethodTypes],
      }),
    ],
  })
  payments.onPaymentSuccess(({ method, request, receipt, input }) => {
    ledger.record({
      method: method.name,
      intent: method.intent,
      amount: request.amount,
      currency: request.currency,
      path: input ? new URL(input.url).pathname : '',
      reference: receipt.reference,
      at: receipt.timestamp,
    })
  })
  return payments
}
