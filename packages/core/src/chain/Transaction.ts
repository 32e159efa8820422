import { concatBytes } from '@noble/hashes/utils.js'
import type { Connection } from './Client.js'
import type { Call } from './Escrow.js'
import * as Hex from './Hex.js'
import * as Rlp from './Rlp.js'
import { guard, head, quantity, UnsupportedError } from './Rpc.js'

/** An ordinary transaction (EIP-1559) without an access list. */
export type Transaction = Call & {
  readonly chainId: number
  readonly nonce: bigint
  readonly gas: bigint
  readonly maxFeePerGas: bigint
  readonly maxPriorityFeePerGas: bigint
}

/**
 * Writes a transaction as it goes to the chain; without a signature, as it is signed.
 *
 * @example
 * ```ts
 * const digest = Hex.keccak(Hex.toBytes(Transaction.serialize(transaction)))
 * const raw = Transaction.serialize(transaction, await account.sign({ hash: digest }))
 * ```
 */
export function serialize(transaction: Transaction, signature?: Hex.Hex): Hex.Hex {
  const { chainId, nonce, maxPriorityFeePerGas, maxFeePerGas, gas, to, data } = transaction
  const fields: Rlp.Item[] = [
    Rlp.integer(chainId),
    Rlp.integer(nonce),
    Rlp.integer(maxPriorityFeePerGas),
    Rlp.integer(maxFeePerGas),
    Rlp.integer(gas),
    Hex.toBytes(to),
    Rlp.integer(0),
    Hex.toBytes(data),
    [],
  ]
  if (signature) {
    const bytes = Hex.toBytes(signature)
    const part = (start: number) => Rlp.integer(Rlp.toBigInt(bytes.subarray(start, start + 32)))
    const v = bytes[64] ?? 0
    fields.push(Rlp.integer(v < 27 ? v : v - 27), part(0), part(32))
  }
  return Hex.fromBytes(concatBytes(Uint8Array.of(2), Rlp.encode(fields)))
}

/** Makes a transaction of a call and has an account in the page sign it. */
export async function sign({ client, account, chainId }: Connection, call: Call): Promise<Hex.Hex> {
  const sign = account.sign?.bind(account)
  if (!sign) throw new UnsupportedError('signing transactions')
  const from = account.address
  const [nonce, gas, tip, { baseFeePerGas }] = await Promise.all([
    quantity(client, 'eth_getTransactionCount', from, 'pending'),
    quantity(client, 'eth_estimateGas', { from, to: call.to, data: call.data }),
    quantity(client, 'eth_maxPriorityFeePerGas'),
    head(client),
  ])
  const transaction = {
    ...call,
    chainId,
    nonce,
    // What others do until it is mined may make it dearer.
    gas: (gas * 6n) / 5n,
    maxPriorityFeePerGas: tip,
    maxFeePerGas: baseFeePerGas * 2n + tip,
  }
  const digest = Hex.keccak(Hex.toBytes(serialize(transaction)))
  return serialize(transaction, await guard('sign', () => sign({ hash: digest })))
}

/** The number of a signed transaction among those of its account. */
export function nonceOf(raw: Hex.Hex): bigint {
  const [, nonce] = Rlp.decode(Hex.toBytes(raw).subarray(1)) as readonly Uint8Array[]
  return Rlp.toBigInt(nonce ?? new Uint8Array())
}
