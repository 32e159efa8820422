import * as JsonObject from '../protocol/JsonObject.js'
import { withLock } from '../stores/Lock.js'
import type { Store } from '../stores/Store.js'
import * as Seal from './Seal.js'
import { subtle } from './Subtle.js'

// How keys lie in a store: secp256k1 secrets sealed under a key that the browser never shows, those of Ed25519 as keys
// of the browser themselves.

/** A key as it is kept. */
export type KeyRecord =
  | { readonly type: 'secp256k1'; readonly sealed: Seal.Sealed }
  | { readonly type: 'ed25519'; readonly keys: CryptoKeyPair }

const wrappingKey = 'keyring/wrapping'

/** Where a key is kept. */
export const placeOf = (id: string) => `keyring/key/${id}`

/** What is kept of a key; `undefined` when there is nothing, or nothing that can be understood. */
export async function read(store: Store, id: string): Promise<KeyRecord | undefined> {
  const record = await store.get(placeOf(id))
  return isRecord(record) ? record : undefined
}

/** The secret of a record, to be zeroed after use; `undefined` when what it was sealed with is gone. */
export async function unseal(
  store: Store,
  id: string,
  record: Extract<KeyRecord, { sealed: unknown }>,
): Promise<Uint8Array | undefined> {
  const wrapping = await store.get(wrappingKey)
  return isCryptoKey(wrapping) ? Seal.unseal(wrapping, record.sealed, placeOf(id)) : undefined
}

/** The store's own key, which never leaves the browser; made at the first time. */
export async function wrappingKeyOf(store: Store): Promise<CryptoKey> {
  const provider = subtle()
  // Two tabs that start at once must end with one key.
  return withLock(store, wrappingKey, async () => {
    const found = await store.get(wrappingKey)
    if (isCryptoKey(found)) return found
    const made = await provider.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
    await store.set(wrappingKey, made)
    return made
  })
}

/** Keeps a secret under the store's own key, which is made at the first time. */
export async function keepSecret(store: Store, id: string, secret: Uint8Array): Promise<void> {
  const wrapping = await wrappingKeyOf(store)
  const record: KeyRecord = { type: 'secp256k1', sealed: await Seal.seal(wrapping, secret, placeOf(id)) }
  await store.set(placeOf(id), record)
}

/** Keeps a key of the browser. */
export async function keepKeys(
  store: Store,
  id: string,
  { privateKey, publicKey }: CryptoKeyPair,
): Promise<void> {
  const record: KeyRecord = { type: 'ed25519', keys: { privateKey, publicKey } }
  await store.set(placeOf(id), record)
}

function isRecord(value: unknown): value is KeyRecord {
  if (!JsonObject.is(value)) return false
  const { type, sealed, keys } = value
  if (type === 'secp256k1')
    return JsonObject.is(sealed) && sealed.iv instanceof Uint8Array && sealed.box instanceof Uint8Array
  return (
    type === 'ed25519' && JsonObject.is(keys) && isCryptoKey(keys.privateKey) && isCryptoKey(keys.publicKey)
  )
}

// A page without https does not even know the class.
const isCryptoKey = (value: unknown): value is CryptoKey =>
  typeof CryptoKey !== 'undefined' && value instanceof CryptoKey
