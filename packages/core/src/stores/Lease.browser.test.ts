import { afterEach, expect, test, vi } from 'vitest'
import { createDatabase } from './Database.js'
import { createIndexedDbStore } from './IndexedDbStore.js'
import { createLeases } from './Lease.js'
import { freshName, openPeer } from './testing/tabs.js'

afterEach(() => vi.restoreAllMocks())

/** One tab's lock, looked at often. */
const openTab = (name: string) => createLeases(createDatabase(name), { every: 10 })

/** The tickets of a lock. */
const lineOf = (name: string, lock: string) =>
  createDatabase(name).run('readonly', (transaction) => {
    const request = transaction.objectStore('leases').get(lock)
    return () => request.result
  })

const takeAway = (name: string, lock: string) =>
  createDatabase(name).run('readwrite', (transaction) => {
    transaction.objectStore('leases').delete(lock)
    return () => {}
  })

test('many tabs add up without losing one', async () => {
  const name = freshName()
  const order = { do: 'count', name, times: 10, every: 5 } as const
  const peers = await Promise.all([openPeer(order), openPeer(order), openPeer(order)])
  expect(await createIndexedDbStore({ name }).get('count')).toBe(30)
  for (const peer of peers) peer.die()
  expect(await lineOf(name, 'count')).toBeUndefined()
})

test('first come, first served, and a turn knows who waits', async () => {
  const name = freshName()
  const ran: string[] = []
  const waiting: Promise<unknown>[] = []
  await openTab(name).lock('a', async (turn) => {
    expect(await turn.wanted()).toBe(false)
    for (const each of ['one', 'two', 'three']) {
      waiting.push(openTab(name).lock('a', async () => ran.push(each)))
      await vi.waitFor(async () => expect(await lineOf(name, 'a')).toHaveLength(waiting.length + 1))
    }
    expect(await turn.wanted()).toBe(true)
    expect(ran).toEqual([])
  })
  await Promise.all(waiting)
  expect(ran).toEqual(['one', 'two', 'three'])
})

test('who gives up leaves the line', async () => {
  const name = freshName()
  const controller = new AbortController()
  await openTab(name).lock('a', async (turn) => {
    const given = openTab(name).lock('a', async () => expect.unreachable(), { signal: controller.signal })
    await vi.waitFor(async () => expect(await turn.wanted()).toBe(true))
    controller.abort('enough')
    await expect(given).rejects.toBe('enough')
    expect(await turn.wanted()).toBe(false)
  })
  const late = openTab(name).lock('a', async () => expect.unreachable(), { signal: controller.signal })
  await expect(late).rejects.toBe('enough')
})

test('a tab that dies is taken out of the line, and one that lives is not', async () => {
  const name = freshName()
  const peer = await openPeer({ do: 'hold', name, lock: 'a', every: 10 })
  const first = (await lineOf(name, 'a'))?.[0]
  const mine = openTab(name).lock('a', async () => 'mine')
  // Long enough for many more looks than a dead ticket is given.
  await vi.waitFor(
    async () => {
      const line = await lineOf(name, 'a')
      expect(line[0]).toMatchObject({ id: first.id })
      expect(line[1].beat).toBeGreaterThan(40)
    },
    { timeout: 20_000 },
  )
  peer.die()
  expect(await mine).toBe('mine')
})

test('without Web Locks the store locks by tickets, and writes nothing for a tab that lost its place', async () => {
  vi.spyOn(navigator, 'locks', 'get').mockReturnValue(undefined as never)
  const name = freshName()
  const store = createIndexedDbStore({ name })
  await store.lock?.('channel', async () => {
    await store.set('signed', 1n)
    expect(await lineOf(name, 'channel')).toHaveLength(1)
    await takeAway(name, 'channel')
    await expect(store.set('signed', 2n)).rejects.toMatchObject({
      code: 'store_lock_lost',
      name: 'Lease.LostError',
    })
    await expect(store.delete('signed')).rejects.toMatchObject({ code: 'store_lock_lost' })
    expect(await store.get('signed')).toBe(1n)
  })
  await store.set('signed', 3n)
  expect(await store.get('signed')).toBe(3n)
})

test('work that fails lets go', async () => {
  const name = freshName()
  const tab = openTab(name)
  await expect(tab.lock('a', () => Promise.reject(new RangeError('no')))).rejects.toThrow(RangeError)
  expect(await lineOf(name, 'a')).toBeUndefined()
})
