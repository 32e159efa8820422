import type { ChainClient } from '../../chain/Client.js'
import * as Hex from '../../chain/Hex.js'
import { ask, head, receiptOf } from '../../chain/Rpc.js'
import { wait } from '../../chain/Wait.js'
import type { Resolution } from '../Method.js'
import type { ChargeRequest } from './ChargeRequest.js'
import * as TempoTransaction from './TempoTransaction.js'
import type { Transfer } from './Transfer.js'

// keccak-256 of TransferWithMemo(address,address,uint256,bytes32), the payer, payee and memo indexed.
const transferWithMemo = '0x57bc7354aa85aed339e000bccffabbc529466af35f0772c8f8ee1145927de7f0'

/** What is looked for on the chain. */
export type Search = {
  readonly client: ChainClient
  readonly request: ChargeRequest
  /** The payee's transfer. */
  readonly transfer: Transfer
  /** The signed transaction. */
  readonly raw: Hex.Hex
  readonly payer: Hex.Hex | undefined
  readonly now: () => number
  readonly signal?: AbortSignal | undefined
}

/**
 * Whether a signed transaction was mined: looks until it was, or can be no more. That takes up to half a minute,
 * since until then whoever holds it can still have it mined.
 */
export async function settle(search: Search): Promise<Resolution> {
  const { client, raw, now, signal } = search
  try {
    const transaction = TempoTransaction.parse(raw)
    const { validBefore, sponsored } = transaction
    const hash = Hex.keccak(Hex.toBytes(raw))
    while (!signal?.aborted) {
      const { number, timestamp } = await head(client)
      const receipt = sponsored ? undefined : await receiptOf(client, hash)
      if (receipt) return receipt === 'succeeded' ? 'paid' : 'unpaid'
      if (await isLogged(search, transaction, { number, timestamp })) return 'paid'
      // Without an end it can be mined at any time.
      if (validBefore === 0n) return 'unknown'
      // Two seconds, four blocks, for a node that lags behind.
      if (timestamp >= validBefore + 2n) return 'unpaid'
      // A chain that stands still says nothing, ever.
      if (BigInt(Math.floor(now() / 1000)) > validBefore + 60n) return 'unknown'
      await wait(1000, signal)
    }
  } catch {
    // What cannot be asked or read leaves the question open.
  }
  return 'unknown'
}

/** Whether the payee's transfer is among the chain's logs: a sponsor's signature makes the hash one we cannot know. */
async function isLogged(
  { client, request, transfer, payer }: Search,
  transaction: TempoTransaction.Parsed,
  { number, timestamp }: { number: bigint; timestamp: bigint },
): Promise<boolean> {
  // An expiring nonce lives 30 seconds, so that there is no need to look further back; ten blocks a second are plenty.
  const age = transaction.validBefore > 0n ? timestamp - transaction.validBefore + 40n : 3600n
  const from = number - (age > 0n ? age : 0n) * 10n - 100n
  const logs = await ask(client, 'eth_getLogs', {
    address: request.currency,
    topics: [transferWithMemo, payer ? topic(payer) : null, topic(transfer.to), transfer.memo],
    fromBlock: Hex.fromNumber(from > 0n ? from : 0n),
    toBlock: Hex.fromNumber(number),
  })
  for (const log of Array.isArray(logs) ? logs : []) {
    const { data, transactionHash } = log as { data?: unknown; transactionHash?: unknown }
    if (typeof data !== 'string' || BigInt(data) !== transfer.amount) continue
    // The server's own memo may be on many payments; when ours may be mined is on none but ours.
    if (!request.memo || (await isOurs(client, transactionHash, transaction))) return true
  }
  return false
}

/** Whether a payment with a memo of ours is on the chain, as far back as a challenge can be old. */
export async function isOnChain(
  client: ChainClient,
  { currency, memo }: ChargeRequest,
  transfer: Transfer,
): Promise<boolean> {
  // The server's own memo may be on many payments.
  if (memo) return false
  const { number } = await head(client)
  const from = number > 36_000n ? number - 36_000n : 0n
  const topics = [transferWithMemo, null, topic(transfer.to), transfer.memo]
  const logs = await ask(client, 'eth_getLogs', {
    address: currency,
    topics,
    fromBlock: Hex.fromNumber(from),
  })
  return Array.isArray(logs) && logs.some(({ data }) => BigInt(data) === transfer.amount)
}

async function isOurs(client: ChainClient, hash: unknown, ours: TempoTransaction.Parsed): Promise<boolean> {
  const theirs = (await ask(client, 'eth_getTransactionByHash', hash)) as { [field: string]: unknown } | null
  const equals = (value: unknown, expected: bigint) =>
    BigInt(typeof value === 'string' ? value : 0) === expected
  return equals(theirs?.validAfter, ours.validAfter) && equals(theirs?.validBefore, ours.validBefore)
}

function topic(address: Hex.Hex): Hex.Hex {
  return `0x${Hex.word(address.toLowerCase() as Hex.Hex)}`
}
