import { describe, expect, test } from 'vitest'
import { createDisk, type Disk, type Tab } from '../session/testing/disk.js'
import { createKeeper } from '../stores/Keeper.js'
import { codeOf, last, onceWhenPaid, useShop, yes } from '../testing/harness.js'
import { createPoints, type Points } from '../testing/points.js'
import { createPayer } from './createPayer.js'
import type { PayerOptions } from './Payer.js'

// What was bought and is kept: had again without paying, by the next page and in other tabs.

const held = useShop()
const keep = { payment: { keep: true } } as const

function openPage(disk: Disk, points: Points, options: Partial<PayerOptions> = {}) {
  const tab = disk.open()
  const store = { ...tab.store, keeper: createKeeper }
  return { tab, payer: createPayer({ methods: [points], approve: yes, store, retries: 0, ...options }) }
}

const paths = () => held.current.seen.map(({ path, paid }) => `${path}${paid ? ' paid' : ''}`)

describe('what is to be kept', () => {
  test('is had again after a reload, without a request, with its status and headers', async () => {
    const disk = createDisk()
    const points = createPoints()
    held.current.answer = ({ paid }, response) => {
      if (paid) response.setHeader('X-Edition', 'first')
      return false
    }
    const bought = await (await openPage(disk, points).payer.fetch(held.current.url, keep)).text()
    const asked = held.current.seen.length
    const { payer } = openPage(disk, points)
    const again = await payer.fetch(held.current.url, keep)
    expect([again.status, again.headers.get('X-Edition'), await again.text()]).toEqual([200, 'first', bought])
    expect([held.current.seen.length, points.authorized]).toEqual([asked, 1])
  })

  test('is offered as what costs nothing', async () => {
    const disk = createDisk()
    const points = createPoints()
    await openPage(disk, points).payer.fetch(held.current.url, keep)
    const quote = await openPage(disk, points).payer.quote(held.current.url, keep)
    expect([quote.required, (await quote.pay()).status, points.authorized]).toEqual([false, 200, 1])
  })

  test('is there by the attempt that bought it, byte for byte', async () => {
    const disk = createDisk()
    const bytes = Uint8Array.from({ length: 70_000 }, (_, n) => (n * 7) % 256)
    onceWhenPaid(held.current, (response) => response.end(bytes))
    await openPage(disk, createPoints()).payer.fetch(held.current.url, keep)
    const { payer } = openPage(disk, createPoints())
    await payer.attempts.ready()
    const [attempt] = payer.attempts.list()
    expect(attempt).toMatchObject({ phase: 'paid', kept: true })
    const response = await payer.attempts.response(attempt?.id ?? '')
    expect(new Uint8Array((await response?.arrayBuffer()) ?? [])).toEqual(bytes)
    expect(await payer.attempts.response('another')).toBeUndefined()
  })

  test('is bought once by tabs that want it at once', async () => {
    const disk = createDisk()
    const points = createPoints()
    const tabs = [1, 2, 3].map(() => openPage(disk, points).payer)
    const texts = await Promise.all(
      tabs.map(async (payer) => (await payer.fetch(held.current.url, keep)).text()),
    )
    expect([new Set(texts).size, points.authorized, held.current.taken.length]).toEqual([1, 1, 1])
  })

  test('is let go of, and then bought anew', async () => {
    const disk = createDisk()
    const points = createPoints()
    const { payer } = openPage(disk, points)
    await payer.fetch(held.current.url, keep)
    const id = last(payer)?.id ?? ''
    await payer.attempts.forget(id)
    expect(await codeOf(payer.attempts.forget('another'))).toBe('attempt_not_found')
    expect([...disk.values.keys()].filter((key) => key.startsWith('bought/'))).toEqual([])
    expect(await payer.attempts.response(id)).toBeUndefined()
    // It stays paid, and stays on the list.
    expect(payer.attempts.list()).toMatchObject([{ id, phase: 'paid', kept: false }])
    expect((await payer.fetch(held.current.url, keep)).status).toBe(200)
    expect(points.authorized).toBe(2)
  })

  test('is another thing for another request, and for one that does not ask for it', async () => {
    const disk = createDisk()
    const points = createPoints()
    const { payer } = openPage(disk, points)
    await payer.fetch(held.current.url, keep)
    await payer.fetch(`${held.current.url}/other`, keep)
    await payer.fetch(held.current.url, { ...keep, headers: { Accept: 'text/plain' } })
    await payer.fetch(held.current.url)
    expect(points.authorized).toBe(4)
  })

  test.each([
    ['an answer that says it is too long', { 'Content-Length': '8388609' }],
    ['a stream of events', { 'Content-Type': 'text/event-stream' }],
  ])('is not %s, which is handed on as it comes', async (_, headers) => {
    const { payer } = openPage(createDisk(), createPoints())
    onceWhenPaid(held.current, (response) => {
      response.writeHead(200, headers)
      response.write('data: 1\n\n')
    })
    const response = await payer.fetch(held.current.url, keep)
    expect(new TextDecoder().decode((await response.body?.getReader().read())?.value)).toBe('data: 1\n\n')
    expect(last(payer)).toMatchObject({ phase: 'paid', kept: false })
  })
})

describe('a body that breaks off', () => {
  /** Begins the first paid answer and breaks it off, with a receipt or without. */
  const breakOff = (receipt: boolean) =>
    onceWhenPaid(held.current, (response, seen) => {
      const text = String(seen.headers.authorization).slice('Payment '.length)
      const { challenge } = JSON.parse(Buffer.from(text, 'base64url').toString())
      const said = { status: 'success', method: 'points', timestamp: '2026-01-01T00:00:00Z', reference: 'r' }
      const value = Buffer.from(JSON.stringify({ ...said, challengeId: challenge.id })).toString('base64url')
      response.writeHead(200, { 'Content-Length': '100', ...(receipt && { 'Payment-Receipt': value }) })
      response.write('half of', () => response.destroy())
    })

  test('is asked for again by itself, with the same proof', async () => {
    const disk = createDisk()
    const points = createPoints()
    const { payer } = openPage(disk, points, { retries: 1 })
    breakOff(true)
    const text = await (await payer.fetch(held.current.url, keep)).text()
    expect(text).toMatch(/^bought with/)
    expect([points.authorized, held.current.taken.length, last(payer)?.phase]).toEqual([1, 1, 'paid'])
  })

  test.each([
    [true, 'paid_undelivered', 'paidUndelivered'],
    [false, 'unknown', 'unknown'],
  ])('with a receipt (%s) ends as %s, and is had later', async (receipt, code, phase) => {
    const disk = createDisk()
    const points = createPoints()
    const page = openPage(disk, points)
    breakOff(receipt)
    expect(await codeOf(page.payer.fetch(held.current.url, keep))).toBe(code)
    expect(last(page.payer)?.phase).toBe(phase)
    page.tab.die()
    const { payer } = openPage(disk, points)
    expect(await (await payer.fetch(held.current.url, keep)).text()).toMatch(/^bought with/)
    expect([points.authorized, last(payer)?.kept]).toEqual([1, true])
  })
})

/** Buys with a page that dies at its n-th step; whether it did. */
async function buyAndDie(page: { tab: Tab; payer: ReturnType<typeof createPayer> }, n: number) {
  page.tab.dieIn(n)
  let over = false
  const end = () => {
    over = true
  }
  page.payer.fetch(held.current.url, keep).then(end, end)
  while (!over && page.tab.alive) await new Promise((resolve) => setTimeout(resolve, 1))
  return !page.tab.alive
}

test('wherever the page dies, it is paid for once and there in the end', async () => {
  for (let n = 0; ; n++) {
    held.current.taken.length = 0
    const disk = createDisk()
    const points = createPoints()
    const died = await buyAndDie(openPage(disk, points), n)
    const { payer } = openPage(disk, points)
    const answer = await payer.fetch(held.current.url, keep).catch((error: { code: string }) => error.code)
    if (answer instanceof Response) expect(await answer.text()).toMatch(/^bought with/)
    else expect(['unknown', 'paid_undelivered']).toContain(answer)
    expect(points.authorized).toBeLessThanOrEqual(held.current.taken.length + 1)
    expect(held.current.taken.length).toBeLessThanOrEqual(1)
    if (!died) break
  }
  expect(paths().length).toBeGreaterThan(10)
})

test('a store that is full keeps nothing, and what was bought is handed on', async () => {
  const disk = createDisk()
  const tab = disk.open()
  const store = {
    ...tab.store,
    keeper: createKeeper,
    set: (key: string, value: unknown) =>
      key.startsWith('bought/') ? Promise.reject(new Error('full')) : tab.store.set(key, value),
  }
  const payer = createPayer({ methods: [createPoints()], approve: yes, store })
  expect(await (await payer.fetch(held.current.url, keep)).text()).toMatch(/^bought with/)
  expect(last(payer)).toMatchObject({ phase: 'paid', kept: false })
})

test('what lies in the store and is none of ours is not handed on', async () => {
  const disk = createDisk()
  const points = createPoints()
  await openPage(disk, points).payer.fetch(held.current.url, keep)
  const tab = disk.open()
  for (const key of disk.values.keys()) if (key.startsWith('bought/')) await tab.store.set(key, { body: 'x' })
  expect(await (await openPage(disk, points).payer.fetch(held.current.url, keep)).text()).toMatch(/^bought/)
  expect(points.authorized).toBe(2)
})
