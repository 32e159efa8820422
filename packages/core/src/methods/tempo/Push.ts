import { statusOf, toBatch } from '../../chain/Calls.js'
import * as Hex from '../../chain/Hex.js'
import { ask, guard, prompt, RevertedError, receiptOf, WalletError } from '../../chain/Rpc.js'
import { wait } from '../../chain/Wait.js'
import { BaseError } from '../../Errors.js'
import { type Payment, sign } from './Pull.js'
import { settle } from './Settlement.js'
import * as Transfer from './Transfer.js'

// How long a sent transaction may take to show up.
const patience = 120_000

/**
 * Makes the payment and waits until the chain has it (draft-tempo-charge-00, "Hash Payload").
 *
 * @throws {@link UnconfirmedError} when money may have moved and nothing shows it, {@link FailedError} when it was sent and did not.
 */
export async function push(payment: Payment): Promise<Hex.Hex> {
  const { connection, transfers } = payment
  if (connection.account.type === 'local') return sendSigned(payment)
  return transfers.length > 1 ? sendCalls(payment) : sendOne(payment)
}

/** Broadcasts what the account in the page signed. It has an end, so that a lost answer is found out by waiting. */
async function sendSigned(payment: Payment): Promise<Hex.Hex> {
  const { client } = payment.connection
  const raw = await sign(payment)
  const hash = Hex.keccak(Hex.toBytes(raw))
  try {
    await guard('eth_sendRawTransaction', () =>
      client.request({ method: 'eth_sendRawTransaction', params: [raw] }, { retryCount: 0 }),
    )
  } catch (error) {
    const isRefused = error instanceof WalletError && error.harmless
    const payer = payment.connection.account.address
    const resolution = isRefused
      ? 'unpaid'
      : await settle({ ...payment, client, raw, payer, transfer: payment.transfers[0] })
    if (resolution === 'unpaid') throw new RevertedError(error)
    if (resolution === 'unknown') throw new UnconfirmedError(hash)
  }
  return confirm(payment, hash)
}

/** The way every wallet knows. */
async function sendOne(payment: Payment): Promise<Hex.Hex> {
  const { connection, request, transfers } = payment
  const { client, account, chainId } = connection
  const { to, data } = Transfer.toCall(request.currency, transfers[0])
  const transaction = { from: account.address, to, data }
  // A payment that would fail is told before the wallet opens.
  await ask(client, 'eth_call', transaction, 'latest')
  // Naming the chain ends the payment if the wallet has changed networks meanwhile.
  const hash = await send(payment, 'eth_sendTransaction', {
    ...transaction,
    chainId: Hex.fromNumber(chainId),
  })
  if (!Hex.is(hash, 32)) throw new UnconfirmedError()
  return confirm(payment, hash)
}

/** Several transfers that succeed or fail together (EIP-5792). */
async function sendCalls(payment: Payment): Promise<Hex.Hex> {
  const { connection, request, transfers, signal } = payment
  const batch = toBatch(
    connection,
    transfers.map((transfer) => Transfer.toCall(request.currency, transfer)),
  )
  const { id } = ((await send(payment, 'wallet_sendCalls', batch)) ?? {}) as { id?: unknown }
  for (let waited = 0; waited < patience && !signal?.aborted; waited += 1000) {
    const status = await statusOf(connection.client, id)
    if (status.at === 'failed') throw new FailedError(undefined, status.mined)
    if (status.at === 'mined') return confirm(payment, status.hash)
    await wait(1000, signal)
  }
  throw new UnconfirmedError()
}

/** Has the wallet send; from here on only what is known to come before sending leaves nothing spent. */
async function send(
  { connection: { client } }: Payment,
  method: string,
  parameters: object,
): Promise<unknown> {
  try {
    return await prompt(client, method, parameters)
  } catch (error) {
    if (error instanceof WalletError && !error.harmless) throw new UnconfirmedError(undefined, error)
    throw error
  }
}

/**
 * Waits until the chain has the transaction. One that does not show up is handed to the server all the same: it may
 * look further, and the payer keeps what it can present again.
 */
async function confirm({ connection: { client }, signal }: Payment, hash: Hex.Hex): Promise<Hex.Hex> {
  for (let waited = 0; waited < patience && !signal?.aborted; waited += 500) {
    const receipt = await receiptOf(client, hash).catch(() => undefined)
    if (receipt === 'failed') throw new FailedError(hash, true)
    if (receipt === 'succeeded') return hash
    await wait(500, signal)
  }
  return hash
}

/** Thrown when a payment was sent and did not go through. At most the network's fee was spent. */
export class FailedError extends BaseError {
  override readonly name = 'Push.FailedError'
  readonly hash: Hex.Hex | undefined
  constructor(hash: Hex.Hex | undefined, mined: boolean) {
    const fee = mined ? ' The network may have taken its fee.' : ''
    super('tempo_failed', `The payment did not go through. Nothing was paid.${fee}`, {
      metaMessages: hash ? [`The transaction is ${hash}.`] : [],
    })
    this.hash = hash
  }
}

/** Thrown when a payment was sent, or may have been, and the chain does not show it yet. */
export class UnconfirmedError extends BaseError {
  override readonly name = 'Push.UnconfirmedError'
  readonly hash: Hex.Hex | undefined
  constructor(hash?: Hex.Hex, cause?: unknown) {
    super('unknown', "We don't know yet whether this was paid. Don't pay again.", {
      cause,
      metaMessages: [
        hash ? `The transaction is ${hash}.` : 'Look into the wallet: its history says what was sent.',
      ],
    })
    this.hash = hash
  }
}
