import { verifyAsync } from '@noble/ed25519'
import { InvalidError, own, readObject, readText } from '../../../chain/Fields.js'
import { UnsupportedError } from '../../../chain/Rpc.js'
import * as CanonicalJson from '../../../protocol/CanonicalJson.js'
import * as Challenge from '../../../protocol/Challenge.js'
import type { JsonObject } from '../../../protocol/JsonObject.js'
import type { SolanaAccount } from '../Account.js'
import * as Address from '../Address.js'
import * as Base58 from '../Base58.js'
import { fromBase64, toBase64 } from '../Bytes.js'
import { ChangedError } from '../Signing.js'
import * as SecretBytes from './SecretBytes.js'

/**
 * What says who asks where the server signs the vouchers (draft-solana-session-00, "Session Bearer Proof"). Whoever has
 * it can use the channel up: it is kept sealed, opens with the channel's own key alone, and ends with that.
 */
export type Proof = {
  /** Of the opening; every request echoes it. */
  readonly challenge: Challenge.Challenge
  /** The payer's signature, sealed: 64 bytes. */
  readonly sealed: Uint8Array
}

/** Whose proof it is, and for which channel. */
type Parties = { readonly channelId: Address.Address; readonly payer: Address.Address }

/**
 * The bytes that the payer signs: canonical JSON, in UTF-8.
 *
 * @example
 * ```ts
 * Proof.message({ channelId, payer }, challenge.id) // {"channelId":"…","domain":"mpp-session-auth-v1",…}
 * ```
 */
export function message({ channelId, payer }: Parties, sessionChallengeId: string): Uint8Array<ArrayBuffer> {
  const text = CanonicalJson.stringify({
    channelId,
    domain: 'mpp-session-auth-v1',
    payer,
    sessionChallengeId,
  })
  return new TextEncoder().encode(text)
}

/**
 * Has the payer sign. May prompt.
 *
 * @throws UnsupportedError when the account signs no messages, ChangedError when it signed something else.
 */
export async function sign(account: SolanaAccount, parties: Parties, challengeId: string) {
  if (!account.signMessage) throw new UnsupportedError('signing a message')
  const asked = message(parties, challengeId)
  const signature = Uint8Array.from(await account.signMessage(asked))
  const isOurs = signature.length === 64
  if (!isOurs || !(await verifyAsync(signature, asked, Address.toBytes(account.address))))
    throw new ChangedError()
  return signature
}

/** Seals a signature, or opens it: with the 64 bytes that the channel's key makes, which serve nothing else. */
export function seal(signature: Uint8Array, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(signature, (byte, at) => byte ^ (bytes[at] ?? 0))
}

/** The proof as credentials carry it, by the channel key's signature of `SecretBytes.question`. */
export async function open({ challenge, sealed }: Proof, payer: Address.Address, signature: Uint8Array) {
  return authentication(challenge.id, payer, seal(sealed, await SecretBytes.answer(signature)))
}

/** A proof as credentials carry it. */
export function authentication(
  challengeId: string,
  payer: Address.Address,
  signature: Uint8Array,
): JsonObject {
  return { type: 'proof', challengeId, payer, signature: Base58.encode(signature) }
}

/** A sealed proof as it is kept. */
export function toJson({ challenge, sealed }: Proof): JsonObject {
  return { challenge: Challenge.serialize(challenge), sealed: toBase64(sealed) }
}

/** Reads what {@link toJson} wrote. */
export function read(value: unknown, field: string): Proof {
  const from = readObject(value, field)
  const [text, box] = ['challenge', 'sealed'].map((name) => readText(own(from, name), field))
  try {
    const [challenge] = Challenge.parse(text ?? '').challenges
    const sealed = fromBase64(box ?? '')
    if (challenge && sealed.length === 64) return { challenge, sealed }
  } catch {
    // It is told below.
  }
  throw new InvalidError(field, 'is no proof')
}
