import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { getPublicKey, hashes, sign, utils } from '@noble/secp256k1'
import { BaseError } from '../Errors.js'
import type { Signer } from './Signer.js'

/** Signs a digest with a secret, into r, s and the recovery bit. Every engine gives the same bytes (RFC 6979). */
export type Engine = (digest: Uint8Array, secret: Uint8Array) => Uint8Array

let engine: Engine = signWithNoble

/**
 * A signer over a secret of 32 bytes. It reads them anew at every signature and keeps no copy: whoever has them zeroes
 * them when the key has served, and the signer ends with them.
 *
 * @example
 * ```ts
 * const signer = Secp256k1.fromSecret(Secp256k1.randomSecret())
 * const signature = signer.sign(digest) // 65 bytes
 * ```
 *
 * @throws {@link SecretError} when the bytes are no secret of this curve.
 */
export function fromSecret(secret: Uint8Array): Signer {
  if (!isSecret(secret)) throw new SecretError()
  return {
    type: 'secp256k1',
    publicKey: getPublicKey(secret, false).slice(1),
    sign(digest) {
      if (digest.length !== 32) throw new DigestError(digest.length)
      if (secret.every((byte) => byte === 0)) throw new SecretError()
      return engine(digest, secret)
    },
  }
}

/** A fresh secret. */
export function randomSecret(): Uint8Array {
  return utils.randomSecretKey()
}

/** Whether the bytes are a secret of this curve. */
export function isSecret(secret: Uint8Array): boolean {
  return utils.isValidSecretKey(secret)
}

/** Signs with another engine from now on, for every signer that there is. */
export function use(other: Engine): void {
  engine = other
}

/** The engine that is always there. */
export function signWithNoble(digest: Uint8Array, secret: Uint8Array): Uint8Array {
  // The library leaves its hash open until the first synchronous signature.
  hashes.hmacSha256 ??= (key, message) => hmac(sha256, key, message)
  const signed = sign(digest, secret, { prehash: false, format: 'recovered' })
  return join(signed.subarray(1), signed[0])
}

/** The signature's bytes as a signer gives them: r, s and the recovery bit. */
export function join(compact: Uint8Array, recovery = 0): Uint8Array {
  const signature = new Uint8Array(65)
  signature.set(compact)
  signature[64] = recovery
  return signature
}

/** Thrown when bytes are no secret key, or one that was forgotten. */
export class SecretError extends BaseError {
  override readonly name = 'Secp256k1.SecretError'
  constructor() {
    super('secret_invalid', 'The signing key is no key, or has been removed.')
  }
}

/** Thrown when something else than a 32-byte digest is to be signed. */
export class DigestError extends BaseError {
  override readonly name = 'Secp256k1.DigestError'
  constructor(length: number) {
    super('digest_length_invalid', `A digest of 32 bytes is signed, and this has ${length}.`)
  }
}
