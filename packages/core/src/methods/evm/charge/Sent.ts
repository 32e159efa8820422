import type { ChainClient, Connection } from '../../../chain/Client.js'
import * as Erc20 from '../../../chain/Erc20.js'
import * as Hex from '../../../chain/Hex.js'
import { ask, CancelledError, head, UnreachableError } from '../../../chain/Rpc.js'
import { doubt, send, UnconfirmedError } from '../../../chain/Sending.js'
import { until } from '../../../chain/Wait.js'
import * as Challenge from '../../../protocol/Challenge.js'
import * as JsonObject from '../../../protocol/JsonObject.js'
import { withLock } from '../../../stores/Lock.js'
import type { Store } from '../../../stores/Store.js'
import type { AuthorizeContext, MethodContext } from '../../Method.js'
import type { EvmChargeRequest } from './ChargeRequest.js'
import { challengeHash } from './Signing.js'

// Payments that the payer's own transaction makes. The money is gone before the server knows of it, so that what is begun
// is written down first: nothing is sent twice for one challenge, and nothing that was sent is lost.

/** A transfer that was begun, as it is kept. */
export type Begun = {
  readonly payer: Hex.Hex
  /** The block before it, where the search for it begins. */
  readonly block: number
  /** As soon as it is known. */
  readonly hash?: Hex.Hex | undefined
  /** Its number among the payer's transactions, as soon as a node says it. */
  readonly nonce?: number | undefined
}

const prefix = 'evm/charge/'
// keccak-256 of Transfer(address,address,uint256), payer and payee indexed.
const transferTopic = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'

// Blocks that every node looks through at once.
const few = 500

/** What was begun for a challenge; `undefined` where the wallet was never asked to send for it. */
export async function begunFor(
  store: Store,
  challenge: Pick<Challenge.Challenge, 'id' | 'realm'>,
): Promise<Begun | undefined> {
  return readBegun(await store.get(prefix + challengeHash(challenge)))
}

/**
 * Sends the transfer and waits until the chain has it (draft-evm-charge-00, "Hash Payload"). One that does not show up is
 * handed to the server all the same: it may look further, and the payer keeps what it can present again.
 *
 * @returns the hash of the transaction.
 * @throws UnconfirmedError when money may have moved and nothing shows it, FailedError when it was sent and did not.
 */
export function transfer(
  connection: Connection,
  request: EvmChargeRequest,
  context: AuthorizeContext,
): Promise<Hex.Hex> {
  const { chainId, currency, recipient, amount } = request
  const alike = [chainId, connection.account.address.toLowerCase(), currency, recipient, amount]
  // One after the other among those that look alike on the chain, over all tabs: one is never taken for another.
  return withLock(context.store, `${prefix}${alike.join('/')}`, () => run(connection, request, context), {
    signal: context.signal,
  })
}

async function run(
  connection: Connection,
  request: EvmChargeRequest,
  context: AuthorizeContext,
): Promise<Hex.Hex> {
  const { client, account } = connection
  const { store, challenge, now, signal } = context
  const key = prefix + challengeHash(challenge)
  const { currency, recipient, amount } = request
  const known = await begunFor(store, challenge)
  if (known) {
    const hash = known.hash ?? (await find(client, request, known, context))
    if (!hash) throw new UnconfirmedError()
    return hash
  }
  const begun: Begun = { payer: account.address, block: Number((await head(client)).number) }
  Challenge.assertFresh(challenge, { now: now() })
  if (signal?.aborted) throw new CancelledError()
  await store.set(key, begun)
  try {
    const call = Erc20.transfer(currency, recipient, amount)
    return await send(connection, {
      call,
      signal,
      sent: (hash) => keep(client, store, key, { ...begun, hash }),
    })
  } catch (error) {
    if (!(error instanceof UnconfirmedError)) {
      await store.delete(key).catch(() => {})
      throw error
    }
    // A wallet whose answer was lost may have sent it, and one that was told to hurry sends another in its place.
    const found = await until(() => find(client, request, begun, context), {
      patience: error.hash ? 500 : doubt,
      signal: error.hash ? undefined : signal,
    })
    const hash = found ?? error.hash
    if (!hash) throw error
    return hash
  }
}

/** Keeps the hash of what was sent, and its number, which says later whether another took its place. */
async function keep(
  client: ChainClient,
  store: Store,
  key: string,
  begun: Begun & { readonly hash: Hex.Hex },
): Promise<void> {
  await store.set(key, begun)
  const sent = (await ask(client, 'eth_getTransactionByHash', begun.hash)) as Record<string, unknown> | null
  const nonce = Number(sent?.nonce ?? Number.NaN)
  // A wallet may have had it sent by another account, whose numbers say nothing.
  if (isBy(sent, begun.payer) && isNumber(nonce)) await store.set(key, { ...begun, nonce })
}

/** Looks for the transaction of what was begun, as {@link search} does. A chain that cannot be asked shows nothing. */
function find(...parameters: Parameters<typeof search>): Promise<Hex.Hex | undefined> {
  return search(...parameters).catch(() => undefined)
}

/**
 * Looks for the transaction of what was begun, where its hash is not known, or is of one that another took the place of;
 * what is found is kept.
 *
 * @returns `undefined` where the chain has none.
 * @throws where the chain cannot be asked, or shows a part of itself only.
 */
export async function search(
  client: ChainClient,
  request: EvmChargeRequest,
  begun: Begun,
  { store, challenge }: Pick<MethodContext, 'store' | 'challenge'>,
): Promise<Hex.Hex | undefined> {
  const key = prefix + challengeHash(challenge)
  const hash = await findAlike(client, request, begun, { store, key })
  // Kept, so that no other challenge is taken to be paid by the same.
  if (hash) await store.set(key, { ...begun, hash }).catch(() => {})
  return hash
}

/** A transfer of this very amount that the payer sent to this payee, and that no other challenge was paid with. */
async function findAlike(
  client: ChainClient,
  { currency, recipient, amount }: EvmChargeRequest,
  { payer, block }: Begun,
  { store, key }: { store: Store; key: string },
): Promise<Hex.Hex | undefined> {
  const topic = (address: Hex.Hex) => `0x${Hex.word(address.toLowerCase() as Hex.Hex)}`
  const filter = {
    address: currency,
    topics: [transferTopic, topic(payer), topic(recipient)],
    fromBlock: Hex.fromNumber(block + 1),
  }
  let trouble: unknown
  const logs = await ask(client, 'eth_getLogs', { ...filter, toBlock: 'latest' }).catch((error) => {
    trouble = error
    // Many nodes look through a few blocks at once, and what was sent mostly comes soon.
    return ask(client, 'eth_getLogs', { ...filter, toBlock: Hex.fromNumber(block + few) })
  })
  const others = (await store.list(prefix)).flatMap(([name, value]) =>
    name === key ? [] : (readBegun(value)?.hash ?? []),
  )
  if (!Array.isArray(logs)) throw new UnreachableError()
  for (const log of logs) {
    const { data, transactionHash: hash } = log as { data?: unknown; transactionHash?: unknown }
    if (!Hex.is(data, 32) || BigInt(data) !== amount || !Hex.is(hash, 32) || others.includes(hash)) continue
    const sent = await ask(client, 'eth_getTransactionByHash', hash)
    // What was signed for a server looks alike, and the server sent it.
    if (isBy(sent, payer)) return hash
    // Another node may not have it yet.
    if (!sent) trouble = new UnreachableError()
  }
  if (trouble) throw trouble
  return undefined
}

function isBy(transaction: unknown, payer: Hex.Hex): boolean {
  const { from } = (transaction ?? {}) as { from?: unknown }
  return String(from).toLowerCase() === payer.toLowerCase()
}

const isNumber = (value: unknown): value is number => Number.isSafeInteger(value)

function readBegun(value: unknown): Begun | undefined {
  if (!JsonObject.is(value)) return undefined
  const { payer, block, hash, nonce } = value
  if (!Hex.is(payer, 20) || typeof block !== 'number') return undefined
  return { payer, block, ...(Hex.is(hash, 32) ? { hash } : {}), ...(isNumber(nonce) ? { nonce } : {}) }
}
