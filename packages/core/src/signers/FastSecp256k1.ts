import { join, randomSecret, signWithNoble, use } from './Secp256k1.js'

let loading: Promise<boolean> | undefined

/**
 * Makes every secp256k1 signer of this page faster: loads libsecp256k1 as WebAssembly, a file of its own that no page
 * carries unless it asks here, and signs with it from then on. Signatures are the same, byte for byte; signing goes on
 * meanwhile. Where WebAssembly is forbidden or the file does not come, nothing changes.
 *
 * @example
 * ```ts
 * requestIdleCallback(() => loadFastSecp256k1())
 * ```
 *
 * @returns whether it is there now.
 */
export function loadFastSecp256k1(): Promise<boolean> {
  loading ??= load().catch(() => {
    loading = undefined
    return false
  })
  return loading
}

async function load(): Promise<boolean> {
  const { instantiateSecp256k1 } = await import('@bitauth/libauth/build/lib/crypto/secp256k1.js')
  const library = await instantiateSecp256k1(crypto.getRandomValues(new Uint8Array(32)))
  const sign = (digest: Uint8Array, secret: Uint8Array) => {
    const signed = library.signMessageHashRecoverableCompact(secret, digest)
    // A text is an error of the library; the slower engine has a typed one for whatever it was.
    if (typeof signed === 'string') return signWithNoble(digest, secret)
    return join(signed.signature, signed.recoveryId)
  }
  const secret = randomSecret()
  const digest = crypto.getRandomValues(new Uint8Array(32))
  const [one, two] = [sign(digest, secret), signWithNoble(digest, secret)]
  secret.fill(0)
  // An engine that signs differently is not used.
  if (one.join() !== two.join()) return false
  use(sign)
  return true
}
