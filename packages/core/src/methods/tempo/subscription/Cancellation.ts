import type { ChainAccount, ChainClient } from '../../../chain/Client.js'
import { attempt, type Sent, sendByWallet } from '../../../chain/Ending.js'
import * as Hex from '../../../chain/Hex.js'
import { ask, prompt, receiptOf } from '../../../chain/Rpc.js'
import { until } from '../../../chain/Wait.js'
import { BaseError } from '../../../Errors.js'
import * as Signing from '../Signing.js'
import type { Call } from '../TempoTransaction.js'
import { type KeyPlace, type KeyState, readKey, revokeKey } from './SubscriptionKey.js'

/** What takes a key away. */
export type Cancel = {
  readonly client: ChainClient
  readonly account: ChainAccount
  readonly chainId: number
  readonly place: KeyPlace
  readonly now: () => number
  readonly signal?: AbortSignal | undefined
}

// How long a sent transaction may take to show up, and one of which nothing is known.
const patience = 120_000
const doubt = 30_000

/**
 * Takes from the seller's key what it was allowed, by a transaction of the account itself. Done is what the chain says is
 * done; a second call of the same then does nothing.
 *
 * @throws {@link NotSetUpError} where there is nothing to take away yet.
 */
export async function cancel(act: Cancel): Promise<KeyState> {
  const { client, account, place, signal } = act
  const before = await readKey(client, place)
  if (before.status === 'revoked' || before.status === 'expired') return before
  if (before.status === 'absent') throw new NotSetUpError()
  const call = revokeKey(place.key)
  // What would fail is told before the wallet opens.
  await ask(client, 'eth_call', { from: account.address, ...call }, 'latest')
  const sent = await send(act, call)
  const end = await until(
    async () => {
      const state = await readKey(client, place)
      if (state.status === 'revoked') return state
      // Two seconds, four blocks, for a node that lags behind.
      if (sent.endsAt !== undefined && state.time > sent.endsAt + 2) return 'failed'
      return sent.hash && (await receiptOf(client, sent.hash)) === 'failed' ? 'failed' : undefined
    },
    { patience: sent.error ? doubt : patience, signal },
  )
  if (end === undefined) throw new CancellingUnconfirmedError(sent.error)
  if (end === 'failed') throw new CancellingFailedError(sent.error)
  return end
}

/** A key in the page signs a Tempo transaction, its fee in the subscription's token; a wallet does as it does. */
async function send({ client, account, chainId, place, now }: Cancel, call: Call): Promise<Sent> {
  const from = account.address
  if (account.type !== 'local') return sendByWallet(client, { from, chainId }, call)
  const plan = { client, account, chainId, calls: [call], sponsored: false, feeToken: place.token, now }
  const { raw, transaction } = await Signing.sign(plan)
  const hash = Hex.keccak(Hex.toBytes(raw))
  return attempt({ hash, endsAt: transaction.validBefore }, () =>
    prompt(client, 'eth_sendRawTransaction', raw),
  )
}

/** Thrown when the chain does not know a subscription's key, so that there is nothing to cancel. Nothing was signed. */
export class NotSetUpError extends BaseError {
  override readonly name = 'Cancellation.NotSetUpError'
  constructor() {
    super(
      'subscription_not_set_up',
      'The seller has not set this subscription up on the network, so there is nothing to cancel there yet.',
      {
        metaMessages: [
          'Nothing was collected. If they set it up later it is shown here, to be cancelled then.',
        ],
      },
    )
  }
}

/** Thrown when the chain refused to cancel a subscription. At most the network's fee was spent. */
export class CancellingFailedError extends BaseError {
  override readonly name = 'Cancellation.CancellingFailedError'
  constructor(cause: unknown) {
    super('subscription_cancelling_failed', 'The network did not do this. The subscription is as it was.', {
      cause,
    })
  }
}

/** Thrown when it is not known whether the chain has what cancels a subscription. Asking again does it at most once. */
export class CancellingUnconfirmedError extends BaseError {
  override readonly name = 'Cancellation.CancellingUnconfirmedError'
  constructor(cause: unknown) {
    super('subscription_cancelling_unconfirmed', 'The network does not show yet that this was cancelled.', {
      cause,
      metaMessages: ['Look again in a moment.'],
    })
  }
}
