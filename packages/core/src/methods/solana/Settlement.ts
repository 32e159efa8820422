import { wait } from '../../chain/Wait.js'
import type { Resolution } from '../Method.js'
import type * as Address from './Address.js'
import * as Base58 from './Base58.js'
import { fromBase64 } from './Bytes.js'
import * as History from './History.js'
import { finalizedHeight, firstSlot, type SolanaRpc, status, UnreachableError } from './Rpc.js'
import { includes } from './Signing.js'
import * as Transaction from './Transaction.js'

/** What finds a transaction again. Plain data, since it outlives the page; nothing in it pays. */
export type Trace = {
  readonly payer: Address.Address
  /** The transaction's own signature, base58, where it is known. */
  readonly id?: string | undefined
  /** The payer's signature, base58: all that is known of a transaction whose fee somebody else pays. */
  readonly signature?: string | undefined
  /** What was to be signed, base64: all that is known of a transaction that a wallet sends by itself. */
  readonly asked?: string | undefined
  /** When it was made, as a slot. */
  readonly slot: string
  /** The height of the last block that can have it. */
  readonly lastHeight: string
}

// A node may lag behind the one that was asked before, when what was to be signed was made.
const lag = 300n
// After how many blocks beyond its last a transaction is over for good, for a node that lags behind.
const margin = 10n
// What came in the last 300 blocks every node knows, and a transaction can come in the 150 up to its last.
const known = 150n
// Its 150 blocks take a minute and more, and until they are over, whoever holds it can still send it.
const patience = 180_000

/** Whether a transaction went through: looks until it did, or can do so no more. */
export async function settle(rpc: SolanaRpc, trace: Trace, signal?: AbortSignal): Promise<Resolution> {
  try {
    for (let waited = 0; waited < patience && !signal?.aborted; waited += 2000) {
      // In this order: what is not there after its last block never will be.
      const height = await finalizedHeight(rpc, signal)
      const found = await look(rpc, trace, signal)
      if (found) return found === 'succeeded' ? 'paid' : 'unpaid'
      if (height > BigInt(trace.lastHeight) + margin)
        return (await isRemembered(rpc, trace, height, signal)) ? 'unpaid' : 'unknown'
      await wait(2000, signal)
    }
  } catch {
    // What cannot be asked or read leaves the question open.
  }
  return 'unknown'
}

/** Whether the network would still know of a transaction: a node lets go of old blocks. */
async function isRemembered(
  rpc: SolanaRpc,
  { slot, lastHeight }: Trace,
  height: bigint,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  return height <= BigInt(lastHeight) + known || (await firstSlot(rpc, signal)) <= BigInt(slot)
}

async function look(rpc: SolanaRpc, trace: Trace, signal: AbortSignal | undefined) {
  const id = trace.id ?? (await search(rpc, trace, signal))
  return id === undefined ? undefined : status(rpc, id, signal)
}

/** Looks for a transaction, among those of its payer, whose own signature is not known. */
async function search(
  rpc: SolanaRpc,
  { payer, signature, asked, slot }: Trace,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const wanted = asked === undefined ? undefined : Transaction.parse(fromBase64(asked)).message
  for (const id of await History.since(rpc, payer, BigInt(slot) - lag, signal)) {
    const found = await History.read(rpc, id, signal)
    const theirs = found && Transaction.signatureOf(found, payer)
    if (!found || !theirs) continue
    if (Base58.encode(theirs) === signature) return id
    if (!wanted || !includes(found.message, wanted)) continue
    // What does the same and is over at another time may be another payment, or ours that the wallet changed.
    if (wanted.blockhash !== found.message.blockhash) throw new UnreachableError()
    return id
  }
  return undefined
}
