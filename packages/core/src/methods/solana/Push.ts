import { RevertedError, UnsupportedError, WalletError } from '../../chain/Rpc.js'
import { until } from '../../chain/Wait.js'
import { BaseError } from '../../Errors.js'
import type { Store } from '../../stores/Store.js'
import type { SolanaAccount } from './Account.js'
import * as Base58 from './Base58.js'
import { toBase64 } from './Bytes.js'
import type { Network } from './Network.js'
import { type SolanaRpc, send, simulate, status } from './Rpc.js'
import { settle, type Trace } from './Settlement.js'
import { sign } from './Signing.js'

/** What is sent, and where what finds it again is kept. */
export type Push = {
  readonly account: SolanaAccount
  readonly rpc: SolanaRpc
  readonly network: Network
  readonly transaction: Uint8Array
  readonly maxPrice: bigint
  readonly trace: Trace
  readonly store: Store
  /** The challenge's id. */
  readonly id: string
  readonly signal?: AbortSignal | undefined
  /** Throws when the offer is over, or nobody wants it any more. */
  readonly assertOpen: () => void
}

// How long a sent transaction may take to show up.
const patience = 120_000
const shelf = 'solana/push/'

/**
 * Has the payment sent, and waits until the network has it (draft-solana-charge-00, "Signature Payload").
 *
 * @returns the transaction's signature, base58.
 * @throws {@link UnconfirmedError} when money may have moved and nothing shows it, {@link FailedError} when it was sent and
 * did not; any other error says that nothing was sent.
 */
export async function push(payment: Push): Promise<string> {
  const { rpc, transaction, store, id, signal } = payment
  // One transaction is on record for each challenge: another takes its place only once that one never will be paid.
  const earlier = await kept(store, id)
  if (earlier && (await settle(rpc, earlier, signal)) !== 'unpaid') throw new UnconfirmedError(earlier.id)
  // A payment that would fail is told before the wallet opens.
  await simulate(rpc, transaction, signal)
  payment.assertOpen()
  return payment.account.signTransaction ? sendSigned(payment) : sendByWallet(payment)
}

/** Sends what the account signed. Its signature is on record before anybody has it. */
async function sendSigned(payment: Push): Promise<string> {
  const { account, rpc, transaction } = payment
  const signed = await sign(account, transaction, payment)
  // A prompt can take as long as an offer lasts.
  payment.assertOpen()
  const id = Base58.encode(signed.signature)
  const trace = { ...payment.trace, id }
  await keep(payment, trace)
  try {
    await send(rpc, signed.transaction)
  } catch (error) {
    if (error instanceof RevertedError) {
      await forget(payment)
      throw error
    }
    const resolution = await settle(rpc, trace, payment.signal)
    if (resolution === 'unpaid') throw new RevertedError(error)
    if (resolution === 'unknown') throw new UnconfirmedError(id, error)
  }
  return confirm(payment, id)
}

/** Has the wallet send; from here on only what is known to come before sending leaves nothing spent. */
async function sendByWallet(payment: Push): Promise<string> {
  const { account, transaction, network, trace } = payment
  await keep(payment, { ...trace, asked: toBase64(transaction) })
  let id: string | undefined
  try {
    id = await account.signAndSend?.(transaction, network)
  } catch (error) {
    const isHarmless =
      error instanceof UnsupportedError ||
      (error instanceof BaseError && error.code === 'cancelled') ||
      (error instanceof WalletError && error.harmless)
    if (isHarmless) await forget(payment)
    throw isHarmless ? error : new UnconfirmedError(undefined, error)
  }
  if (!isSignature(id)) throw new UnconfirmedError()
  await keep(payment, { ...trace, id }).catch(() => {})
  return confirm(payment, id)
}

function isSignature(id: string | undefined): id is string {
  try {
    return id !== undefined && Base58.decodeSized(id, 64).length === 64
  } catch {
    return false
  }
}

/**
 * Waits until the network has the transaction. One that does not show up is handed to the server all the same: it may
 * look further, and the payer keeps what it can present again.
 */
async function confirm({ rpc, signal }: Push, id: string): Promise<string> {
  const end = await until(() => status(rpc, id, signal), { patience, signal }).catch(() => undefined)
  if (end === 'failed') throw new FailedError(id)
  return id
}

/** Like the attempt itself, a trace stays: without one, nothing was sent. */
function keep({ store, id }: Push, trace: Trace): Promise<void> {
  return store.set(shelf + id, trace)
}

/** Drops the trace of what was not sent for certain. One that cannot be dropped is looked for in vain. */
function forget({ store, id }: Push): Promise<void> {
  return store.delete(shelf + id).catch(() => {})
}

/** What was kept of a payment that was about to be sent; `undefined` where none was sent. */
export async function kept(store: Store, id: string): Promise<Trace | undefined> {
  const value = await store.get(shelf + id)
  return value === undefined ? undefined : (value as Trace)
}

/** Thrown when a payment was sent and did not go through. At most the network's fee was spent. */
export class FailedError extends BaseError {
  override readonly name = 'Push.FailedError'
  readonly signature: string
  constructor(signature: string) {
    super(
      'solana_failed',
      'The payment did not go through. Nothing was paid. The network may have taken its fee.',
      { metaMessages: [`The transaction is ${signature}.`] },
    )
    this.signature = signature
  }
}

/** Thrown when a payment was sent, or may have been, and the network does not show it yet. */
export class UnconfirmedError extends BaseError {
  override readonly name = 'Push.UnconfirmedError'
  readonly signature: string | undefined
  constructor(signature?: string, cause?: unknown) {
    super('unknown', "We don't know yet whether this was paid. Don't pay again.", {
      cause,
      metaMessages: [
        signature
          ? `The transaction is ${signature}.`
          : 'Look into the wallet: its history says what was sent.',
      ],
    })
    this.signature = signature
  }
}
