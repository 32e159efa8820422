import type { Connection } from '../../../chain/Client.js'
import * as Eip3009 from '../../../chain/Eip3009.js'
import * as Hex from '../../../chain/Hex.js'
import * as Permit2 from '../../../chain/Permit2.js'
import type { TokenDomain } from '../../../chain/TokenDomain.js'
import { fields, sign, signByKey, type TypedData } from '../../../chain/TypedData.js'
import type { Challenge } from '../../../protocol/Challenge.js'
import type { EvmChargeRequest } from './ChargeRequest.js'

// What is signed so that the server can take a charge (draft-evm-charge-00, "Permit2 Payload" and "Authorization Payload").

/** An authorization as the credential has it: a transfer by signature (EIP-3009). */
export type AuthorizationPayload = Eip3009.Authorization & {
  readonly type: 'authorization'
  readonly signature: Hex.Hex
}

/** A Permit2 permit as the credential has it. */
export type Permit2Payload = {
  readonly type: 'permit2'
  readonly permit: {
    readonly permitted: readonly Permit2.Permission[]
    readonly nonce: string
    readonly deadline: string
  }
  readonly transferDetails: readonly { readonly to: Hex.Hex; readonly requestedAmount: string }[]
  readonly witness: { readonly challengeHash: Hex.Hex; readonly externalId?: string }
  readonly signature: Hex.Hex
}

/** What is signed, and the payload without its signature. */
export type Unsigned<payload> = {
  readonly typedData: TypedData
  readonly payload: Omit<payload, 'signature'>
}

/**
 * What ties a signature to its challenge: the keccak-256 of id and realm. It is the nonce too, so that one challenge is
 * never paid twice, however often it is signed for.
 *
 * @example
 * ```ts
 * challengeHash({ id: 'kM9xPqWvT2nJrHsY4aDfEb', realm: 'api.example.com' }) // '0x…', 32 bytes
 * ```
 */
export function challengeHash({ id, realm }: Pick<Challenge, 'id' | 'realm'>): Hex.Hex {
  return Hex.keccak(id + realm)
}

/** A signature that is made for one challenge and ends. */
export type Bound = {
  readonly request: EvmChargeRequest
  readonly challenge: Pick<Challenge, 'id' | 'realm'>
  /** When it ends, in Unix seconds. */
  readonly end: number
}

/** A transfer by signature that anybody can send, to the payee alone ("Challenge Binding"). */
export function authorization(
  { request, challenge, end }: Bound,
  from: Hex.Hex,
  domain: TokenDomain,
): Unsigned<AuthorizationPayload> {
  const message = {
    from: Hex.checksum(from),
    to: Hex.checksum(request.recipient),
    value: String(request.amount),
    validAfter: '0',
    validBefore: String(end),
    nonce: challengeHash(challenge),
  }
  const typedData = Eip3009.typedData('TransferWithAuthorization', domain, message)
  return { typedData, payload: { type: 'authorization', ...message } }
}

/**
 * A permit for the server's spender, for the payee's part and then the splits in their order ("Payment Splits").
 *
 * The draft's type string has a space between two fields; encoded as EIP-712 has it, there is none.
 */
export function permit2({ request, challenge, end }: Bound, spender: Hex.Hex): Unsigned<Permit2Payload> {
  const { amount, currency, recipient, splits, chainId, permit2Address, externalId } = request
  const rest = splits.reduce((left, split) => left - split.amount, amount)
  const transfers = [{ recipient, amount: rest }, ...splits]
  const token = Hex.checksum(currency)
  const permitted = transfers.map((each) => ({ token, amount: String(each.amount) }))
  const hash = challengeHash(challenge)
  const once = { nonce: String(BigInt(hash)), deadline: String(end) }
  const [first, second] = permitted
  const typedData = Permit2.typedData(
    { chainId, address: permit2Address },
    { permitted: first && !second ? first : permitted, spender, ...once },
    {
      type: 'PaymentWitness',
      fields: [...fields('bytes32', 'challengeHash'), ...fields('string', 'externalId')],
      value: { challengeHash: hash, externalId: externalId ?? '' },
    },
  )
  const transferDetails = transfers.map((each) => ({
    to: Hex.checksum(each.recipient),
    requestedAmount: String(each.amount),
  }))
  const witness = { challengeHash: hash, ...(externalId === undefined ? {} : { externalId }) }
  return {
    typedData,
    payload: { type: 'permit2', permit: { permitted, ...once }, transferDetails, witness },
  }
}

/** Has the account sign; a contract's signature is as long as the contract wants it. */
export async function complete<payload>(
  connection: Connection,
  { typedData, payload }: Unsigned<payload>,
  isContract: boolean,
): Promise<Omit<payload, 'signature'> & { signature: Hex.Hex }> {
  const signature = await (isContract ? sign : signByKey)(connection, typedData)
  return { ...payload, signature }
}
