import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createIndexedDbStore } from './IndexedDbStore.js'
import { withLock } from './Lock.js'
import { createMemoryStore } from './MemoryStore.js'
import type { Store } from './Store.js'

/** A promise and what settles it. */
function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

/** A store as a third party writes it, with nothing but what it must have. */
function bareStore(): Store {
  const { get, set, delete: remove, list } = createMemoryStore()
  return { get, set, delete: remove, list }
}

const stores = { memory: createMemoryStore, bare: bareStore }

for (const [name, create] of Object.entries(stores)) {
  test(`${name}: one at a time, in the order they came`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 5 }), { maxLength: 12 }), async (turns) => {
        const store = create()
        const order: number[] = []
        let inside = 0
        await Promise.all(
          turns.map((ticks, index) =>
            withLock(store, 'a', async () => {
              inside++
              expect(inside).toBe(1)
              order.push(index)
              for (let tick = 0; tick < ticks; tick++) await undefined
              inside--
            }),
          ),
        )
        expect(order).toEqual(turns.map((_, index) => index))
      }),
      { numRuns: 100 },
    )
  })

  test(`${name}: names and stores do not wait for one another`, async () => {
    const store = create()
    const reached = await withLock(store, 'a', () =>
      withLock(store, 'b', () => withLock(create(), 'a', async () => 'through')),
    )
    expect(reached).toBe('through')
  })

  test(`${name}: a turn says whether somebody waits`, async () => {
    const store = create()
    const { open, opened } = gate()
    const first = withLock(store, 'a', async (turn) => {
      const before = await turn.wanted()
      await opened
      return [before, await turn.wanted()]
    })
    const second = withLock(store, 'a', (turn) => turn.wanted())
    open()
    expect(await first).toEqual([false, true])
    expect(await second).toBe(false)
  })

  test(`${name}: work that fails lets go and hands on its error`, async () => {
    const store = create()
    const failed = withLock(store, 'a', async () => {
      throw new RangeError('no')
    })
    const next = withLock(store, 'a', async () => 'next')
    await expect(failed).rejects.toThrow(RangeError)
    expect(await next).toBe('next')
  })

  test(`${name}: who gives up leaves the line, and those behind move up`, async () => {
    const store = create()
    const { open, opened } = gate()
    const ran: string[] = []
    const controller = new AbortController()
    const first = withLock(store, 'a', async () => {
      await opened
      ran.push('first')
    })
    const second = withLock(store, 'a', async () => ran.push('second'), { signal: controller.signal })
    const third = withLock(store, 'a', async () => ran.push('third'))
    controller.abort('changed my mind')
    await expect(second).rejects.toBe('changed my mind')
    open()
    await Promise.all([first, third])
    expect(ran).toEqual(['first', 'third'])
    const late = withLock(store, 'a', async () => ran.push('late'), { signal: controller.signal })
    await expect(late).rejects.toBe('changed my mind')
    expect(await withLock(store, 'a', async () => 'free')).toBe('free')
    expect(ran).toEqual(['first', 'third'])
  })

  test(`${name}: once begun, work is not broken off`, async () => {
    const controller = new AbortController()
    const work = async () => {
      controller.abort()
      return 'done'
    }
    expect(await withLock(create(), 'a', work, { signal: controller.signal })).toBe('done')
  })
}

test('whenever a signal comes, the work of its owner runs or is refused, and never both', async () => {
  const refused: boolean[] = []
  for (let ticks = 0; ticks < 12; ticks++) {
    const store = createMemoryStore()
    const controller = new AbortController()
    const events: string[] = []
    const first = withLock(store, 'a', async () => {
      events.push('first')
    })
    const work = async () => events.push('second')
    const second = withLock(store, 'a', work, { signal: controller.signal })
    const settled = second.then(
      () => false,
      () => true,
    )
    for (let tick = 0; tick < ticks; tick++) await undefined
    controller.abort()
    events.push('aborted')
    await first
    const isRefused = await settled
    expect(isRefused).toBe(events.indexOf('aborted') === 1 || events.indexOf('aborted') === 0)
    expect(events.includes('second')).toBe(!isRefused)
    expect(await withLock(store, 'a', async () => 'free')).toBe('free')
    refused.push(isRefused)
  }
  expect(new Set(refused)).toEqual(new Set([true, false]))
})

test('the store of the browser can be made where there is no browser, and says so when it is used', async () => {
  const store = createIndexedDbStore()
  const refused = { code: 'store_forbidden', name: 'Database.ForbiddenError' }
  await expect(store.get('a')).rejects.toMatchObject(refused)
  await expect(store.set('a', 1)).rejects.toMatchObject(refused)
  await expect(store.delete('a')).rejects.toMatchObject(refused)
  await expect(store.list('')).rejects.toMatchObject(refused)
  const ran: string[] = []
  await expect(withLock(store, 'a', async () => ran.push('ran'))).rejects.toMatchObject(refused)
  expect(ran).toEqual([])
})
