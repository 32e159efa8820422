import {
  type Address,
  encodeAbiParameters,
  type Hex,
  keccak256,
  parseAbiParameters,
  recoverTypedDataAddress,
} from 'viem'
import {
  type EvmSessionRequest,
  type Payload,
  readHex,
  readSignature,
  readWhole,
  require,
  same,
} from './payload.js'

// How a seller checks what it is to take a deposit with ("Server-Paid Fees").

/** What a signature has to name. */
export type Bound = {
  readonly witness: { readonly [field: string]: string }
  nonce(from: Address): Hex
}

export const openParts = parseAbiParameters('address, address, address, bytes32, address')
export const topUpParts = parseAbiParameters('bytes32, uint256, address, bytes32')
export const hashOf: <const types extends readonly unknown[]>(
  types: types,
  values: Parameters<typeof encodeAbiParameters<types>>[1],
) => Hex = (types, values) => keccak256(encodeAbiParameters(types, values))

/** Checks what the payer signed, and puts it as the escrow's functions take it. */
export async function verifyPull(
  { type, authorization, signature }: Payload,
  request: EvmSessionRequest,
  { time, token }: { time: number; token: { name: string; version: string } },
  bound: Bound,
): Promise<{ deposit: bigint; from: Address; args: readonly unknown[] }> {
  require(typeof authorization === 'object' && authorization, 'authorization is missing')
  const { to, value, validAfter, validBefore, nonce, permitted, witness, deadline } = authorization
  const { chainId, escrowContract } = request.methodDetails
  const from = readHex(authorization.from?.toLowerCase(), 20, 'authorization.from')
  if (type === 'permit2') {
    require(same(permitted?.token, request.currency), 'another token is permitted')
    const named = Object.entries(bound.witness)
    require(Object.keys(witness ?? {}).length === named.length, 'the witness is another')
    for (const [name, each] of named)
      require(same(witness?.[name], each), `witness.${name} is not what is asked for`)
    const once = [readWhole(nonce, 256n), readWhole(deadline, 256n)]
    return { deposit: readWhole(permitted?.amount), from, args: once }
  }
  require(same(to, escrowContract), 'authorization.to is not the escrow')
  require(nonce === bound.nonce(from), 'authorization.nonce does not follow from the channel')
  const [after, before] = [readWhole(validAfter, 256n), readWhole(validBefore, 256n)]
  require(after <= BigInt(time) && BigInt(time) < before, 'the authorization is not valid now')
  const deposit = readWhole(value)
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
    message: { from, to: escrowContract, value: deposit, validAfter: after, validBefore: before, nonce },
    signature: readSignature(signature),
  }).catch(() => undefined)
  require(same(signer, from), 'the authorization is of somebody else', 402, 'invalid-signature')
  return { deposit, from, args: [after, before, nonce] }
}
