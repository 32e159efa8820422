import { tempo } from 'mppx/server'
import type { Chain, Client, Transport } from 'viem'
import { token } from './catalog.js'
import type { Channels } from './channels.js'
import type { Ledger } from './ledger.js'
import type { Settings } from './settings.js'

/** Payment by the piece through a channel: one method for HTTP, event streams and WebSockets. */
export function createSessionMethod(parameters: {
  settings: Settings
  client: Client<Transport, Chain>
  ledger: Ledger
  channels: Channels
}) {
  const { settings, client, ledger, channels } = parameters
  return tempo.session({
    account: settings.merchant,
    recipient: settings.merchant.address,
    currency: token.address,
    decimals: token.decimals,
    // Only offers that do not say no are sponsored.
    feePayer: settings.sponsor,
    getClient: () => client,
    chainId: client.chain.id,
    sse: true,
    store: channels.store,
    // Who has lost their own note of a channel proves who they are by HEAD, and is told of it.
    bootstrap: true,
    resolveChannelId: ({ source, request }) =>
      source === undefined
        ? request?.headers.get('payment-session')
        : channels.openOf(source.slice(source.lastIndexOf(':') + 1)),
    onSessionSettlement({ txHash, delta }) {
      ledger.record({
        method: 'tempo',
        intent: 'session',
        amount: delta.toString(),
        currency: token.address,
        path: '',
        reference: txHash,
        at: new Date().toISOString(),
      })
    },
  })
}
