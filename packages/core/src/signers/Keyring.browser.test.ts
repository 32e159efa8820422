import { afterEach, expect, test, vi } from 'vitest'
import { createIndexedDbStore } from '../stores/IndexedDbStore.js'
import { freshName, openFrame } from '../stores/testing/tabs.js'
import { loadFastSecp256k1 } from './FastSecp256k1.js'
import { exportKey, importKey } from './KeyBackup.js'
import * as KeyRecord from './KeyRecord.js'
import { createKeyring } from './Keyring.js'
import { fromSecret, signWithNoble, use } from './Secp256k1.js'

const digest = new Uint8Array(32).fill(9)
const types = ['secp256k1', 'ed25519'] as const

afterEach(() => {
  use(signWithNoble)
  vi.restoreAllMocks()
})

test('keys outlive the page, and none of them can be read', async () => {
  const name = freshName()
  const keyring = createKeyring(createIndexedDbStore({ name }))
  for (const type of types) {
    const { id, signer } = await keyring.create(type)
    // A database of its own is what a page has after it is loaded again.
    const store = createIndexedDbStore({ name })
    const again = await createKeyring(store).load(id)
    expect(again?.publicKey).toEqual(signer.publicKey)
    expect(await again?.sign(digest)).toHaveLength(type === 'secp256k1' ? 65 : 64)
    const record = await KeyRecord.read(store, id)
    const secret =
      record?.type === 'secp256k1' ? await store.get('keyring/wrapping') : record?.keys.privateKey
    expect(secret).toBeInstanceOf(CryptoKey)
    expect(secret).toMatchObject({ extractable: false })
  }
})

test('tabs that start at once end with one wrapping key', async () => {
  const name = freshName()
  const tabs = Array.from({ length: 4 }, () => createKeyring(createIndexedDbStore({ name })))
  const made = await Promise.all(tabs.map((tab) => tab.create()))
  for (const { id, signer } of made) {
    const loaded = await createKeyring(createIndexedDbStore({ name })).load(id)
    expect(loaded?.publicKey).toEqual(signer.publicKey)
  }
})

test('a key moves to another database by its backup', async () => {
  const [here, there] = [freshName(), freshName()].map((name) => createIndexedDbStore({ name }))
  if (!here || !there) return expect.unreachable()
  const { id, signer } = await createKeyring(here).create()
  expect(await importKey(there, await exportKey(here, id, 'a b c'), 'a b c')).toBe(id)
  const moved = await createKeyring(there).load(id)
  expect(await moved?.sign(digest)).toEqual(await signer.sign(digest))
})

/** Loads the faster engine in a page with this policy; its answer is the title. */
async function titleUnder(policy: string): Promise<string> {
  const source = (file: string) => JSON.stringify(new URL(file, import.meta.url).href)
  const { window, close } = await openFrame(`
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <script>
      // The test runner wraps every import() with what only its own page has.
      globalThis.__vitest_browser_runner__ = { wrapDynamicImport: (load) => load() }
    </script>
    <script type="module">
      import { loadFastSecp256k1 } from ${source('./FastSecp256k1.ts')}
      import { fromSecret } from ${source('./Secp256k1.ts')}
      const isFast = await loadFastSecp256k1()
      const signature = fromSecret(new Uint8Array(32).fill(1)).sign(new Uint8Array(32).fill(9))
      document.title = isFast + ' ' + signature.join('-')
    </script>`)
  await vi.waitFor(() => expect(window.document.title).not.toBe(''), { timeout: 20_000 })
  const { title } = window.document
  close()
  return title
}

test('the faster engine signs the same, and where a policy forbids it nothing changes', async () => {
  const secret = new Uint8Array(32).fill(1)
  const signature = signWithNoble(digest, secret).join('-')
  expect(await loadFastSecp256k1()).toBe(true)
  expect((await fromSecret(secret).sign(digest)).join('-')).toBe(signature)
  const scripts = "script-src 'self' 'unsafe-inline'"
  expect(await titleUnder(`${scripts} 'wasm-unsafe-eval'`)).toBe(`true ${signature}`)
  expect(await titleUnder(scripts)).toBe(`false ${signature}`)
})
