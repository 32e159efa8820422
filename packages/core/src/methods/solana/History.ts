import * as JsonObject from '../../protocol/JsonObject.js'
import type * as Address from './Address.js'
import { fromBase64 } from './Bytes.js'
import { ask, type SolanaRpc, UnreachableError } from './Rpc.js'
import * as Transaction from './Transaction.js'

// How many transactions the network names at once, and how many of them are looked into.
const most = 1000

/**
 * The transactions that an account took part in since a slot, the latest first.
 *
 * @throws {@link UnreachableError} when there are too many to be sure of all.
 */
export async function since(
  rpc: SolanaRpc,
  address: Address.Address,
  slot: bigint,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const options = { commitment: 'confirmed', limit: most }
  const found = await ask(rpc, 'getSignaturesForAddress', [address, options], signal)
  if (!Array.isArray(found)) throw new UnreachableError()
  const recent = found.filter((each: unknown) => {
    if (!JsonObject.is(each) || typeof each.slot !== 'number') throw new UnreachableError()
    return BigInt(each.slot) >= slot
  })
  if (recent.length >= most) throw new UnreachableError()
  return recent.map(({ signature }) => String(signature))
}

/**
 * A transaction that the network named; `undefined` for one of a form that is not used here.
 *
 * @throws {@link UnreachableError} when it does not have it after all.
 */
export async function read(
  rpc: SolanaRpc,
  signature: string,
  signal?: AbortSignal,
): Promise<Transaction.Parsed | undefined> {
  const options = { commitment: 'confirmed', encoding: 'base64', maxSupportedTransactionVersion: 0 }
  const found = await ask(rpc, 'getTransaction', [signature, options], signal)
  // Another node may have named it, and nobody knows what it is.
  if (!JsonObject.is(found) || !Array.isArray(found.transaction)) throw new UnreachableError()
  try {
    return Transaction.parse(fromBase64(String(found.transaction[0])))
  } catch {
    return undefined
  }
}
