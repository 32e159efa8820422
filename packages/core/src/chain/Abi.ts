import { concatBytes } from '@noble/hashes/utils.js'
import * as Hex from './Hex.js'

/** Hex of at most 32 bytes each, as words of the ABI, without `0x`. Numbers and addresses alike. */
export function words(...values: readonly (Hex.Hex | bigint | number)[]): string {
  return values.map((value) => Hex.word(typeof value === 'string' ? value : Hex.fromNumber(value))).join('')
}

/** The hash of {@link words}. */
export function hash(...values: readonly (Hex.Hex | bigint | number)[]): Hex.Hex {
  return Hex.keccak(Hex.toBytes(`0x${words(...values)}`))
}

/** The words of an answer, as numbers; `undefined` when it is not that many words. */
export function numbers(answer: unknown, count: number): bigint[] | undefined {
  if (!Hex.is(answer, count * 32)) return undefined
  return Array.from({ length: count }, (_, at) => BigInt(`0x${answer.slice(2 + at * 64, 66 + at * 64)}`))
}

/** The text of an answer whose place is said by the word `at`; `undefined` where there is none. */
export function text(answer: unknown, at = 0): string | undefined {
  if (!Hex.is(answer)) return undefined
  const bytes = Hex.toBytes(answer)
  const number = (from: number) =>
    from + 32 > bytes.length ? Number.NaN : Number(Hex.fromBytes(bytes.subarray(from, from + 32)))
  const start = number(at * 32) + 32
  const end = start + number(start - 32)
  return end <= bytes.length ? new TextDecoder().decode(bytes.subarray(start, end)) : undefined
}

const separators = new Map<string, Uint8Array>()

/** The digest that a voucher's signature is of (draft-tempo-session-00 and draft-evm-session-00, "Signing Procedure"). */
export function voucherDigest(
  { name, type }: { readonly name: string; readonly type: 'uint96' | 'uint128' },
  { chainId, escrow }: { readonly chainId: number; readonly escrow: Hex.Hex },
  id: Hex.Hex,
  cumulative: bigint,
): Uint8Array {
  const key = `${name}:${chainId}:${escrow}`
  // The same for every voucher of an escrow.
  const separator =
    separators.get(key) ??
    Hex.toBytes(domainSeparator({ name, version: '1', chainId, verifyingContract: escrow }))
  separators.set(key, separator)
  const struct = hash(
    Hex.keccak(`Voucher(bytes32 channelId,${type} cumulativeAmount)`),
    id,
    Hex.fromNumber(cumulative),
  )
  return Hex.toBytes(Hex.keccak(concatBytes(Uint8Array.of(0x19, 1), separator, Hex.toBytes(struct))))
}

/** The separator of an EIP-712 domain of a contract. */
export function domainSeparator(domain: {
  readonly name: string
  readonly version: string
  readonly chainId: number
  readonly verifyingContract: Hex.Hex
}): Hex.Hex {
  const { name, version, chainId, verifyingContract } = domain
  const type = 'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'
  return hash(Hex.keccak(type), Hex.keccak(name), Hex.keccak(version), chainId, verifyingContract)
}
