import { subtle } from './Subtle.js'

// AES-GCM over a few secret bytes, bound to what they are for.

/** Secret bytes that only the key opens. */
export type Sealed = { readonly iv: Uint8Array; readonly box: Uint8Array }

const encoder = new TextEncoder()

/** @param label What the bytes are for; they open under this label alone, so that records cannot be swapped. */
export async function seal(key: CryptoKey, secret: Uint8Array, label: string): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  // The browser asks for a buffer of its own kind, and a view of one is not known to be that.
  const plain = Uint8Array.from(secret)
  try {
    return { iv, box: new Uint8Array(await subtle().encrypt(algorithmOf(iv, label), key, plain)) }
  } finally {
    plain.fill(0)
  }
}

/** The bytes, or `undefined` when the key, the label or the bytes are others. Zero them after use. */
export async function unseal(
  key: CryptoKey,
  { iv, box }: Sealed,
  label: string,
): Promise<Uint8Array | undefined> {
  const provider = subtle()
  const algorithm = algorithmOf(iv, label)
  const plain = await provider.decrypt(algorithm, key, Uint8Array.from(box)).catch(() => undefined)
  return plain && new Uint8Array(plain)
}

function algorithmOf(iv: Uint8Array, label: string): AesGcmParams {
  return { name: 'AES-GCM', iv: Uint8Array.from(iv), additionalData: encoder.encode(label) }
}
