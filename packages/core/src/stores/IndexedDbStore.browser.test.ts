import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { createIndexedDbStore } from './IndexedDbStore.js'
import { createMemoryStore } from './MemoryStore.js'
import { clear, freshName, openByHand, openFrame, openPeer } from './testing/tabs.js'

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

test('it keeps what the store in memory keeps', async () => {
  const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', '\uffff', '\ud800', '\0'), maxLength: 3 })
  const value = fc.oneof(fc.jsonValue(), fc.bigInt(), fc.uint8Array(), fc.constant(undefined))
  const steps = fc.array(fc.tuple(key, fc.option(value, { nil: null })), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(steps, key, async (changes, prefix) => {
      const name = freshName()
      const [store, memory] = [createIndexedDbStore({ name }), createMemoryStore()]
      for (const [at, change] of changes)
        for (const each of [store, memory]) await (change === null ? each.delete(at) : each.set(at, change))
      const reopened = createIndexedDbStore({ name })
      expect(await reopened.list(prefix)).toEqual(await memory.list(prefix))
      for (const [at] of changes) expect(await reopened.get(at)).toEqual(await memory.get(at))
      await clear(name)
    }),
    { numRuns: 25 },
  )
})

test('what is written is what was given, whatever becomes of it', async () => {
  const store = createIndexedDbStore({ name: freshName() })
  const value = { signed: 5n }
  const written = store.set('a', value)
  value.signed = 0n
  await written
  expect(await store.get('a')).toEqual({ signed: 5n })
  await expect(store.set('a', () => {})).rejects.toThrow(/clone/)
  expect(await store.get('a')).toEqual({ signed: 5n })
})

test('writes that are not waited for end in their order', async () => {
  const store = createIndexedDbStore({ name: freshName() })
  await Promise.all(Array.from({ length: 20 }, (_, index) => store.set('a', index)))
  expect(await store.get('a')).toBe(19)
})

test('a record is flushed to the disk when it is new, and handed to the system when it changes', async () => {
  const asked: (string | undefined)[] = []
  const transaction = IDBDatabase.prototype.transaction
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...options) {
    asked.push(options[2]?.durability)
    return transaction.apply(this, options)
  })
  const store = createIndexedDbStore({ name: freshName() })
  await store.set('a', 1)
  await store.set('a', 2)
  await store.set('b', 1)
  await store.delete('a')
  await store.set('a', 3)
  expect(asked).toEqual(['strict', 'relaxed', 'strict', 'relaxed', 'strict'])
})

test('tabs and a worker share one truth, and hear of one another', async () => {
  const name = freshName()
  const here = createIndexedDbStore({ name })
  const heard: string[] = []
  const own: string[] = []
  const there = createIndexedDbStore({ name })
  const stop = here.watch?.((key) => heard.push(key))
  there.watch?.((key) => own.push(key))
  await there.set('by the other', 1)
  const peer = await openPeer({ do: 'set', name, key: 'by the worker', value: 2n })
  peer.die()
  await there.delete('by the other')
  await vi.waitFor(() => expect(heard).toEqual(['by the other', 'by the worker', 'by the other']))
  expect(await here.list('')).toEqual([['by the worker', 2n]])
  stop?.()
  await there.set('unheard', 1)
  await here.set('heard', 1)
  await vi.waitFor(() => expect(own).toEqual(['by the worker', 'heard']))
  expect(heard).toHaveLength(3)
})

test('a browser without channels keeps everything all the same', async () => {
  vi.stubGlobal('BroadcastChannel', undefined)
  const store = createIndexedDbStore({ name: freshName() })
  const stop = store.watch?.(() => {})
  await store.set('a', 1)
  expect(await store.get('a')).toBe(1)
  stop?.()
})

test('many tabs add up without losing one', async () => {
  const name = freshName()
  const peers = await Promise.all(Array.from({ length: 3 }, () => openPeer({ do: 'count', name, times: 20 })))
  expect(peers.map(({ said }) => said)).toEqual(['done', 'done', 'done'])
  expect(await createIndexedDbStore({ name }).get('count')).toBe(60)
  for (const peer of peers) peer.die()
})

test('a worker that dies lets go of its lock', async () => {
  const name = freshName()
  const peer = await openPeer({ do: 'hold', name, lock: 'channel' })
  expect(peer.said).toBe('held')
  const store = createIndexedDbStore({ name })
  const ran: string[] = []
  const mine = store.lock?.('channel', async () => ran.push('mine'))
  const controller = new AbortController()
  const given = store.lock?.('channel', async () => ran.push('given up'), { signal: controller.signal })
  controller.abort('enough')
  await expect(given).rejects.toBe('enough')
  expect(ran).toEqual([])
  peer.die()
  await mine
  expect(ran).toEqual(['mine'])
})

test('a frame that is closed lets go of its lock', async () => {
  const name = freshName()
  const source = new URL('./IndexedDbStore.ts', import.meta.url).href
  const { window, close } = await openFrame(`<script type="module">
    import { createIndexedDbStore } from ${JSON.stringify(source)}
    createIndexedDbStore({ name: ${JSON.stringify(name)} }).lock('channel', () => {
      document.title = 'held'
      return new Promise(() => {})
    })
  </script>`)
  await vi.waitFor(() => expect(window.document.title).toBe('held'), { timeout: 10_000 })
  const ran: string[] = []
  const mine = createIndexedDbStore({ name }).lock?.('channel', async () => ran.push('mine'))
  await createIndexedDbStore({ name }).lock?.('another', async () => {})
  expect(ran).toEqual([])
  close()
  await mine
  expect(ran).toEqual(['mine'])
})

test('a turn says whether another tab waits', async () => {
  const name = freshName()
  const [here, there] = [createIndexedDbStore({ name }), createIndexedDbStore({ name })]
  let later: Promise<unknown> | undefined
  await here.lock?.('channel', async (turn) => {
    expect(await turn.wanted()).toBe(false)
    const another = createIndexedDbStore({ name: freshName() })
    await another.lock?.('channel', async (other) => expect(await other.wanted()).toBe(false))
    later = there.lock?.('channel', async () => {})
    await vi.waitFor(async () => expect(await turn.wanted()).toBe(true))
  })
  await later
})

test('a database made by hand at version 1 is brought to the newest and keeps its values', async () => {
  const name = freshName()
  const old = await openByHand(name, 1, (database) => database.createObjectStore('values'))
  const transaction = old.transaction('values', 'readwrite')
  transaction.objectStore('values').put({ signed: 7n }, 'channel')
  await new Promise((resolve) => transaction.addEventListener('complete', resolve))
  old.close()
  const store = createIndexedDbStore({ name })
  expect(await store.get('channel')).toEqual({ signed: 7n })
  await store.set('channel', { signed: 8n })
  expect(await createIndexedDbStore({ name }).list('')).toEqual([['channel', { signed: 8n }]])
})
