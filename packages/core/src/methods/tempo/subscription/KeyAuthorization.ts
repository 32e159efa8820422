import type { Hex } from '../../../chain/Hex.js'
import { fromBytes, fromNumber, keccak, toBytes } from '../../../chain/Hex.js'
import * as Rlp from '../../../chain/Rlp.js'
import type { KeyType } from './SubscriptionRequest.js'

/** Which authorization is signed: what servers of today check (mppx 0.11), or what the draft says. */
export type AuthorizationForm = 'deployed' | 'draft'

/** What an account lets a key do: nothing but pay one payee so much a period. */
export type KeyAuthorization = {
  readonly chainId: number
  readonly key: Hex
  readonly keyType: KeyType
  /** Unix seconds. */
  readonly expiry: number
  readonly token: Hex
  /** What the key may spend of the token in one period, in its smallest parts. */
  readonly limit: bigint
  /** Seconds. */
  readonly period: number
  /** The functions of the token that it may call, each with the payee as its first argument. */
  readonly selectors: readonly Hex[]
  readonly payee: Hex
  /** Binds it to one challenge (TIP-1053). */
  readonly witness?: Uint8Array | undefined
}

/** `transfer(address,uint256)` and `transferWithMemo(address,uint256,bytes32)` of TIP-20. */
const transfer: Hex = '0xa9059cbb'
const transferWithMemo: Hex = '0x95777d59'

/** What each form lets the key call. The draft asks for `transfer`; mppx takes exactly one function, with a memo. */
export const selectorsOf: { readonly [form in AuthorizationForm]: readonly Hex[] } = {
  deployed: [transferWithMemo],
  draft: [transfer, transferWithMemo],
}

const keyTypes: { readonly [type in KeyType]: number } = { secp256k1: 0, p256: 1, webAuthn: 2 }

/**
 * The hash that the account signs.
 *
 * @example
 * ```ts
 * const signature = await account.sign({ hash: KeyAuthorization.signPayload(authorization) })
 * ```
 */
export function signPayload(authorization: KeyAuthorization): Hex {
  return keccak(Rlp.encode(fields(authorization)))
}

/**
 * Writes a signed authorization as it goes to the server.
 *
 * @example
 * ```ts
 * KeyAuthorization.serialize(authorization, signature) // '0xf8…'
 * ```
 */
export function serialize(authorization: KeyAuthorization, signature: Uint8Array): Hex {
  return fromBytes(Rlp.encode([fields(authorization), signature]))
}

function fields(authorization: KeyAuthorization): Rlp.Item {
  const { chainId, key, keyType, expiry, token, limit, period, selectors, payee, witness } = authorization
  const payees = [toBytes(payee)]
  return [
    Rlp.integer(chainId),
    Rlp.integer(keyTypes[keyType]),
    toBytes(key),
    Rlp.integer(expiry),
    [[toBytes(token), Rlp.integer(limit), Rlp.integer(period)]],
    [[toBytes(token), selectors.map((selector) => [toBytes(selector), payees])]],
    ...(witness ? [witness] : []),
  ]
}

/** An authorization as `wallet_authorizeAccessKey` takes it. */
export function toRpc(authorization: KeyAuthorization): object {
  const { chainId, key, keyType, expiry, token, limit, period, selectors, payee, witness } = authorization
  return {
    address: key,
    chainId: fromNumber(chainId),
    expiry,
    keyType,
    limits: [{ token, limit: fromNumber(limit), period }],
    scopes: selectors.map((selector) => ({ address: token, selector, recipients: [payee] })),
    ...(witness ? { witness: fromBytes(witness) } : {}),
  }
}
