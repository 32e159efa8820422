import {
  type Address,
  encodeAbiParameters,
  type Hex,
  keccak256,
  parseAbiParameters,
  recoverTypedDataAddress,
} from 'viem'
import { Refusal } from './ledger.js'

// How a merchant of EVM sessions checks what it is to take a deposit with ("Server-Paid Fees").

/** What was asked for. */
export type Request = {
  readonly amount: string
  readonly currency: Address
  readonly recipient: Address
  readonly methodDetails: {
    readonly chainId: number
    readonly escrowContract: Address
    readonly minVoucherDelta?: string
    readonly credentialTypes?: readonly string[]
  }
}

/** What came back. */
export type Payload = {
  readonly action: 'open' | 'topUp' | 'voucher' | 'close'
  readonly type?: string
  readonly channelId: Hex
  readonly hash?: Hex
  readonly authorization?: Authorization
  readonly signature: Hex
  readonly voucherSignature?: Hex
  readonly cumulativeAmount: string
  readonly additionalDeposit: string
  readonly authorizedSigner?: Address
  readonly salt?: Hex
}

type Authorization = { readonly [field: string]: string } & {
  readonly permitted: { readonly token: string; readonly amount: string }
  readonly witness: { readonly [field: string]: string }
}

/** What a signature has to name. */
type Bound = {
  readonly witness: { readonly [field: string]: string }
  nonce(from: Address): Hex
}

export const openParts = parseAbiParameters('address, address, address, bytes32, address')
export const topUpParts = parseAbiParameters('bytes32, uint256, address, bytes32')
export const hashOf: <const types extends readonly unknown[]>(
  types: types,
  values: Parameters<typeof encodeAbiParameters<types>>[1],
) => Hex = (types, values) => keccak256(encodeAbiParameters(types, values))

export const same = (a: string | undefined, b: string | undefined) => a?.toLowerCase() === b?.toLowerCase()

/** Refuses what does not hold. */
export function require(holds: unknown, detail: string, status = 400, type = 'malformed'): asserts holds {
  if (!holds) throw new Refusal(status, type, detail)
}

export function amountOf(text: string | undefined): bigint {
  require(text && /^(?:0|[1-9]\d*)$/.test(text) && BigInt(text) < 2n ** 128n, 'an amount is none')
  return BigInt(text)
}

/** Checks what the payer signed, and puts it as the escrow's functions take it. */
export async function verifyPull(
  { type, authorization, signature }: Payload,
  request: Request,
  { time, token }: { time: number; token: { name: string; version: string } },
  bound: Bound,
): Promise<{ deposit: bigint; args: readonly unknown[] }> {
  require(authorization, 'authorization is missing')
  const {
    from = '0x',
    to,
    value,
    validAfter,
    validBefore,
    nonce = '',
    permitted,
    witness,
    deadline,
  } = authorization
  const { chainId, escrowContract } = request.methodDetails
  if (type === 'permit2') {
    require(same(permitted.token, request.currency), 'another token is permitted')
    require(Object.keys(witness).length === Object.keys(bound.witness).length, 'the witness is another')
    for (const [name, each] of Object.entries(bound.witness))
      require(same(witness[name], each), `witness.${name} is not what is asked for`)
    return { deposit: amountOf(permitted.amount), args: [from, BigInt(nonce), BigInt(deadline ?? '')] }
  }
  require(same(to, escrowContract), 'authorization.to is not the escrow')
  require(nonce === bound.nonce(from as Address), 'authorization.nonce does not follow from the channel')
  const [after, before] = [BigInt(validAfter ?? ''), BigInt(validBefore ?? '')]
  require(after <= BigInt(time) && BigInt(time) < before, 'the authorization is not valid now')
  const deposit = amountOf(value)
  const signer = await recoverTypedDataAddress({
    domain: { ...token, chainId, verifyingContract: request.currency },
    types: {
      ReceiveWithAuthorization: [
        { name: 'from', type: 'address' },
        { name: 'to', type: 'address' },
        { name: 'value', type: 'uint256' },
        { name: 'validAfter', type: 'uint256' },
        { name: 'validBefore', type: 'uint256' },
        { name: 'nonce', type: 'bytes32' },
      ],
    },
    primaryType: 'ReceiveWithAuthorization',
    message: {
      from: from as Address,
      to: to as Address,
      value: deposit,
      validAfter: after,
      validBefore: before,
      nonce: nonce as Hex,
    },
    signature,
  })
  require(same(signer, from), 'the authorization is of somebody else', 402, 'invalid-signature')
  return { deposit, args: [from, after, before, nonce] }
}
