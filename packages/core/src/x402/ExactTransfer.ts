import type { Connection } from '../chain/Client.js'
import * as Eip3009 from '../chain/Eip3009.js'
import * as Hex from '../chain/Hex.js'
import * as Permit2 from '../chain/Permit2.js'
import { toEthereum } from '../chain/Signature.js'
import * as TypedData from '../chain/TypedData.js'
import type { Challenge } from '../protocol/Challenge.js'
import type { Way } from './ExactAbility.js'
import type { ExactRequest } from './ExactRequest.js'

// What is signed so that a server, or its facilitator, can move exactly the amount to exactly the payee.

/** The contract that Permit2 lets move the tokens, to the payee of the witness alone; on every network at one address. */
const proxy: Hex.Hex = '0x402085c248eea27d92e8b30b2c58ed07f9e20001'

/** What pays, as servers of x402 take it. Numbers are texts, times Unix seconds. */
export type ExactPayload =
  | { readonly signature: Hex.Hex; readonly authorization: Eip3009.Authorization }
  | { readonly signature: Hex.Hex; readonly permit2Authorization: Permit2Authorization }

/** A transfer through Permit2, as servers of x402 take it. */
export type Permit2Authorization = {
  readonly from: Hex.Hex
  readonly permitted: Permit2.Permission
  readonly spender: Hex.Hex
  readonly nonce: string
  readonly deadline: string
  readonly witness: { readonly to: Hex.Hex; readonly validAfter: string }
}

/**
 * The nonce of whatever is signed for a challenge: the same each time, so that a challenge pays once even where it is
 * signed twice, and another for every challenge, as their ids are random.
 */
export function nonceOf({ id, realm, request }: Challenge): Hex.Hex {
  return Hex.keccak(JSON.stringify([id, realm, request]))
}

/**
 * Has the account sign.
 *
 * @param end When it ends, in Unix seconds of the chain.
 */
export async function sign(
  connection: Connection,
  { amount, asset, payTo, chainId }: ExactRequest,
  { way, nonce, end }: { way: Way; nonce: Hex.Hex; end: number },
): Promise<ExactPayload> {
  const from = Hex.checksum(connection.account.address)
  const to = Hex.checksum(payTo)
  const value = String(amount)
  if (way.type === 'eip3009') {
    const authorization = { from, to, value, validAfter: '0', validBefore: String(end), nonce }
    const data = Eip3009.typedData('TransferWithAuthorization', way.domain, authorization)
    return { signature: await signed(connection, data), authorization }
  }
  const permit = {
    permitted: { token: Hex.checksum(asset), amount: value },
    spender: Hex.checksum(proxy),
    nonce: String(BigInt(nonce)),
    deadline: String(end),
  }
  const witness = { to, validAfter: '0' }
  const data = Permit2.typedData({ chainId, address: Permit2.canonical }, permit, {
    type: 'Witness',
    fields: [...TypedData.fields('address', 'to'), ...TypedData.fields('uint256', 'validAfter')],
    value: witness,
  })
  return {
    signature: await signed(connection, data),
    permit2Authorization: { from, ...permit, witness },
  }
}

/** Signatures of contract wallets are of any length, and go as they are. */
async function signed(connection: Connection, data: TypedData.TypedData): Promise<Hex.Hex> {
  const signature = await TypedData.sign(connection, data)
  return Hex.is(signature, 65) ? Hex.fromBytes(toEthereum(Hex.toBytes(signature))) : signature
}
