import type { JsonObject } from '../../../protocol/JsonObject.js'
import type * as Address from '../Address.js'
import * as Base58 from '../Base58.js'
import type { Channel } from './ChannelIdentity.js'
import type { Generation } from './Generation.js'
import { readU64 } from './SessionFields.js'
import * as Voucher from './Voucher.js'

// What credentials hold in each generation, and what receipts say.

// Where generations A and B want a signature that the server has yet to make.
const pending = '1'.repeat(64)

/** The payload that opens a channel, without `action`. */
export function openPayload(
  channel: Channel,
  channelId: Address.Address,
  deposit: bigint,
  transaction: string,
  authentication?: JsonObject | undefined,
): JsonObject {
  const { payer, payee, mint, authorizedSigner, gracePeriod, splits } = channel
  const [salt, amount] = [channel.salt, deposit].map(String)
  const openSlot = channel.openSlot?.toString()
  const parties = { channelId, payer, payee, mint, authorizedSigner, salt, transaction }
  if (channel.generation !== 'C')
    return {
      mode: 'pull',
      ...parties,
      deposit: amount,
      gracePeriod,
      signature: pending,
      ...(openSlot !== undefined && { recentSlot: openSlot }),
    }
  const shares = splits.map(({ recipient, bps }) => ({ recipient, shareBps: bps }))
  return {
    ...parties,
    depositAmount: amount,
    gracePeriodSeconds: gracePeriod,
    openSlot,
    ...(shares.length > 0 && { distributionSplits: shares }),
    ...(authentication && { authentication }),
  }
}

/** The payload that adds to a channel, whole. */
export function topUpPayload(channelId: Address.Address, rest: JsonObject): JsonObject {
  return { action: 'topUp', channelId, ...rest }
}

/** The fields of a payload that carries a voucher. */
export function fieldsOf(
  { generation, authorizedSigner }: Pick<Channel, 'generation' | 'authorizedSigner'>,
  voucher: {
    readonly channelId: Address.Address
    readonly cumulative: bigint
    /** 64 bytes. */
    readonly signature: Uint8Array
  },
): JsonObject {
  const { channelId, cumulative } = voucher
  const data = { channelId, cumulativeAmount: String(cumulative), expiresAt: Voucher.forever }
  const signature = Base58.encode(voucher.signature)
  if (generation === 'C')
    return {
      channelId,
      voucher: { voucher: data, signer: authorizedSigner, signature, signatureType: 'ed25519' },
    }
  // Where nothing was used up a voucher of nothing would be refused; the close goes without one.
  return cumulative > 0n ? { voucher: { data, signature } } : {}
}

/**
 * A receipt in the words that sessions have. In generation B it names the channel and the highest voucher in its reference,
 * `<channelId>:<cumulative>` or `<channelId>:<deliveryId>:<cumulative>`, and what was accepted is what was used up. Nobody
 * has said what A's are like: those of another form are none.
 */
export function readReceipt(
  generation: Generation,
  receipt: JsonObject,
  channelId: Address.Address,
): JsonObject {
  const { reference } = receipt
  // Addresses differ by case; what compares them afterwards does not.
  if (generation === 'C') return reference === channelId ? receipt : { ...receipt, reference: undefined }
  const parts = String(reference).split(':')
  const isCounted = parts.length > 1 && parts[0] === channelId
  if (generation === 'A' && !isCounted) return { ...receipt, reference: undefined }
  const spent = String(readU64(isCounted ? parts.at(-1) : '0', 'reference'))
  return { ...receipt, channelId, acceptedCumulative: spent, spent }
}
