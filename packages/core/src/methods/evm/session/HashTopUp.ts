import type { Connection } from '../../../chain/Client.js'
import * as Erc20 from '../../../chain/Erc20.js'
import { readChannel } from '../../../chain/Escrow.js'
import * as Hex from '../../../chain/Hex.js'
import { receiptOf } from '../../../chain/Rpc.js'
import { doubt, send, UnconfirmedError } from '../../../chain/Sending.js'
import * as StreamChannel from '../../../chain/StreamChannel.js'
import { until } from '../../../chain/Wait.js'
import { BaseError } from '../../../Errors.js'
import * as JsonObject from '../../../protocol/JsonObject.js'
import type { TopUpContext } from '../../../session/Scheme.js'
import { withLock } from '../../../stores/Lock.js'
import * as EvmEscrow from './EvmEscrow.js'

/** A top-up that was begun, as it is kept: written down before anything is sent. */
type Begun = {
  readonly amount: string
  /** What was there before. */
  readonly deposit: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly hash?: Hex.Hex | undefined
}

// How long a transaction of which nothing is seen may still show up.
const patience = 600_000

/**
 * Adds to a channel by a transaction of the payer and waits until the chain has it.
 *
 * @returns the hash of the transaction.
 * @throws UnconfirmedError when it may have been added, and while an earlier top-up may be; any other error when not.
 */
export function topUpByHash(
  connection: Connection,
  channel: StreamChannel.Channel,
  context: TopUpContext,
): Promise<Hex.Hex> {
  const { store, signal } = context
  const id = StreamChannel.channelId(channel)
  const place = `evm/topup/${id}`
  return withLock(store, place, () => topUp(connection, channel, context, { id, place }), { signal })
}

async function topUp(
  connection: Connection,
  channel: StreamChannel.Channel,
  { store, now, amount, deposit: known, signal }: TopUpContext,
  { id, place }: { id: Hex.Hex; place: string },
): Promise<Hex.Hex> {
  const { token, escrow } = channel
  const { client } = connection
  const contract = await EvmEscrow.escrowAt(client, escrow)
  const look = async () => (await readChannel(client, contract, { escrow, id })).state?.deposit ?? 0n
  const deposit = await look()
  const before = readBegun(await store.get(place))
  if (deposit > known) {
    const told = before?.amount === String(amount) ? before.hash : undefined
    const isTold = told && (await receiptOf(client, told)) === 'succeeded'
    await store.delete(place)
    // The server has yet to be told of what an earlier top-up added.
    if (isTold) return told
    throw new GrownError()
  }
  if (before) await assertOver(connection, before, { deposit, time: now() })
  const begun = { amount: String(amount), deposit: String(deposit), at: now() }
  await store.set(place, begun)
  try {
    const allowed = await Erc20.allowance(connection, token, escrow)
    const approval = allowed < amount ? Erc20.approve(token, escrow, amount) : undefined
    const call = EvmEscrow.topUp(channel, id, amount)
    const sent = (hash: Hex.Hex) => store.set(place, { ...begun, hash })
    const hash = await send(connection, { approval, call, signal, sent })
    await store.delete(place)
    return hash
  } catch (error) {
    const isLost = error instanceof UnconfirmedError
    if (!isLost) await store.delete(place)
    // A wallet whose answer was lost may have sent it all the same; whoever asked looks at the chain then.
    if (isLost && !error.hash)
      await until(async () => ((await look()) > deposit ? true : undefined), { patience: doubt, signal })
    throw error
  }
}

/** Refuses while an earlier top-up may still show up. */
async function assertOver(
  { client }: Connection,
  { hash, deposit: before, at }: Begun,
  { deposit, time }: { deposit: bigint; time: number },
): Promise<void> {
  if (deposit > BigInt(before) || time - at >= patience) return
  if (!hash || (await receiptOf(client, hash)) !== 'failed') throw new UnconfirmedError(hash)
}

function readBegun(value: unknown): Begun | undefined {
  if (!JsonObject.is(value)) return undefined
  const { amount, deposit, at, hash } = value
  if (typeof amount !== 'string' || typeof deposit !== 'string' || typeof at !== 'number') return undefined
  return { amount, deposit, at, ...(Hex.is(hash, 32) ? { hash } : {}) }
}

/** Thrown when the chain has more in a channel than was known: what was asked for may be there already. */
export class GrownError extends BaseError {
  override readonly name = 'HashTopUp.GrownError'
  constructor() {
    super('evm_deposit_grown', 'More is in this payment channel than was known. Nothing was added to it.', {
      metaMessages: ['Try again: it may be enough.'],
    })
  }
}
