import { concatBytes } from '@noble/hashes/utils.js'
import type { Connection } from '../../../chain/Client.js'
import { own } from '../../../chain/Fields.js'
import * as Hex from '../../../chain/Hex.js'
import * as Rlp from '../../../chain/Rlp.js'
import { guard, prompt, UnsupportedError, WalletError } from '../../../chain/Rpc.js'
import { toEthereum } from '../../../chain/Signature.js'
import * as JsonObject from '../../../protocol/JsonObject.js'
import * as KeyAuthorization from './KeyAuthorization.js'

// Who signs an authorization: an account whose key is in the page, or a wallet that knows access keys.

/**
 * Has the account sign an authorization, and makes sure that it is this one that was signed.
 *
 * @throws UnsupportedError when the account cannot, CancelledError when the person said no.
 */
export async function sign(
  { client, account }: Connection,
  authorization: KeyAuthorization.KeyAuthorization,
): Promise<Hex.Hex> {
  if (account.type === 'local') {
    const sign = account.sign?.bind(account)
    // A key of another account cannot let further keys in.
    if (!sign || account.accessKeyAddress) throw new UnsupportedError('setting up a subscription')
    const signature = await guard('sign', () => sign({ hash: KeyAuthorization.signPayload(authorization) }))
    return KeyAuthorization.serialize(authorization, primitive(Hex.toBytes(signature)))
  }
  const asked = KeyAuthorization.toRpc(authorization)
  const answer = await prompt(client, 'wallet_authorizeAccessKey', asked)
  const signed = JsonObject.is(answer) ? own(answer, 'keyAuthorization') : undefined
  if (!JsonObject.is(signed) || !isSame(signed, authorization)) throw other()
  return KeyAuthorization.serialize(authorization, primitive(signatureOf(own(signed, 'signature'))))
}

/** A signature of the account itself (TIP-1020): of secp256k1, of P-256 or of a passkey. */
function primitive(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 65) return toEthereum(bytes)
  const isOther = (bytes[0] === 1 && bytes.length === 130) || (bytes[0] === 2 && bytes.length > 129)
  if (!isOther) throw other()
  return bytes
}

/** Whether what a wallet says it signed lets the key do what was asked for, and nothing else. */
function isSame(signed: JsonObject.JsonObject, asked: KeyAuthorization.KeyAuthorization): boolean {
  const { key, keyType, chainId, expiry, token, limit, period, selectors, payee, witness } = asked
  const has = (object: unknown, field: string) => (JsonObject.is(object) ? own(object, field) : undefined)
  const only = (list: unknown): unknown => (Array.isArray(list) && list.length === 1 ? list[0] : undefined)
  const is = (value: unknown, wanted: string) => typeof value === 'string' && value.toLowerCase() === wanted
  const counts = (value: unknown, wanted: bigint | number) =>
    (typeof value === 'number' || /^0x[0-9a-f]{1,64}$/i.test(`${value}`)) &&
    BigInt(value as string) === BigInt(wanted)
  const spends = only(own(signed, 'limits'))
  const scope = only(own(signed, 'allowedCalls'))
  const rules = has(scope, 'selectorRules')
  const isRule = (rule: unknown, at: number) =>
    is(has(rule, 'selector'), selectors[at] ?? '') && is(only(has(rule, 'recipients')), payee)
  return (
    is(own(signed, 'keyId'), key) &&
    own(signed, 'keyType') === keyType &&
    counts(own(signed, 'chainId'), chainId) &&
    counts(own(signed, 'expiry'), expiry) &&
    is(has(spends, 'token'), token) &&
    counts(has(spends, 'limit'), limit) &&
    counts(has(spends, 'period'), period) &&
    is(has(scope, 'target'), token) &&
    Array.isArray(rules) &&
    rules.length === selectors.length &&
    rules.every(isRule) &&
    (own(signed, 'witness') ?? undefined) === (witness && Hex.fromBytes(witness)) &&
    !own(signed, 'isAdmin')
  )
}

/** The bytes of a signature that a wallet gives in parts. */
function signatureOf(value: unknown): Uint8Array {
  const parts = JsonObject.is(value) ? value : {}
  const word = (field: string) => {
    const part = own(parts, field)
    if (typeof part !== 'string' || !/^0x[0-9a-f]{1,64}$/i.test(part)) throw other()
    return Hex.toBytes(`0x${Hex.word(part as Hex.Hex)}`)
  }
  const type = own(parts, 'type')
  if (type === 'secp256k1') {
    const parity = own(parts, 'yParity') ?? own(parts, 'v')
    const last = Number(parity)
    return concatBytes(word('r'), word('s'), Rlp.integer(last < 2 ? last + 27 : last))
  }
  const point = () => concatBytes(word('r'), word('s'), word('pubKeyX'), word('pubKeyY'))
  if (type === 'p256')
    return concatBytes(Uint8Array.of(1), point(), Uint8Array.of(own(parts, 'preHash') === true ? 1 : 0))
  const data = own(parts, 'webauthnData')
  if (type !== 'webAuthn' || !Hex.is(data)) throw other()
  return concatBytes(Uint8Array.of(2), Hex.toBytes(data), point())
}

/** The wallet signed something else than it was asked for. It is not sent to anybody. */
function other(): WalletError {
  return new WalletError({ details: 'The wallet signed something else than it was asked for.' }, true)
}
