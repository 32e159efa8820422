import { BaseError } from '../Errors.js'
import * as Base64Url from '../protocol/Base64Url.js'
import type { Store } from '../stores/Store.js'
import * as KeyRecord from './KeyRecord.js'
import * as Seal from './Seal.js'
import * as Secp256k1 from './Secp256k1.js'
import { subtle } from './Subtle.js'

// A key as a text: `payerkit-key.1.<id>.<salt>.<iv>.<sealed secret>`. The number fixes everything else: PBKDF2 with
// SHA-256 and 600,000 rounds, then AES-GCM bound to the text up to the id.

const version = 'payerkit-key.1'
const rounds = 600_000
const shape = /^payerkit-key\.1\.([\w-]{1,64})\.([\w-]{22})\.([\w-]{16})\.([\w-]{64})$/
const encoder = new TextEncoder()

/**
 * A key as a text that opens with a passphrase, to close a channel from another browser. Whoever has both can sign.
 *
 * @example
 * ```ts
 * const text = await exportKey(store, id, passphrase)
 * ```
 *
 * @throws {@link NotFoundError} when the key is not here, or cannot be opened any more.
 * @throws {@link NotExportableError} when the key is of a kind that never leaves its browser.
 */
export async function exportKey(store: Store, id: string, passphrase: string): Promise<string> {
  const record = await KeyRecord.read(store, id)
  if (!record) throw new NotFoundError()
  if (record.type !== 'secp256k1') throw new NotExportableError()
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const key = await stretch(passphrase, salt)
  const secret = await KeyRecord.unseal(store, id, record)
  if (!secret) throw new NotFoundError()
  const { iv, box } = await Seal.seal(key, secret, `${version}.${id}`).finally(() => secret.fill(0))
  return [version, id, ...[salt, iv, box].map(Base64Url.fromBytes)].join('.')
}

/**
 * Keeps a key that `exportKey` wrote, under its id. A key that is here already stays.
 *
 * @example
 * ```ts
 * const id = await importKey(store, text, passphrase)
 * const signer = await createKeyring(store).load(id)
 * ```
 *
 * @returns the key's id.
 * @throws {@link InvalidError} when the text is no such backup.
 * @throws {@link PassphraseError} when the passphrase does not open it.
 * @throws {@link ConflictError} when another key has its id.
 */
export async function importKey(store: Store, text: string, passphrase: string): Promise<string> {
  const [, id, salt, iv, box] = shape.exec(text.trim()) ?? []
  if (!id || !salt || !iv || !box) throw new InvalidError()
  const key = await stretch(passphrase, Base64Url.toBytes(salt))
  const sealed = { iv: Base64Url.toBytes(iv), box: Base64Url.toBytes(box) }
  const secret = await Seal.unseal(key, sealed, `${version}.${id}`)
  if (!secret) throw new PassphraseError()
  try {
    if (!Secp256k1.isSecret(secret)) throw new InvalidError()
    const state = await compare(store, id, secret)
    if (state === 'other') throw new ConflictError()
    if (state === 'none') await KeyRecord.keepSecret(store, id, secret)
    return id
  } finally {
    secret.fill(0)
  }
}

/** Whether the store can still use a key under this id, and whether it is this one. */
async function compare(store: Store, id: string, secret: Uint8Array): Promise<'none' | 'same' | 'other'> {
  const record = await KeyRecord.read(store, id)
  if (!record) return 'none'
  if (record.type !== 'secp256k1') return 'other'
  const kept = await KeyRecord.unseal(store, id, record)
  if (!kept) return 'none'
  const isSame = kept.every((byte, index) => byte === secret[index])
  kept.fill(0)
  return isSame ? 'same' : 'other'
}

async function stretch(passphrase: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  if (passphrase === '') throw new PassphraseError()
  // The same characters come in other code points from another keyboard.
  const bytes = encoder.encode(passphrase.normalize('NFKC'))
  const provider = subtle()
  const base = await provider.importKey('raw', bytes, 'PBKDF2', false, ['deriveKey'])
  bytes.fill(0)
  const derivation = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }
  const algorithm = { name: 'AES-GCM', length: 256 }
  return provider.deriveKey(derivation, base, algorithm, false, ['encrypt', 'decrypt'])
}

/** Thrown when a key is not here, or cannot be opened any more. */
export class NotFoundError extends BaseError {
  override readonly name = 'KeyBackup.NotFoundError'
  constructor() {
    super('key_not_found', 'This browser does not have the key any more.')
  }
}

/** Thrown when a key is of a kind that never leaves its browser. */
export class NotExportableError extends BaseError {
  override readonly name = 'KeyBackup.NotExportableError'
  constructor() {
    super('key_not_exportable', 'This key cannot leave the browser that made it.')
  }
}

/** Thrown when a text is no backup of a key, or one of a later release. */
export class InvalidError extends BaseError {
  override readonly name = 'KeyBackup.InvalidError'
  constructor() {
    super('key_backup_invalid', 'The text is no backup of a key, or not the whole of it.')
  }
}

/** Thrown when a passphrase is empty or does not open a backup. */
export class PassphraseError extends BaseError {
  override readonly name = 'KeyBackup.PassphraseError'
  constructor() {
    super('passphrase_wrong', 'The passphrase is wrong, or the backup is damaged.')
  }
}

/** Thrown when a backup would replace another key that can still be used. */
export class ConflictError extends BaseError {
  override readonly name = 'KeyBackup.ConflictError'
  constructor() {
    super('key_conflict', 'This browser has another key in the place of the one in the backup.')
  }
}
