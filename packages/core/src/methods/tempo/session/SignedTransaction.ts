import { concatBytes } from '@noble/hashes/utils.js'
import * as Hex from '../../../chain/Hex.js'
import * as Rlp from '../../../chain/Rlp.js'
import { WalletError } from '../../../chain/Rpc.js'
import type { Signed } from '../Signing.js'
import { serialize, type TempoTransaction } from '../TempoTransaction.js'

/** What is needed of a signed transaction to know the channel it opens, and when it can open it no more. */
export type Contents = {
  /** What the sender signed: without signatures, and without the sponsor's choices. */
  readonly payload: Uint8Array
  /** Unix seconds before which it must be mined. */
  readonly validBefore: number
}

/**
 * Reads back what was signed. A wallet may choose fees and times; what it pays, where and in which lane of nonces is
 * ours to say, and a wallet that changed it is refused.
 *
 * @throws WalletError when something else was signed.
 */
export function read({ raw, transaction }: Signed): Contents {
  const theirs = fieldsOf(Hex.toBytes(raw))
  const ours = fieldsOf(Hex.toBytes(serialize(transaction)))
  const { sponsored } = transaction
  // The chain, the calls and the lane of nonces.
  for (const at of [0, 4, 6])
    if (!isEqual(theirs[at], ours[at]))
      throw new WalletError('The wallet signed another transaction than it was asked to.', true)
  const validBefore = Number(numberOf(theirs[8]))
  if (validBefore === 0) throw new WalletError('The wallet signed a transaction without an end.', true)
  return { payload: payloadOf(theirs, sponsored), validBefore }
}

/** The fields that the sender signs; 13, and one more where a key is authorized on the way. */
function payloadOf(fields: readonly Rlp.Item[], sponsored: TempoTransaction['sponsored']): Uint8Array {
  const signed = fields.length > 13 ? fields.slice(0, -1) : fields
  const own = signed.map((field, at) => {
    if (!sponsored || (at !== 10 && at !== 11)) return field
    // The fee token is the sponsor's to choose, and its signature is not there yet.
    return at === 10 ? new Uint8Array() : new Uint8Array(1)
  })
  return concatBytes(Uint8Array.of(0x76), Rlp.encode(own))
}

function fieldsOf(bytes: Uint8Array): readonly Rlp.Item[] {
  const fields = Rlp.decode(bytes.subarray(1))
  if (fields instanceof Uint8Array || fields.length < 13) throw new Rlp.InvalidError()
  return fields
}

function isEqual(one: Rlp.Item | undefined, other: Rlp.Item | undefined): boolean {
  return one !== undefined && other !== undefined && bytesOf(one) === bytesOf(other)
}

function bytesOf(item: Rlp.Item): Hex.Hex {
  return Hex.fromBytes(Rlp.encode(item))
}

function numberOf(item: Rlp.Item | undefined): bigint {
  if (!(item instanceof Uint8Array)) throw new Rlp.InvalidError()
  return Rlp.toBigInt(item)
}
