import { afterEach, expect, test, vi } from 'vitest'
import { createMemoryStore } from '../stores/MemoryStore.js'
import { exportKey, importKey } from './KeyBackup.js'
import * as KeyRecord from './KeyRecord.js'
import { createKeyring } from './Keyring.js'
import * as Secp256k1 from './Secp256k1.js'

const passphrase = 'correct horse ﬁne staple'

afterEach(() => vi.unstubAllGlobals())

/** A store with one known key, and its backup. */
async function openBackup(secret = Secp256k1.randomSecret()) {
  const store = createMemoryStore()
  await KeyRecord.keepSecret(store, 'the-key', secret)
  return { store, secret, text: await exportKey(store, 'the-key', passphrase) }
}

test('a key moves to another browser', async () => {
  const { secret, text } = await openBackup()
  expect(text).toMatch(/^payerkit-key\.1\.the-key\.[\w.-]{104}$/)
  for (const encoding of ['hex', 'base64url'] as const)
    expect(text).not.toContain(Buffer.from(secret).toString(encoding))
  const store = createMemoryStore()
  // The ligature comes as two letters from another keyboard, and a mail program breaks the line.
  expect(await importKey(store, ` ${text}\n`, passphrase.normalize('NFKC'))).toBe('the-key')
  const signer = await createKeyring(store).load('the-key')
  expect(signer?.publicKey).toEqual(Secp256k1.fromSecret(secret).publicKey)
  expect(await importKey(store, text, passphrase)).toBe('the-key')
})

test('two backups of one key share nothing but its id', async () => {
  const { store, text } = await openBackup()
  const other = await exportKey(store, 'the-key', passphrase)
  const parts = text.split('.').slice(3)
  const otherParts = other.split('.').slice(3)
  expect(parts.filter((part) => otherParts.includes(part))).toEqual([])
})

test('only the passphrase opens it', async () => {
  const { store, text } = await openBackup()
  const elsewhere = createMemoryStore()
  for (const wrong of ['', 'Correct horse fine staple', `${passphrase} `])
    await expect(importKey(elsewhere, text, wrong)).rejects.toMatchObject({ code: 'passphrase_wrong' })
  await expect(exportKey(store, 'the-key', '')).rejects.toMatchObject({ code: 'passphrase_wrong' })
  expect(await elsewhere.list('')).toEqual([])
})

test('a changed text opens no key', async () => {
  const { text } = await openBackup()
  const store = createMemoryStore()
  const parts = text.split('.')
  for (let at = 2; at < parts.length; at++) {
    const part = parts[at] ?? ''
    const other = (part.startsWith('A') ? 'B' : 'A') + part.slice(1)
    const changed = [...parts.slice(0, at), other, ...parts.slice(at + 1)].join('.')
    await expect(importKey(store, changed, passphrase)).rejects.toMatchObject({ code: 'passphrase_wrong' })
  }
  const malformed = [
    ...['', 'payerkit-key', text.slice(0, -1), `${text}A`, text.replace('.', ' ')],
    ...[text.replace('key.1.', 'key.2.'), text.replace('the-key', '../the key'), `${text}.${text}`],
  ]
  for (const changed of malformed)
    await expect(importKey(store, changed, passphrase)).rejects.toMatchObject({ code: 'key_backup_invalid' })
  expect(await store.list('')).toEqual([])
})

test('another key that can still be used is never replaced', async () => {
  const { text, secret } = await openBackup()
  const { store } = await openBackup()
  const before = await createKeyring(store).load('the-key')
  await expect(importKey(store, text, passphrase)).rejects.toMatchObject({ code: 'key_conflict' })
  expect((await createKeyring(store).load('the-key'))?.publicKey).toEqual(before?.publicKey)
  // One whose wrapping key is gone cannot be used, and makes room.
  await store.delete('keyring/wrapping')
  await importKey(store, text, passphrase)
  const after = await createKeyring(store).load('the-key')
  expect(after?.publicKey).toEqual(Secp256k1.fromSecret(secret).publicKey)
})

test('a key of the browser stays there, and one that is gone cannot be written down', async () => {
  const store = createMemoryStore()
  const keyring = createKeyring(store)
  const { id: own } = await keyring.create('ed25519')
  await expect(exportKey(store, own, passphrase)).rejects.toMatchObject({ code: 'key_not_exportable' })
  await expect(exportKey(store, 'nothing', passphrase)).rejects.toMatchObject({ code: 'key_not_found' })
  const { id } = await keyring.create()
  await store.delete('keyring/wrapping')
  await expect(exportKey(store, id, passphrase)).rejects.toMatchObject({ code: 'key_not_found' })
})

test('a page without https is told so', async () => {
  const { store, text } = await openBackup()
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
  await expect(exportKey(store, 'the-key', passphrase)).rejects.toMatchObject({ code: 'keys_unavailable' })
  await expect(importKey(store, text, passphrase)).rejects.toMatchObject({ code: 'keys_unavailable' })
})
