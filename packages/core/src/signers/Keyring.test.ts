import { afterEach, describe, expect, test, vi } from 'vitest'
import { FullError } from '../stores/Database.js'
import { createMemoryStore } from '../stores/MemoryStore.js'
import type { Store } from '../stores/Store.js'
import * as KeyRecord from './KeyRecord.js'
import { createKeyring } from './Keyring.js'
import * as Secp256k1 from './Secp256k1.js'
import type { Signer } from './Signer.js'

const digest = new Uint8Array(32).fill(9)
const types: Signer['type'][] = ['secp256k1', 'ed25519']
const wrapping = 'keyring/wrapping'

afterEach(() => vi.unstubAllGlobals())

/** Shows bytes as they would be found on a disk. */
const inHex = (_: string, value: unknown) =>
  value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value

describe.each(types)('%s', (type) => {
  test('is there again for another keyring of the same store', async () => {
    const store = createMemoryStore()
    const { id, signer } = await createKeyring(store).create(type)
    const again = await createKeyring(store).load(id)
    expect(again?.type).toBe(type)
    expect(again?.publicKey).toEqual(signer.publicKey)
    expect(await again?.sign(digest)).toHaveLength(type === 'secp256k1' ? 65 : 64)
  })

  test('is the same object as long as the keyring lasts, and gone once removed', async () => {
    const store = createMemoryStore()
    const keyring = createKeyring(store)
    const { id, signer } = await keyring.create(type)
    expect(await keyring.load(id)).toBe(signer)
    const other = createKeyring(store)
    const [one, two] = await Promise.all([other.load(id), other.load(id)])
    expect(one).toBe(two)
    await keyring.remove(id)
    expect(await keyring.load(id)).toBeUndefined()
    expect(await createKeyring(store).load(id)).toBeUndefined()
    expect(await store.list('keyring/key/')).toEqual([])
  })
})

test('a secret lies in the store sealed, and its signer ends with its removal', async () => {
  const secret = Secp256k1.randomSecret()
  const store = createMemoryStore()
  await KeyRecord.keepSecret(store, 'a', secret)
  const keyring = createKeyring(store)
  const signer = await keyring.load('a')
  expect(signer?.publicKey).toEqual(Secp256k1.fromSecret(secret).publicKey)
  expect((await store.list('')).map(([key]) => key)).toEqual(['keyring/key/a', wrapping])
  expect(await store.get(wrapping)).toMatchObject({ type: 'secret', extractable: false })
  expect(JSON.stringify(await store.list(''), inHex)).not.toContain(inHex('', secret))
  await keyring.remove('a')
  expect(() => signer?.sign(digest)).toThrow(Secp256k1.SecretError)
})

test('a key that is removed while it is loaded does not sign any more', async () => {
  const store = createMemoryStore()
  const { id } = await createKeyring(store).create()
  const keyring = createKeyring(store)
  const loading = keyring.load(id)
  await keyring.remove(id)
  const signer = await loading
  expect(signer).toBeDefined()
  expect(() => signer?.sign(digest)).toThrow(Secp256k1.SecretError)
  expect(await keyring.load(id)).toBeUndefined()
})

test('records that changed places open no more', async () => {
  const store = createMemoryStore()
  const keyring = createKeyring(store)
  const [one, two] = [await keyring.create(), await keyring.create()]
  const places = [one, two].map(({ id }) => KeyRecord.placeOf(id))
  const records = await Promise.all(places.map((place) => store.get(place)))
  await Promise.all(places.map((place, index) => store.set(place, records[1 - index])))
  for (const { id } of [one, two]) expect(await createKeyring(store).load(id)).toBeUndefined()
})

test('without the key that it was sealed with a secret is gone, and new ones can be made', async () => {
  const store = createMemoryStore()
  const { id } = await createKeyring(store).create()
  await store.delete(wrapping)
  const keyring = createKeyring(store)
  expect(await keyring.load(id)).toBeUndefined()
  const next = await keyring.create()
  expect(await createKeyring(store).load(next.id)).toBeDefined()
  expect(await createKeyring(store).load(id)).toBeUndefined()
})

test('what is no record is no key', async () => {
  const store = createMemoryStore()
  const values = [
    null,
    1,
    [],
    {},
    { type: 'secp256k1', sealed: {} },
    { type: 'ed25519', keys: { privateKey: 1 } },
  ]
  for (const value of values) {
    await store.set(KeyRecord.placeOf('a'), value)
    expect(await createKeyring(store).load('a')).toBeUndefined()
  }
})

test('keyrings that start at once end with one wrapping key', async () => {
  const memory = createMemoryStore()
  const written: unknown[] = []
  // Slow enough that without a lock both would find nothing.
  const store: Store = {
    ...memory,
    async get(key) {
      const value = await memory.get(key)
      await new Promise((resolve) => setTimeout(resolve, 5))
      return value
    },
    async set(key, value) {
      if (key === wrapping) written.push(value)
      await memory.set(key, value)
    },
  }
  const made = await Promise.all(Array.from({ length: 4 }, () => createKeyring(store).create()))
  expect(written).toHaveLength(1)
  for (const { id, signer } of made)
    expect((await createKeyring(memory).load(id))?.publicKey).toEqual(signer.publicKey)
})

test('a key that could not be kept is not handed out, and a store that fails for a while is asked again', async () => {
  const memory = createMemoryStore()
  let isFull = true
  const fails = async () => {
    throw new FullError()
  }
  const store: Store = {
    ...memory,
    get: (key) => (isFull ? fails() : memory.get(key)),
    set: (key, value) => (isFull ? fails() : memory.set(key, value)),
  }
  const keyring = createKeyring(store)
  for (const type of types) await expect(keyring.create(type)).rejects.toMatchObject({ code: 'store_full' })
  const { id } = await createKeyring(memory).create()
  await expect(keyring.load(id)).rejects.toMatchObject({ code: 'store_full' })
  isFull = false
  expect(await keyring.load(id)).toBeDefined()
})

test('a page without https is told so', async () => {
  const { getRandomValues } = crypto
  vi.stubGlobal('crypto', { getRandomValues: getRandomValues.bind(crypto) })
  const store = createMemoryStore()
  for (const type of types)
    await expect(createKeyring(store).create(type)).rejects.toMatchObject({ code: 'keys_unavailable' })
  expect(await store.list('')).toEqual([])
})
