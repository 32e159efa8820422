import { afterEach, expect, test, vi } from 'vitest'
import { createIndexedDbStore } from './IndexedDbStore.js'
import { clear, freshName, openByHand } from './testing/tabs.js'

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** Lets the browser end whatever is written from now on with an error of this name, and nothing be kept. */
function failWrites(name: string, times = Number.POSITIVE_INFINITY) {
  let left = times
  const put = IDBObjectStore.prototype.put
  return vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    ...given
  ) {
    const request = put.apply(this, given)
    if (left-- > 0) {
      vi.spyOn(this.transaction, 'error', 'get').mockReturnValue(new DOMException('as the test says', name))
      request.addEventListener('success', () => this.transaction.abort())
    }
    return request
  })
}

/** Lets every attempt to open a database fail at once. */
const failOpen = (name: string) =>
  vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
    throw new DOMException('as the test says', name)
  })

test('a full disk is told, and what was there before stays', async () => {
  const store = createIndexedDbStore({ name: freshName() })
  await store.set('a', 1)
  const failing = failWrites('QuotaExceededError')
  await expect(store.set('a', 2)).rejects.toMatchObject({ code: 'store_full', name: 'Database.FullError' })
  failing.mockRestore()
  expect(await store.get('a')).toBe(1)
  await store.set('a', 3)
  expect(await store.get('a')).toBe(3)
})

test('a write that failed is not told to other tabs', async () => {
  const name = freshName()
  const [here, there] = [createIndexedDbStore({ name }), createIndexedDbStore({ name })]
  const heard: string[] = []
  here.watch?.((key) => heard.push(key))
  const failing = failWrites('QuotaExceededError')
  await expect(there.set('a', 1)).rejects.toMatchObject({ code: 'store_full' })
  failing.mockRestore()
  await there.set('b', 1)
  await vi.waitFor(() => expect(heard).toEqual(['b']))
})

test('a page that may keep nothing is told', async () => {
  const refused = { code: 'store_forbidden', name: 'Database.ForbiddenError' }
  const store = createIndexedDbStore({ name: freshName() })
  for (const name of ['SecurityError', 'InvalidStateError']) {
    failOpen(name)
    await expect(store.set('a', 1)).rejects.toMatchObject({ ...refused, details: 'as the test says' })
    vi.restoreAllMocks()
  }
  for (const missing of [undefined, null]) {
    vi.stubGlobal('indexedDB', missing)
    await expect(store.get('a')).rejects.toMatchObject(refused)
  }
  vi.unstubAllGlobals()
  await store.set('a', 1)
  expect(await store.get('a')).toBe(1)
})

test('what has no better name is told too', async () => {
  const store = createIndexedDbStore({ name: freshName() })
  failOpen('UnknownError')
  await expect(store.get('a')).rejects.toMatchObject({ code: 'store_broken' })
  vi.restoreAllMocks()
  await store.set('a', 1)
  failWrites('DataError')
  await expect(store.set('a', 2)).rejects.toMatchObject({ code: 'store_broken' })
})

for (const name of ['AbortError', 'InvalidStateError', 'UnknownError'])
  test(`a connection that was lost by ${name} is opened again, once`, async () => {
    const store = createIndexedDbStore({ name: freshName() })
    await store.set('a', 1)
    const opened = vi.spyOn(IDBFactory.prototype, 'open')
    const failing = failWrites(name, 1)
    await store.set('a', 2)
    failing.mockRestore()
    expect(opened).toHaveBeenCalledTimes(1)
    expect(await store.get('a')).toBe(2)
    failWrites(name)
    await expect(store.set('a', 3)).rejects.toMatchObject({ code: 'store_closed' })
    expect(opened).toHaveBeenCalledTimes(2)
    vi.restoreAllMocks()
    expect(await store.get('a')).toBe(2)
  })

test('a connection that the browser closed is opened again', async () => {
  const connections: IDBDatabase[] = []
  const transaction = IDBDatabase.prototype.transaction
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...options) {
    connections.push(this)
    return transaction.apply(this, options)
  })
  const store = createIndexedDbStore({ name: freshName() })
  await store.set('a', 1)
  connections[0]?.close()
  expect(await store.get('a')).toBe(1)
  connections.at(-1)?.dispatchEvent(new Event('close'))
  expect(await store.get('a')).toBe(1)
  expect(new Set(connections).size).toBe(3)
})

test('data that was cleared while the page was open is missed, until it is reloaded', async () => {
  const name = freshName()
  const store = createIndexedDbStore({ name })
  await store.set('a', 1)
  await clear(name)
  const gone = { code: 'store_evicted', name: 'Database.EvictedError' }
  await expect(store.get('a')).rejects.toMatchObject(gone)
  await expect(store.set('a', 2)).rejects.toMatchObject(gone)
  const reloaded = createIndexedDbStore({ name })
  expect(await reloaded.list('')).toEqual([])
})

test('an older tab lets a newer one change the schema, and is told to reload', async () => {
  const name = freshName()
  const store = createIndexedDbStore({ name })
  await store.set('a', 1)
  const newer = await openByHand(name, 99, (database) => database.createObjectStore('later'))
  expect([...newer.objectStoreNames]).toEqual(['later', 'leases', 'values'])
  const older = { code: 'store_newer', name: 'Database.NewerError' }
  await expect(store.set('a', 2)).rejects.toMatchObject(older)
  await expect(store.get('a')).rejects.toMatchObject(older)
  newer.close()
})

test('an older tab that does not let go is told, and the data is there once it has', async () => {
  const name = freshName()
  const older = await openByHand(name, 1, (database) => database.createObjectStore('values'))
  const store = createIndexedDbStore({ name })
  await expect(store.set('a', 1)).rejects.toMatchObject({
    code: 'store_blocked',
    name: 'Database.BlockedError',
  })
  older.close()
  await store.set('a', 2)
  expect(await store.list('')).toEqual([['a', 2]])
})

test('an older tab that lets go a little later is waited for', async () => {
  const name = freshName()
  const older = await openByHand(name, 1, (database) => database.createObjectStore('values'))
  older.onversionchange = () => setTimeout(() => older.close(), 50)
  const store = createIndexedDbStore({ name })
  await store.set('a', 1)
  expect(await store.get('a')).toBe(1)
})
