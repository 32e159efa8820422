import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { BaseError } from '../Errors.js'
import type { ResolveContext } from '../methods/Method.js'
import { createDisk, type Disk, type Tab } from '../session/testing/disk.js'
import { createKeeper } from '../stores/Keeper.js'
import { codeOf, onceWhenPaid, useShop, yes } from '../testing/harness.js'
import { createPoints, type Points, type PointsOptions } from '../testing/points.js'
import { createPayer } from './createPayer.js'
import type { PayerOptions } from './Payer.js'

// What is left when a page goes away in the middle, and what the next page, or another tab, makes of it.

const held = useShop()

/** A page: its payer, and the tab that can die. */
function openPage(disk: Disk, points: Points, options: Partial<PayerOptions> = {}) {
  const tab = disk.open()
  const store = { ...tab.store, keeper: createKeeper }
  const send: typeof fetch = async (...args) => {
    await tab.step()
    const response = await fetch(...args)
    await tab.step()
    return response
  }
  return {
    tab,
    payer: createPayer({ methods: [points], approve: yes, store, fetch: send, retries: 0, ...options }),
  }
}

/** Waits for something that comes true. */
async function until(so: () => boolean): Promise<void> {
  while (!so()) await new Promise((resolve) => setTimeout(resolve, 1))
}

/** Buys something, with a page that dies at its n-th step; whether it did. */
async function buyAndDie(
  page: { tab: Tab; payer: ReturnType<typeof createPayer> },
  n: number,
  init?: RequestInit,
) {
  page.tab.dieIn(n)
  const bought = page.payer.fetch(held.current.url, init).then(
    () => {},
    () => {},
  )
  await Promise.race([bought, until(() => !page.tab.alive)])
  return !page.tab.alive
}

/** What many a method knows: a proof that was not made charges nobody; of another only the server can say. */
async function neverSent(_: unknown, { authorization }: ResolveContext) {
  return authorization ? undefined : ('unpaid' as const)
}

const ways: { [what: string]: PointsOptions } = {
  'that can find out nothing': {},
  'that can say nothing of what was sent': { resolve: neverSent },
  'that finds out that nothing was paid': { resolve: async () => 'unpaid' },
  'whose money moves before the proof is sent': { moves: 'before', resolve: async () => 'paid' },
  'that costs nothing': { moves: 'never' },
}

describe.each(Object.entries(ways))('a method %s', (_, options) => {
  test('buys a thing once, wherever its page dies', async () => {
    for (let n = 0; ; n++) {
      held.current.taken.length = 0
      const disk = createDisk()
      const points = createPoints(options)
      const died = await buyAndDie(openPage(disk, points), n)
      const { payer } = openPage(disk, points)
      await payer.attempts.ready()
      const [left] = payer.attempts.list()
      expect(['approving', 'authorizing', 'submitting']).not.toContain(left?.phase)
      const answer = await payer.fetch(held.current.url).catch((error: unknown) => error)
      if (answer instanceof Response) expect(answer.status).toBe(200)
      else expect(['unknown', 'paid_undelivered', 'declined']).toContain((answer as { code: string }).code)
      // Whatever was signed is all that ever is, as long as it may have cost something.
      if (left?.phase === 'unknown') expect(points.authorized).toBeLessThanOrEqual(1)
      if (left?.credential && answer instanceof Response && left.phase === 'unknown')
        expect(held.current.taken.length).toBe(1)
      const afterPaid = !died || left?.phase === 'paid'
      expect(held.current.taken.length).toBeLessThanOrEqual(afterPaid ? 2 : 1)
      if (!died) break
    }
  })
})

test('an answer that got lost with its page is asked for again with the same proof', async () => {
  const disk = createDisk()
  const points = createPoints()
  const page = openPage(disk, points)
  onceWhenPaid(held.current, () => page.tab.die())
  await buyAndDie(page, Number.POSITIVE_INFINITY, { method: 'POST', body: 'two', headers: { 'X-Size': 'L' } })
  const { payer } = openPage(disk, points)
  await payer.attempts.ready()
  const [left] = payer.attempts.list()
  expect(left).toMatchObject({ phase: 'unknown', error: { code: 'unknown' } })
  const seen: (string | undefined)[] = []
  held.current.answer = ({ method, body, headers }) => {
    seen.push(method, body, String(headers['x-size']))
    return false
  }
  expect((await payer.attempts.resume(left?.id ?? '')).status).toBe(200)
  expect(seen).toEqual(['POST', 'two', 'L'])
  expect([points.authorized, payer.attempts.list()[0]?.phase]).toEqual([1, 'paid'])
})

test('what died before there was a proof is over where the method knows that it costs nothing', async () => {
  const disk = createDisk()
  const mute = createPoints({ resolve: neverSent })
  const page = openPage(disk, mute)
  mute.authorize = () => {
    page.tab.die()
    return new Promise(() => {})
  }
  await buyAndDie(page, Number.POSITIVE_INFINITY)
  const points = createPoints({ resolve: neverSent })
  const { payer } = openPage(disk, points)
  await payer.attempts.ready()
  // It is finished before the same thing is bought, and then nothing stands in the way.
  expect(await codeOf(payer.fetch(held.current.url))).toBe('declined')
  expect((await payer.fetch(held.current.url)).status).toBe(200)
  expect([points.authorized, held.current.taken.length]).toEqual([1, 1])
})

test('what was being read when the page went was not agreed to', async () => {
  const disk = createDisk()
  const points = createPoints()
  const page = openPage(disk, points, { approve: () => new Promise(() => {}) })
  void page.payer.fetch(held.current.url).catch(() => {})
  await until(() => page.payer.attempts.list()[0]?.phase === 'approving')
  await until(() => [...disk.values.keys()].some((key) => key.startsWith('attempt/')))
  page.tab.die()
  const { payer } = openPage(disk, points)
  await payer.attempts.ready()
  expect(payer.attempts.list().map(({ phase }) => phase)).toEqual(['cancelled'])
  expect((await payer.fetch(held.current.url)).status).toBe(200)
})

test('a proof lies in the store encrypted, and not for longer than it is needed', async () => {
  const disk = createDisk()
  const points = createPoints()
  const page = openPage(disk, points)
  onceWhenPaid(held.current, (response) => response.destroy())
  expect(await codeOf(page.payer.fetch(held.current.url))).toBe('unknown')
  const all = inspect([...disk.values], { depth: null, maxArrayLength: null })
  expect(all).toContain('proof/')
  expect(all).not.toContain('token-for')
  expect((await page.payer.fetch(held.current.url)).status).toBe(200)
  await until(() => [...disk.values.keys()].every((key) => !key.startsWith('proof/')))
})

describe('two tabs', () => {
  test('that buy the same thing present one proof when the first does not know', async () => {
    const disk = createDisk()
    const points = createPoints()
    const [one, two] = [openPage(disk, points), openPage(disk, points)]
    onceWhenPaid(held.current, (response) => response.destroy())
    const outcome = ({ payer }: typeof one) =>
      payer.fetch(held.current.url).then(
        ({ status }) => String(status),
        (error: BaseError) => error.code,
      )
    // Either may be the first.
    const outcomes = await Promise.all([outcome(one), outcome(two)])
    expect(outcomes.sort()).toEqual(['200', 'unknown'])
    expect([points.authorized, held.current.taken.length]).toEqual([1, 1])
  })

  test('a tab that dies at work lets the other go on', async () => {
    const disk = createDisk()
    const points = createPoints()
    const [one, two] = [openPage(disk, points), openPage(disk, points)]
    onceWhenPaid(held.current, () => one.tab.die())
    void one.payer.fetch(held.current.url).catch(() => {})
    await until(() => !one.tab.alive)
    expect((await two.payer.fetch(held.current.url)).status).toBe(200)
    expect([points.authorized, held.current.taken.length]).toEqual([1, 1])
  })

  test('see each other’s attempts', async () => {
    const disk = createDisk()
    const [one, two] = [openPage(disk, createPoints()), openPage(disk, createPoints())]
    await two.payer.attempts.ready()
    await one.payer.fetch(held.current.url)
    await until(() => two.payer.attempts.list()[0]?.phase === 'paid')
    expect(two.payer.attempts.list().length).toBe(1)
  })

  test('share a budget, and so do a page and the one after it', async () => {
    const disk = createDisk()
    const points = createPoints()
    const policy = { budget: [{ currency: 'usd', amount: '2.50', per: 'all' }] } as const
    const approve = async () => undefined
    const tabs = [1, 2].map(() => openPage(disk, points, { policy, approve }).payer)
    const answers = await Promise.allSettled(
      [0, 1, 2, 3].map((n) => tabs[n % 2]?.fetch(`${held.current.url}/${n}`)),
    )
    expect(answers.filter(({ status }) => status === 'fulfilled').length).toBe(2)
    expect(held.current.taken.length).toBe(2)
    const after = openPage(disk, points, { policy, approve })
    expect(await codeOf(after.payer.fetch(`${held.current.url}/later`))).toBe('cancelled')
  })
})

test('an attempt whose method is not on this page stays open', async () => {
  const disk = createDisk()
  const page = openPage(disk, createPoints())
  onceWhenPaid(held.current, () => page.tab.die())
  await buyAndDie(page, Number.POSITIVE_INFINITY)
  const { payer } = openPage(disk, createPoints({ name: 'other' }))
  await payer.attempts.ready()
  const [left] = payer.attempts.list()
  expect(await codeOf(payer.attempts.resume(left?.id ?? ''))).toBe('unknown')
  await payer.attempts.forget(left?.id ?? '')
  expect(payer.attempts.list()).toEqual([])
})

test('what came to nothing is forgotten after 30 days, and nothing else', async () => {
  const disk = createDisk()
  const day = 86_400_000
  const ends = (answer: (n: number) => number | undefined) => {
    held.current.answer = ({ paid, path }, response) => {
      const status = paid ? answer(Number(path.slice(1))) : undefined
      if (status) response.writeHead(status).end()
      return status !== undefined
    }
  }
  ends((n) => [402, 500, undefined][n])
  const page = openPage(disk, createPoints())
  for (const n of [0, 1, 2]) await page.payer.fetch(`${held.current.url}/${n}`).catch(() => {})
  const no = openPage(disk, createPoints(), { approve: async () => undefined })
  await no.payer.fetch(`${held.current.url}/3`).catch(() => {})
  const left = () => [...disk.values.keys()].filter((key) => key.startsWith('attempt/')).length
  const phasesAfter = async (days: number) => {
    const { payer } = openPage(disk, createPoints(), { now: () => Date.now() + days * day })
    await payer.attempts.ready()
    return payer.attempts
      .list()
      .map(({ phase }) => phase)
      .sort()
  }
  expect(await phasesAfter(29)).toEqual(['cancelled', 'declined', 'paid', 'unknown'])
  expect(left()).toBe(4)
  await phasesAfter(31)
  // What was declined on the server's word alone still counts against the budget.
  await until(() => left() === 3)
  expect(await phasesAfter(31)).toEqual(['declined', 'paid', 'unknown'])
})

describe('a proof that was on its way', () => {
  test.each([
    ['paid', undefined],
    ['declined', 402],
  ] as const)('is dropped once "%s" is written down, and not before', async (end, status) => {
    const disk = createDisk()
    const tab = disk.open()
    const written: unknown[] = []
    const store = {
      ...tab.store,
      keeper: createKeeper,
      async delete(key: string) {
        const record = disk.values.get(key.replace('proof/', 'attempt/'))
        if (key.startsWith('proof/')) written.push((record as { phase: string }).phase)
        await tab.store.delete(key)
      },
    }
    const payer = createPayer({ methods: [createPoints()], approve: yes, store })
    if (status) onceWhenPaid(held.current, (response) => response.writeHead(status).end())
    await payer.fetch(held.current.url).catch(() => {})
    expect(written).toEqual([end])
  })

  test('that could not be kept is not called unpaid by a method that never saw it', async () => {
    const disk = createDisk()
    const points = createPoints({ resolve: async () => 'unpaid' })
    const page = openPage(disk, points)
    onceWhenPaid(held.current, () => page.tab.die())
    const init = { method: 'POST', body: new Uint8Array(262_145) }
    await buyAndDie(page, Number.POSITIVE_INFINITY, init)
    expect([...disk.values.keys()].some((key) => key.startsWith('proof/'))).toBe(false)
    const { payer } = openPage(disk, points)
    await payer.attempts.ready()
    expect(await codeOf(payer.attempts.resume(payer.attempts.list()[0]?.id ?? ''))).toBe('unknown')
  })
})
