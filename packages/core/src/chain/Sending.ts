import { BaseError } from '../Errors.js'
import { atomicity, statusOf, toBatch } from './Calls.js'
import type { Connection } from './Client.js'
import { attempt, type Sender, type Sent, sendByWallet } from './Ending.js'
import * as Erc20 from './Erc20.js'
import type { Call } from './Escrow.js'
import * as Hex from './Hex.js'
import { ask, guard, prompt, receiptOf } from './Rpc.js'
import * as Transaction from './Transaction.js'
import { until } from './Wait.js'

/** How an account sends a call of its own. */
export function senderOf(connection: Connection): Sender {
  const { client, account, chainId } = connection
  const from = account.address
  if (account.type !== 'local') return { from, send: (call) => sendByWallet(client, { from, chainId }, call) }
  return {
    from,
    async send(call) {
      const raw = await Transaction.sign(connection, call)
      const hash = Hex.keccak(Hex.toBytes(raw))
      try {
        return await attempt({ hash }, () =>
          guard('eth_sendRawTransaction', () =>
            client.request({ method: 'eth_sendRawTransaction', params: [raw] }, { retryCount: 0 }),
          ),
        )
      } catch (error) {
        // A client with several nodes may have been refused by one what another had taken.
        if (await ask(client, 'eth_getTransactionByHash', hash).catch(() => null)) return { hash, error }
        throw error
      }
    },
  }
}

/** What is sent, and who is told of it. */
export type Plan = {
  /** What lets the next call take money, where that is needed. */
  readonly approval?: Call | undefined
  readonly call: Call
  readonly signal?: AbortSignal | undefined
  /** Told of the hash of the transaction that makes the call, before it is waited for. That it fails changes nothing. */
  sent(hash: Hex.Hex): Promise<void>
}

// How long a sent transaction may take to show up.
const patience = 120_000
/** How long to look for what a wallet may have sent, although its answer was lost. */
export const doubt = 30_000

/**
 * Makes a call, an approval before it, and waits until the chain has both: at once where the wallet can, else in one
 * transaction each.
 *
 * @returns the hash of the transaction that made the call.
 * @throws {@link UnconfirmedError} when the call may have been made, {@link FailedError} when it was sent and failed;
 * any other error says that it was not made.
 */
export async function send(connection: Connection, plan: Plan): Promise<Hex.Hex> {
  const { approval, call } = plan
  if (approval && connection.account.type !== 'local' && (await atomicity(connection)) === 'supported')
    return sendBatch(connection, [approval, call], plan)
  if (approval) await approve(connection, approval, plan.signal)
  // What would fail is told before the wallet opens.
  await simulate(connection, call)
  const sent = await senderOf(connection).send(call)
  if (!sent.hash) throw new UnconfirmedError(undefined, sent.error)
  await plan.sent(sent.hash).catch(() => {})
  return confirm(connection, sent.hash, plan.signal)
}

/** Lets somebody take an amount, and waits until the chain has it. */
export async function approve(
  connection: Connection,
  approval: Call,
  signal: AbortSignal | undefined,
): Promise<void> {
  await simulate(connection, approval)
  const sent: Sent = await senderOf(connection).send(approval)
  const { hash } = sent
  const end = hash && (await outcome(connection, hash, signal))
  if (end !== 'succeeded') throw new UnapprovedError(end === 'failed', sent.error)
}

/**
 * Lets a contract take an amount of a token, and makes sure that it may: wallets let the person change the amount.
 *
 * @throws {@link UnapprovedError} when the chain does not show that it may.
 */
export async function allow(
  connection: Connection,
  { token, spender, amount }: { token: Hex.Hex; spender: Hex.Hex; amount: bigint },
  signal: AbortSignal | undefined,
): Promise<void> {
  await approve(connection, Erc20.approve(token, spender, amount), signal)
  const isAllowed = async () => (await Erc20.allowance(connection, token, spender)) >= amount || undefined
  // Another node may know of it a moment later.
  if (!(await until(isAllowed, { patience: 2_000, signal }))) throw new UnapprovedError(false)
}

/** Waits until the chain has a transaction. */
async function confirm(
  connection: Connection,
  hash: Hex.Hex,
  signal: AbortSignal | undefined,
): Promise<Hex.Hex> {
  const end = await outcome(connection, hash, signal)
  if (end === 'failed') throw new FailedError(hash)
  if (end === undefined) throw new UnconfirmedError(hash)
  return hash
}

function outcome({ client }: Connection, hash: Hex.Hex, signal: AbortSignal | undefined) {
  // What was sent is sent, whatever a node says instead of a receipt.
  return until(() => receiptOf(client, hash).catch(() => undefined), { patience, signal })
}

/** Has the chain say whether a call would fail. */
async function simulate({ client, account }: Connection, { to, data }: Call): Promise<void> {
  await ask(client, 'eth_call', { from: account.address, to, data }, 'latest')
}

async function sendBatch(
  connection: Connection,
  calls: readonly Call[],
  { signal, sent }: Plan,
): Promise<Hex.Hex> {
  const { client } = connection
  let answer: unknown
  // The answer is an id, and no hash.
  const { error } = await attempt({}, async () => {
    answer = await prompt(client, 'wallet_sendCalls', toBatch(connection, calls))
  })
  if (error) throw new UnconfirmedError(undefined, error)
  const { id } = (answer ?? {}) as { id?: unknown }
  const status = await until(
    async () => {
      const now = await statusOf(client, id)
      return now.at === 'sent' ? undefined : now
    },
    { patience, signal },
  )
  if (!status) throw new UnconfirmedError()
  if (status.at === 'failed') throw new FailedError()
  await sent(status.hash).catch(() => {})
  return confirm(connection, status.hash, signal)
}

/** Thrown when a transaction was sent and did not go through. At most the network's fee was spent. */
export class FailedError extends BaseError {
  override readonly name = 'Sending.FailedError'
  readonly hash: Hex.Hex | undefined
  constructor(hash?: Hex.Hex) {
    super(
      'evm_failed',
      'The payment did not go through. Nothing was paid. The network may have taken its fee.',
      { metaMessages: hash ? [`The transaction is ${hash}.`] : [] },
    )
    this.hash = hash
  }
}

/** Thrown when a transaction was sent, or may have been, and the chain does not show it yet. */
export class UnconfirmedError extends BaseError {
  override readonly name = 'Sending.UnconfirmedError'
  readonly hash: Hex.Hex | undefined
  constructor(hash?: Hex.Hex, cause?: unknown) {
    super('unknown', "We don't know yet whether this was paid.", {
      cause,
      metaMessages: [
        hash ? `The transaction is ${hash}.` : 'Look into the wallet: its history says what was sent.',
        'Try again later: what the network has by then is not paid a second time.',
      ],
    })
    this.hash = hash
  }
}

/** Thrown when the wallet agreed to let an amount be taken, and the chain does not have it. */
export class UnapprovedError extends BaseError {
  override readonly name = 'Sending.UnapprovedError'
  constructor(failed: boolean, cause?: unknown) {
    super(
      'evm_unapproved',
      failed
        ? 'The network refused to let the amount be taken. Nothing was paid.'
        : 'The network does not show yet that the amount may be taken. Nothing was paid.',
      { cause, metaMessages: failed ? [] : ['Try again in a moment.'] },
    )
  }
}
