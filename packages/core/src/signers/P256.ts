import type { Signer } from './Signer.js'
import { subtle } from './Subtle.js'

// P-256 by WebCrypto: the secret is the browser's and cannot be read by anybody.

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** A fresh key whose secret half can sign and never be exported. */
export function generate(): Promise<CryptoKeyPair> {
  return subtle().generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
}

/**
 * A signer over a key of the browser.
 *
 * @example
 * ```ts
 * const signer = await P256.fromKeys(await P256.generate())
 * const signature = await signer.sign(bytes) // 64 bytes
 * ```
 */
export async function fromKeys({ privateKey, publicKey }: CryptoKeyPair): Promise<Signer> {
  const point = new Uint8Array(await subtle().exportKey('raw', publicKey))
  return {
    type: 'p256',
    publicKey: point.slice(1),
    async sign(bytes) {
      const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
      const signature = await subtle().sign(algorithm, privateKey, Uint8Array.from(bytes))
      return withLowS(new Uint8Array(signature))
    },
  }
}

/** The same signature with s in the lower half, which chains ask for and WebCrypto does not. */
export function withLowS(signature: Uint8Array): Uint8Array {
  const s = toBigInt(signature.subarray(32))
  if (s <= order / 2n) return signature
  const hex = (order - s).toString(16).padStart(64, '0')
  const low = signature.slice()
  for (let at = 0; at < 32; at++) low[32 + at] = Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16)
  return low
}

function toBigInt(bytes: Uint8Array): bigint {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return value
}
