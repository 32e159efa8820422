import type { Address, Hex } from 'viem'
import { Refusal } from './Refusal.js'

// What goes between payer and seller (draft-evm-session-00, "Request Schema" and "Payload Actions").

/** What was asked for. */
export type EvmSessionRequest = {
  readonly amount: string
  readonly unitType?: string
  readonly suggestedDeposit?: string
  readonly currency: Address
  readonly recipient: Address
  readonly methodDetails: {
    readonly chainId: number
    readonly escrowContract: Address
    readonly minVoucherDelta?: string
    readonly feePayer?: boolean
    readonly credentialTypes?: readonly string[]
  }
}

/** What came back. Nothing of it is certain. */
export type Payload = {
  readonly action?: string
  readonly type?: string
  readonly channelId: Hex
  readonly hash?: Hex
  readonly authorization?: Authorization
  readonly signature?: Hex
  readonly voucherSignature?: Hex
  readonly cumulativeAmount?: string
  readonly additionalDeposit?: string
  readonly authorizedSigner?: Address
  readonly salt?: Hex
}

type Authorization = { readonly [field: string]: string | undefined } & {
  readonly permitted?: { readonly token?: string; readonly amount?: string }
  readonly witness?: { readonly [field: string]: string }
}

export const same = (a: string | undefined, b: string | undefined) => a?.toLowerCase() === b?.toLowerCase()

/** Refuses what does not hold. */
export function require(
  holds: unknown,
  detail: string,
  status: 400 | 402 | 410 = 400,
  type = 'malformed',
): asserts holds {
  if (!holds) throw new Refusal(status, type, detail)
}

/** A whole number of so many bits, in decimal digits. */
export function readWhole(text: unknown, bits = 128n): bigint {
  require(typeof text === 'string' && /^(?:0|[1-9]\d{0,77})$/.test(text), 'a number is none')
  const value = BigInt(text)
  require(value < 2n ** bits, 'a number is too large')
  return value
}

/** So many bytes of lower-case hex. */
export function readHex(value: unknown, bytes: number, name: string): Hex {
  const isHex = typeof value === 'string' && /^0x[0-9a-f]*$/.test(value) && value.length === 2 + 2 * bytes
  require(isHex, `${name} is not ${bytes} bytes of lower-case hex`)
  return value as Hex
}

const half = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/** 65 bytes in lower case, the smaller s, and 27 or 28. */
export function readSignature(value: unknown): Hex {
  const isLong = typeof value === 'string' && /^0x[0-9a-f]{128}(?:1b|1c)$/.test(value)
  const isCanonical = isLong && BigInt(`0x${value.slice(66, 130)}`) <= half
  require(isCanonical, 'the signature is not in its one form', 402, 'invalid-signature')
  return value as Hex
}
