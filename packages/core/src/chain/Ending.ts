import { BaseError } from '../Errors.js'
import { assertChain, type ChainClient } from './Client.js'
import { type Call, type Escrow, type Place, readChannel, type State } from './Escrow.js'
import * as Hex from './Hex.js'
import { ask, prompt, receiptOf, WalletError } from './Rpc.js'
import { until } from './Wait.js'

/** What ends a channel without its server. */
export type Act = {
  readonly client: ChainClient
  readonly contract: Escrow
  readonly place: Place
  /** Finds who acts, and how the account sends a call; called only when there is something to do. */
  sender(): Promise<Sender>
  readonly signal?: AbortSignal | undefined
}

/** An account that sends. */
export type Sender = { readonly from: Hex.Hex; send(call: Call): Promise<Sent> }

/** What was sent, as far as it is known. */
export type Sent = {
  readonly hash?: Hex.Hex | undefined
  /** Unix seconds after which the chain takes it no more. */
  readonly endsAt?: number | undefined
  /** Why it is not known whether it was sent. */
  readonly error?: unknown
}

// How long a sent transaction may take to show up, and one of which nothing is known.
const patience = 120_000
const doubt = 30_000

/** Starts the grace period after which the rest can be taken back. Done is what the chain says is done. */
export async function requestClose(act: Act, call: Call): Promise<void> {
  const isDone = (state: State | undefined) => !state || state.closeRequestedAt > 0n
  const { state } = await look(act)
  if (!isDone(state)) await send(act, call, isDone)
}

/**
 * Takes back what is left.
 *
 * @throws {@link TooEarlyError} while the grace period lasts.
 */
export async function withdraw(act: Act, call: Call): Promise<void> {
  const { state, time } = await look(act)
  if (!state) return
  const from = state.closeRequestedAt + act.contract.gracePeriod
  if (state.closeRequestedAt === 0n) throw new TooEarlyError(undefined)
  if (BigInt(time) < from) throw new TooEarlyError(Number(from) * 1000)
  await send(act, call, (after) => after === undefined)
}

async function look({ client, contract, place }: Act) {
  await assertChain(client, place.chainId)
  return readChannel(client, contract, place)
}

async function send(act: Act, call: Call, isDone: (state: State | undefined) => boolean): Promise<void> {
  const { client, contract, place, signal } = act
  const { from, send } = await act.sender()
  // What would fail is told before the wallet opens.
  await ask(client, 'eth_call', { from, to: call.to, data: call.data }, 'latest')
  const sent = await send(call)
  const end = await until(
    async () => {
      const { state, time } = await readChannel(client, contract, place)
      if (isDone(state)) return 'done'
      // Two seconds, four blocks, for a node that lags behind.
      if (sent.endsAt !== undefined && time > sent.endsAt + 2) return 'failed'
      return sent.hash && (await receiptOf(client, sent.hash)) === 'failed' ? 'failed' : undefined
    },
    { patience: sent.error ? doubt : patience, signal },
  )
  if (end === 'done') return
  throw end === 'failed' ? new FailedError(sent.error) : new UnconfirmedError(sent.error)
}

/** Has the wallet send a call; naming the chain ends it if the wallet has changed networks meanwhile. */
export function sendByWallet(
  client: ChainClient,
  { from, chainId }: { readonly from: Hex.Hex; readonly chainId: number },
  { to, data }: Call,
): Promise<Sent> {
  return attempt({}, () =>
    prompt(client, 'eth_sendTransaction', { from, to, data, chainId: Hex.fromNumber(chainId) }),
  )
}

/** Sends; an answer that was lost is found out by what the chain says later. */
export async function attempt(sent: Sent, run: () => Promise<unknown>): Promise<Sent> {
  try {
    const answer = await run()
    return Hex.is(answer, 32) ? { ...sent, hash: answer } : sent
  } catch (error) {
    if (error instanceof WalletError && !error.harmless) return { ...sent, error }
    throw error
  }
}

/** Thrown when the grace period of a channel is not over, or was never started. Nothing was signed. */
export class TooEarlyError extends BaseError {
  override readonly name = 'Ending.TooEarlyError'
  /** From when on it can be done, in milliseconds since 1970 on the chain's clock; `undefined` before a close request. */
  readonly withdrawableAt: number | undefined
  constructor(withdrawableAt: number | undefined) {
    super(
      'channel_too_early',
      withdrawableAt === undefined
        ? 'The rest of this payment channel can be taken back only some time after its close was requested.'
        : `The rest of this payment channel can be taken back from ${new Date(withdrawableAt).toISOString()} on.`,
    )
    this.withdrawableAt = withdrawableAt
  }
}

/** Thrown when the chain refused to end a channel. At most the network's fee was spent. */
export class FailedError extends BaseError {
  override readonly name = 'Ending.FailedError'
  constructor(cause: unknown) {
    super('channel_ending_failed', 'The network did not do this. The payment channel is as it was.', {
      cause,
    })
  }
}

/** Thrown when it is not known whether the chain has what ends a channel. Asking again does it at most once. */
export class UnconfirmedError extends BaseError {
  override readonly name = 'Ending.UnconfirmedError'
  constructor(cause: unknown) {
    super('channel_ending_unconfirmed', 'The network does not show yet that this was done.', {
      cause,
      metaMessages: ['Look again in a moment.'],
    })
  }
}
