import * as Base64Url from '../protocol/Base64Url.js'
import type { Store } from '../stores/Store.js'
import * as Ed25519 from './Ed25519.js'
import * as KeyRecord from './KeyRecord.js'
import * as Secp256k1 from './Secp256k1.js'
import type { Keyring, Signer } from './Signer.js'

/** A key in memory; the secret where the page has it, to be zeroed. */
type Loaded = { readonly signer: Signer; readonly secret?: Uint8Array }

/**
 * The keys that a page holds for its sessions, in a store. A secp256k1 secret is kept sealed under a key that the
 * browser never shows; an Ed25519 secret is the browser's own. Nothing that is kept can be used elsewhere.
 *
 * @example
 * ```ts
 * const keyring = createKeyring(createIndexedDbStore())
 * const { id, signer } = await keyring.create()
 * // after a reload
 * const again = await keyring.load(id)
 * ```
 */
export function createKeyring(store: Store): Keyring {
  const loading = new Map<string, Promise<Loaded | undefined>>()

  async function make(type: Signer['type'], id: string): Promise<Loaded> {
    if (type === 'secp256k1') {
      const secret = Secp256k1.randomSecret()
      try {
        await KeyRecord.keepSecret(store, id, secret)
      } catch (error) {
        secret.fill(0)
        throw error
      }
      return { signer: Secp256k1.fromSecret(secret), secret }
    }
    const keys = await Ed25519.generate()
    await KeyRecord.keepKeys(store, id, keys)
    return { signer: await Ed25519.fromKeys(keys) }
  }

  async function read(id: string): Promise<Loaded | undefined> {
    const record = await KeyRecord.read(store, id)
    if (!record) return undefined
    if (record.type !== 'secp256k1') return { signer: await Ed25519.fromKeys(record.keys) }
    const secret = await KeyRecord.unseal(store, id, record)
    return secret && { signer: Secp256k1.fromSecret(secret), secret }
  }

  return {
    async create(type = 'secp256k1') {
      const id = Base64Url.fromBytes(crypto.getRandomValues(new Uint8Array(16)))
      const made = await make(type, id)
      loading.set(id, Promise.resolve(made))
      return { id, signer: made.signer }
    },
    async load(id) {
      const known = loading.get(id) ?? read(id)
      loading.set(id, known)
      let loaded: Loaded | undefined
      try {
        loaded = await known
      } finally {
        // What could not be had is looked for again the next time.
        if (!loaded && loading.get(id) === known) loading.delete(id)
      }
      return loaded?.signer
    },
    async remove(id) {
      await store.delete(KeyRecord.placeOf(id))
      const loaded = loading.get(id)
      loading.delete(id)
      const key = await loaded?.catch(() => undefined)
      key?.secret?.fill(0)
    },
  }
}
