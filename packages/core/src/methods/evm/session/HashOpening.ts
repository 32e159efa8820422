import type { Connection } from '../../../chain/Client.js'
import * as Erc20 from '../../../chain/Erc20.js'
import * as Hex from '../../../chain/Hex.js'
import { ask, head, receiptOf } from '../../../chain/Rpc.js'
import { doubt, send, UnconfirmedError } from '../../../chain/Sending.js'
import { addressOf } from '../../../chain/Signature.js'
import * as StreamChannel from '../../../chain/StreamChannel.js'
import { until } from '../../../chain/Wait.js'
import * as JsonObject from '../../../protocol/JsonObject.js'
import * as Record from '../../../session/Record.js'
import type { OpenContext, Opening } from '../../../session/Scheme.js'
import type { Signer } from '../../../signers/Signer.js'
import { withLock } from '../../../stores/Lock.js'
import * as ChannelIdentity from './ChannelIdentity.js'
import type { CredentialType } from './SessionRequest.js'

// Openings that the payer's own transaction makes. Its deposit is made before the server, or the driver, knows of it.

/** An opening that was begun, as it is kept: written down before anything is sent. */
type Begun = {
  readonly channel: StreamChannel.Channel
  readonly keyId: string
  /** The block before it, where the search for its transaction begins. */
  readonly block: number
  readonly hash?: Hex.Hex | undefined
}

type Resumed = { readonly begun: Begun; readonly signer: Signer; readonly fresh: boolean }

/** What a channel has before its key and its salt. */
export type Partial = Omit<StreamChannel.Channel, 'salt' | 'authorizedSigner'>

/**
 * Opens a channel by a transaction of the payer and waits until the chain has it. What a page that is gone had begun
 * goes on with the same salt, so that no deposit is made twice: an escrow opens an id once.
 *
 * @throws UnconfirmedError when the deposit may have been made, any other error when it was not.
 */
export function openByHash(connection: Connection, partial: Partial, context: OpenContext): Promise<Opening> {
  const name = ['evm/opening', partial.chainId, partial.payer, partial.escrow, partial.payee, partial.token]
  const place = name.join('/')
  return withLock(context.store, place, () => open(connection, partial, context, place), {
    signal: context.signal,
  })
}

async function open(
  connection: Connection,
  partial: Partial,
  context: OpenContext,
  place: string,
): Promise<Opening> {
  const { store, keys, deposit, signal } = context
  const { begun, signer, fresh } =
    (await resume(connection, context, place)) ?? (await begin(connection, partial, context, place))
  const { channel, keyId } = begun
  const { token, escrow } = channel
  const keep = (hash: Hex.Hex) => store.set(place, { ...begun, hash })
  const made = (await find(connection, begun)) ?? (await make().catch(rescue))
  await keep(made.hash)
  return {
    identity: ChannelIdentity.of(channel),
    keyId,
    signer,
    deposit: made.deposit,
    payload: openPayload('hash', channel, { hash: made.hash }),
  }

  async function make(): Promise<Made> {
    const allowed = await Erc20.allowance(connection, token, escrow)
    const approval = allowed < deposit ? Erc20.approve(token, escrow, deposit) : undefined
    const call = StreamChannel.open(channel, deposit)
    return { hash: await send(connection, { approval, call, signal, sent: keep }), deposit }
  }

  /** What was made all the same: a wallet whose answer was lost, now or before, may have sent it. */
  async function rescue(error: unknown): Promise<Made> {
    const isLost = error instanceof UnconfirmedError
    if (fresh && !isLost) {
      await Promise.all([store.delete(place), keys.remove(keyId)])
      throw error
    }
    const patience = isLost && !error.hash ? doubt : 500
    const found = await until(() => find(connection, begun), { patience, signal })
    if (!found) throw error
    return found
  }
}

/** A deposit that the chain has. */
type Made = { readonly hash: Hex.Hex; readonly deposit: bigint }

/** What came of an opening, if the chain has its channel. */
async function find(connection: Connection, { channel, hash, block }: Begun): Promise<Made | undefined> {
  const id = StreamChannel.channelId(channel)
  const { state } = await readRecord(connection, channel.escrow, id)
  if (!state) return undefined
  const { deposit } = state
  if (hash && (await receiptOf(connection.client, hash)) === 'succeeded') return { hash, deposit }
  const found = await findTransaction(connection, channel.escrow, id, block)
  return found && { hash: found, deposit }
}

/** The fields of a payload that opens a channel, besides the voucher's. */
export function openPayload(
  type: CredentialType,
  { authorizedSigner, salt }: StreamChannel.Channel,
  rest: JsonObject.JsonObject,
): JsonObject.JsonObject {
  return { type, ...rest, authorizedSigner, salt }
}

/** A new channel with a key of its own. */
export async function draft(
  partial: Partial,
  { keys }: Pick<OpenContext, 'keys'>,
): Promise<{ channel: StreamChannel.Channel; keyId: string; signer: Signer }> {
  const { id: keyId, signer } = await keys.create()
  const salt = Hex.fromBytes(crypto.getRandomValues(new Uint8Array(32)))
  return { channel: { ...partial, salt, authorizedSigner: addressOf(signer.publicKey) }, keyId, signer }
}

async function begin(
  { client }: Connection,
  partial: Partial,
  context: OpenContext,
  place: string,
): Promise<Resumed> {
  const { number } = await head(client)
  const { channel, keyId, signer } = await draft(partial, context)
  const begun = { channel, keyId, block: Number(number) }
  await context.store.set(place, begun)
  return { begun, signer, fresh: true }
}

/** What was begun and is of use still: nobody has taken it over, and the chain has it or can have it. */
async function resume(
  connection: Connection,
  { store, keys }: OpenContext,
  place: string,
): Promise<Resumed | undefined> {
  const begun = readBegun(await store.get(place))
  if (!begun) return undefined
  const id = StreamChannel.channelId(begun.channel)
  if (await store.get(Record.keyOf(id))) return undefined
  const signer = await keys.load(begun.keyId)
  if (signer && (await canBe(connection, begun, id))) return { begun, signer, fresh: false }
  await keys.remove(begun.keyId)
  return undefined
}

/** Whether the chain has the channel of an opening, or can have it still. */
async function canBe(connection: Connection, { channel, hash }: Begun, id: Hex.Hex): Promise<boolean> {
  const { used, state } = await readRecord(connection, channel.escrow, id)
  if (used || !hash) return !used || state !== undefined
  if ((await receiptOf(connection.client, hash)) === 'failed') return false
  // A transaction that the network still has will be mined, or not; nobody can know.
  if (await isKnown(connection, hash)) throw new UnconfirmedError(hash)
  return true
}

function readBegun(value: unknown): Begun | undefined {
  if (!JsonObject.is(value)) return undefined
  const { channel, keyId, block, hash } = value
  if (typeof keyId !== 'string' || typeof block !== 'number') return undefined
  return {
    channel: ChannelIdentity.readChannel(channel),
    keyId,
    block,
    ...(Hex.is(hash, 32) ? { hash } : {}),
  }
}

async function readRecord(
  { client }: Connection,
  escrow: Hex.Hex,
  id: Hex.Hex,
): Promise<StreamChannel.Record> {
  const call = { to: escrow, data: StreamChannel.stateData(id) }
  return StreamChannel.readRecord(await ask(client, 'eth_call', call, 'latest'))
}

/** Whether the network has a transaction that is not mined. */
async function isKnown({ client }: Connection, hash: Hex.Hex): Promise<boolean> {
  return (await ask(client, 'eth_getTransactionByHash', hash)) !== null
}

/** The transaction of the escrow's first event of a channel. Every escrow names the channel first in its events. */
async function findTransaction(
  { client }: Connection,
  escrow: Hex.Hex,
  id: Hex.Hex,
  block: number,
): Promise<Hex.Hex | undefined> {
  const filter = { address: escrow, topics: [null, id], fromBlock: Hex.fromNumber(block), toBlock: 'latest' }
  const logs = await ask(client, 'eth_getLogs', filter)
  const [first] = Array.isArray(logs) ? (logs as { transactionHash?: unknown }[]) : []
  return Hex.is(first?.transactionHash, 32) ? first.transactionHash : undefined
}
