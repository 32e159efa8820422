import { BaseError } from '../Errors.js'
import type { Signer } from './Signer.js'
import { subtle } from './Subtle.js'

// Ed25519 by WebCrypto: the secret is the browser's and cannot be read by anybody.

/**
 * A fresh key whose secret half can sign and never be exported.
 *
 * @throws {@link UnsupportedError} where the browser does not know the curve.
 */
export async function generate(): Promise<CryptoKeyPair> {
  const provider = subtle()
  try {
    const keys = await provider.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify'])
    if ('privateKey' in keys) return keys
  } catch (cause) {
    throw new UnsupportedError({ cause })
  }
  throw new UnsupportedError()
}

/**
 * A signer over a key of the browser.
 *
 * @example
 * ```ts
 * const signer = await Ed25519.fromKeys(await Ed25519.generate())
 * const signature = await signer.sign(bytes) // 64 bytes
 * ```
 */
export async function fromKeys({ privateKey, publicKey }: CryptoKeyPair): Promise<Signer> {
  return {
    type: 'ed25519',
    publicKey: new Uint8Array(await subtle().exportKey('raw', publicKey)),
    async sign(bytes) {
      return new Uint8Array(await subtle().sign('Ed25519', privateKey, Uint8Array.from(bytes)))
    },
  }
}

/** Thrown where the browser does not know the curve. */
export class UnsupportedError extends BaseError {
  override readonly name = 'Ed25519.UnsupportedError'
  constructor(options?: BaseError.Options) {
    super(
      'ed25519_unsupported',
      'This browser is too old for this kind of key. Update it, and try again.',
      options,
    )
  }
}
