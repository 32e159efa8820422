import { RevertedError, UnreachableError } from '../../chain/Rpc.js'
import * as JsonObject from '../../protocol/JsonObject.js'
import * as Address from './Address.js'
import * as Base58 from './Base58.js'
import { fromBase64, toBase64 } from './Bytes.js'
import { call, type SolanaRpc } from './Transport.js'

export { RevertedError, type SolanaRpc, UnreachableError }

/** How sure the network has to be of what it says: a supermajority has voted for it. */
const commitment = 'confirmed'

/**
 * Asks the network.
 *
 * @throws {@link UnreachableError} when it does not answer, or not without an error.
 */
export async function ask(
  rpc: SolanaRpc,
  method: string,
  params: readonly unknown[],
  signal?: AbortSignal,
): Promise<unknown> {
  try {
    return await call(rpc, method, params, signal)
  } catch (cause) {
    throw new UnreachableError(cause)
  }
}

/** The latest block that a transaction can name, the height after which it is over, and the slot that this was said of. */
export type Lifetime = {
  readonly blockhash: string
  readonly lastHeight: bigint
  readonly slot: bigint
}

/** Asks for the latest blockhash. */
export async function latestBlockhash(rpc: SolanaRpc, signal?: AbortSignal): Promise<Lifetime> {
  const answer = await ask(rpc, 'getLatestBlockhash', [{ commitment }], signal)
  const { blockhash, lastValidBlockHeight } = object(valueIn(answer))
  if (!Address.is(blockhash)) throw new UnreachableError()
  const { slot } = object(object(answer).context)
  return { blockhash, lastHeight: count(lastValidBlockHeight), slot: count(slot) }
}

/** Whether transactions that name this blockhash are still taken. */
export async function isBlockhashValid(
  rpc: SolanaRpc,
  blockhash: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const valid = valueIn(await ask(rpc, 'isBlockhashValid', [blockhash, { commitment }], signal))
  if (typeof valid !== 'boolean') throw new UnreachableError()
  return valid
}

/** The height of the latest block that nothing can undo any more. */
export async function finalizedHeight(rpc: SolanaRpc, signal?: AbortSignal): Promise<bigint> {
  return count(await ask(rpc, 'getBlockHeight', [{ commitment: 'finalized' }], signal))
}

/** The first slot of which the network still has the transactions. */
export async function firstSlot(rpc: SolanaRpc, signal?: AbortSignal): Promise<bigint> {
  return count(await ask(rpc, 'getFirstAvailableBlock', [], signal))
}

/** The first block's hash: which network this is. */
export async function genesisHash(rpc: SolanaRpc, signal?: AbortSignal): Promise<string> {
  const hash = await ask(rpc, 'getGenesisHash', [], signal)
  if (!Address.is(hash)) throw new UnreachableError()
  return hash
}

/** What an account holds. */
export type AccountInfo = {
  /** The program that it belongs to. */
  readonly owner: Address.Address
  readonly lamports: bigint
  readonly data: Uint8Array
}

/** Reads up to 100 accounts at once; `undefined` where there is none. */
export async function accounts(
  rpc: SolanaRpc,
  addresses: readonly Address.Address[],
  signal?: AbortSignal,
): Promise<readonly (AccountInfo | undefined)[]> {
  const params = [addresses, { commitment, encoding: 'base64' }]
  const found = valueIn(await ask(rpc, 'getMultipleAccounts', params, signal))
  if (!Array.isArray(found) || found.length !== addresses.length) throw new UnreachableError()
  return found.map((each: unknown) => {
    if (each === null) return undefined
    const { owner, lamports, data } = object(each)
    if (!Address.is(owner) || !Array.isArray(data) || typeof data[0] !== 'string' || data[1] !== 'base64')
      throw new UnreachableError()
    return { owner, lamports: count(lamports), data: readBase64(data[0]) }
  })
}

/** What a mint says of its token. */
export type Mint = { readonly decimals: number; readonly tokenProgram: Address.Address }

/** Reads a mint; `undefined` for what is none. */
function toMint(info: AccountInfo | undefined): Mint | undefined {
  if (!info || !isToken(info)) return undefined
  const { data, owner } = info
  // A mint is 82 bytes. With extensions it is padded like a token account, and a byte says which of both it is.
  const isMint = data.length === 82 || (owner === Address.TOKEN_2022 && data.length > 165 && data[165] === 1)
  return isMint && data[45] === 1 ? { decimals: data[44] ?? 0, tokenProgram: owner } : undefined
}

/** A token account's balance; `undefined` for what is no token account of this mint, or frozen. */
export function toBalance(info: AccountInfo | undefined, mint: Address.Address): bigint | undefined {
  if (!info || !isToken(info) || info.data.length < 165) return undefined
  const { data } = info
  const isLive = data[108] === 1 && Base58.encode(data.subarray(0, 32)) === mint
  return isLive ? new DataView(Uint8Array.from(data).buffer).getBigUint64(64, true) : undefined
}

/** Reads a mint from the network; `undefined` for what is none. */
export async function mint(
  rpc: SolanaRpc,
  address: Address.Address,
  signal?: AbortSignal,
): Promise<Mint | undefined> {
  const [info] = await accounts(rpc, [address], signal)
  return toMint(info)
}

/**
 * What became of a transaction, however long ago: `undefined` while the network, or most of it, does not have it. A
 * failure counts when nothing can undo it any more.
 */
export async function status(
  rpc: SolanaRpc,
  signature: string,
  signal?: AbortSignal,
): Promise<'succeeded' | 'failed' | undefined> {
  const params = [[signature], { searchTransactionHistory: true }]
  const found = valueIn(await ask(rpc, 'getSignatureStatuses', params, signal))
  if (!Array.isArray(found) || found.length !== 1) throw new UnreachableError()
  if (found[0] === null) return undefined
  const { err, confirmationStatus } = object(found[0])
  if (err === undefined) throw new UnreachableError()
  if (err !== null) return confirmationStatus === 'finalized' ? 'failed' : undefined
  return confirmationStatus === 'confirmed' || confirmationStatus === 'finalized' ? 'succeeded' : undefined
}

/**
 * Has the network say whether a transaction would fail, without signatures.
 *
 * @throws {@link RevertedError} when it would.
 */
export async function simulate(rpc: SolanaRpc, transaction: Uint8Array, signal?: AbortSignal): Promise<void> {
  const options = { commitment, encoding: 'base64', sigVerify: false }
  const answer = await ask(rpc, 'simulateTransaction', [toBase64(transaction), options], signal)
  const { err } = object(valueIn(answer))
  if (err !== null && err !== undefined) throw new RevertedError({ message: nameOf(err) })
}

/**
 * Hands a signed transaction to the network.
 *
 * @returns its signature, base58.
 * @throws {@link RevertedError} when the network refused it, and it is certain that nothing was sent.
 * @throws {@link UnreachableError} when that is not certain.
 */
export async function send(rpc: SolanaRpc, transaction: Uint8Array, signal?: AbortSignal): Promise<string> {
  const options = { encoding: 'base64', preflightCommitment: commitment }
  try {
    const signature = await call(rpc, 'sendTransaction', [toBase64(transaction), options], signal)
    if (typeof signature === 'string') return signature
  } catch (cause) {
    throw isRefusal(cause) ? new RevertedError(cause) : new UnreachableError(cause)
  }
  throw new UnreachableError()
}

// Codes that come before a transaction is passed on: simulation, signatures, a node that lags, a version, JSON-RPC itself.
const refusals = new Set<unknown>([-32002, -32003, -32005, -32013, -32015, -32600, -32601, -32602, -32700])

function isRefusal(cause: unknown): boolean {
  const { code, message } = (cause ?? {}) as { code?: unknown; message?: unknown }
  // What has been processed already is refused as well, and is anything but unpaid.
  return refusals.has(code) && !/already|processed/i.test(String(message))
}

function isToken({ owner }: AccountInfo): boolean {
  return owner === Address.TOKEN || owner === Address.TOKEN_2022
}

/** The name of a transaction's error, such as `InsufficientFundsForFee`. */
function nameOf(error: unknown): string {
  return (typeof error === 'string' ? error : JSON.stringify(error)).slice(0, 200)
}

function readBase64(text: string): Uint8Array {
  try {
    return fromBase64(text)
  } catch {
    throw new UnreachableError()
  }
}

function object(value: unknown): JsonObject.JsonObject {
  if (!JsonObject.is(value)) throw new UnreachableError()
  return value
}

const valueIn = (answer: unknown): unknown => object(answer).value

/** A number of JSON-RPC. Large balances lose their last digits in JSON, and only there it matters not. */
function count(value: unknown): bigint {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw new UnreachableError()
  return BigInt(value)
}
