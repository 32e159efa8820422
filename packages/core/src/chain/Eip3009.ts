import * as Abi from './Abi.js'
import type { ChainClient } from './Client.js'
import type * as Hex from './Hex.js'
import { quantity } from './Rpc.js'
import type { TokenDomain } from './TokenDomain.js'
import { fields, type TypedData } from './TypedData.js'

// Transfers by signature that a token itself takes (EIP-3009).

/** A transfer by signature, as the message that is signed. Times are Unix seconds. */
export type Authorization = {
  readonly from: Hex.Hex
  readonly to: Hex.Hex
  readonly value: string
  readonly validAfter: string
  readonly validBefore: string
  /** 32 bytes that an account uses once. */
  readonly nonce: Hex.Hex
}

/** What is signed: with `Receive…` only `to` itself can use it, with `Transfer…` anybody, for `to`. */
export function typedData(
  primaryType: 'ReceiveWithAuthorization' | 'TransferWithAuthorization',
  domain: TokenDomain,
  message: Authorization,
): TypedData {
  const types = {
    [primaryType]: [
      ...fields('address', 'from', 'to'),
      ...fields('uint256', 'value', 'validAfter', 'validBefore'),
      ...fields('bytes32', 'nonce'),
    ],
  }
  return { domain, types, primaryType, message }
}

/** Whether a nonce of an account was used, as of a block: `authorizationState(address,bytes32)`. */
export async function isUsed(
  client: ChainClient,
  token: Hex.Hex,
  { from, nonce }: Pick<Authorization, 'from' | 'nonce'>,
  block: Hex.Hex | 'latest' = 'latest',
): Promise<boolean> {
  const data = `0xe94a0102${Abi.words(from, nonce)}`
  return (await quantity(client, 'eth_call', { to: token, data }, block)) !== 0n
}
