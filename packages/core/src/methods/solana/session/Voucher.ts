import { InvalidError } from '../../../chain/Fields.js'
import * as Address from '../Address.js'
import { concat, littleEndian } from '../Bytes.js'
import type { Generation } from './Generation.js'

/**
 * When vouchers end unless told otherwise, in seconds since 1970: the end of the century. Always the same, so that a
 * voucher that is sent again is the same to the byte.
 */
export const forever = 4_102_444_800

/** The largest amount of a channel. */
export const largest = 2n ** 64n - 1n

/**
 * The bytes that a voucher's signature is of: the tag `56 01` (not in generation `A`), the channel (32 bytes), the cumulative
 * amount (u64) and the end in seconds since 1970 (i64), little endian (draft-solana-session-00, "Voucher Signing").
 *
 * @example
 * ```ts
 * const signature = await signer.sign(Voucher.bytes('C', { channelId, cumulative: 42n, expiresAt: 0 })) // 64 bytes
 * ```
 *
 * @throws InvalidError when the amount does not fit into a u64, or the end is no whole number of seconds.
 */
export function bytes(
  generation: Generation,
  voucher: { readonly channelId: Address.Address; readonly cumulative: bigint; readonly expiresAt: number },
): Uint8Array<ArrayBuffer> {
  const { channelId, cumulative, expiresAt } = voucher
  if (cumulative < 0n || cumulative > largest)
    throw new InvalidError('cumulativeAmount', 'does not fit into a u64')
  if (!Number.isSafeInteger(expiresAt) || expiresAt < 0)
    throw new InvalidError('expiresAt', 'is not a whole number of seconds')
  return concat(
    generation === 'A' ? [] : [0x56, 0x01],
    Address.toBytes(channelId),
    littleEndian(cumulative, 8),
    littleEndian(BigInt(expiresAt), 8),
  )
}
