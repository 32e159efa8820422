import { sha256 } from '@noble/hashes/sha2.js'
import type { Keyring, Signer } from '../../../signers/Signer.js'
import { subtle } from '../../../signers/Subtle.js'

// Secret bytes that nobody keeps: a key of the keyring, which is kept encrypted and goes with its channel, makes them anew
// out of its signature of one text. That is always the same (RFC 6979), and never leaves the page.

/** What the key signs for its bytes. */
export const question = (): Uint8Array => sha256(new TextEncoder().encode('payerkit/solana/session'))

/** The bytes of a key, by its signature of {@link question}: 64. */
export async function answer(signature: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await subtle().digest('SHA-512', Uint8Array.from(signature)))
}

/** A fresh key and its bytes. */
export async function create(
  keys: Keyring,
): Promise<{ readonly id: string; readonly signer: Signer; readonly bytes: Uint8Array<ArrayBuffer> }> {
  const { id, signer } = await keys.create('secp256k1')
  try {
    return { id, signer, bytes: await answer(await signer.sign(question())) }
  } catch (error) {
    await keys.remove(id)
    throw error
  }
}
