import { Store } from 'mppx'
import { Mppx, stripe, tempo } from 'mppx/server'
import type Stripe from 'stripe'
import type { Chain, Client, Transport } from 'viem'
import { card, token } from './catalog.js'
import type { Channels } from './channels.js'
import type { Ledger } from './ledger.js'
import { createSessionMethod } from './sessionMethod.js'
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
  channels: Channels
}) {
  const { settings, client, stripeClient, ledger, channels } = parameters
  const session = createSessionMethod({ settings, client, ledger, channels })
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
      session,
    ],
  })
  payments.onPaymentSuccess(({ method, request, receipt, input }) => {
    // A voucher is no payment yet: a session is in the ledger when it is settled.
    if (method.intent !== 'charge') return
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
  payments.onPaymentFailed(({ credential }) => {
    const payload: unknown = credential?.payload
    if (typeof payload === 'object' && payload !== null && 'channelId' in payload)
      channels.reject(String(payload.channelId).toLowerCase())
  })
  return payments
}
