import { afterEach, beforeEach, expect, test } from 'vitest'
import { BaseError } from '../Errors.js'
import { createPayer } from '../payer/createPayer.js'
import { createKeeper } from '../stores/Keeper.js'
import { codeOf } from '../testing/harness.js'
import { createDisk, type Disk } from './testing/disk.js'
import { type Meter, openMeter } from './testing/meter.js'
import { type Bank, createBank, createRail, type TestRail } from './testing/rail.js'

// What the next page says of a session whose page was closed while it was opened.

let bank: Bank
let meter: Meter
let rail: TestRail

beforeEach(async () => {
  bank = createBank()
  meter = await openMeter(bank)
  rail = createRail(bank)
})
afterEach(() => meter.stop())

function openPage(disk: Disk, method = rail) {
  const tab = disk.open()
  const send: typeof fetch = async (...args) => {
    await tab.step()
    const response = await fetch(...args)
    await tab.step()
    return response
  }
  const payer = createPayer({
    methods: [method],
    approve: async ({ offers: [offer] }) => offer && { offer },
    store: { ...tab.store, keeper: createKeeper },
    fetch: send,
    now: () => bank.time,
  })
  return { tab, payer }
}

/** Waits for something that comes true. */
async function until(so: () => boolean): Promise<void> {
  while (!so()) await new Promise((resolve) => setTimeout(resolve, 1))
}

test('wherever the page died, the attempt says what the chain says', async () => {
  const ends = new Set<string>()
  for (let n = 0; ; n++) {
    const disk = createDisk()
    const before = bank.channels.size
    const page = openPage(disk)
    page.tab.dieIn(n)
    let over = false
    const end = () => {
      over = true
    }
    page.payer.fetch(meter.url).then(end, end)
    await until(() => over || !page.tab.alive)
    const died = !page.tab.alive
    page.tab.die()
    // What is not on the chain by now never will be.
    bank.time += 600_000

    const { payer } = openPage(disk)
    await payer.attempts.ready()
    await until(() =>
      payer.attempts.list().every(({ phase }) => phase !== 'submitting' && phase !== 'authorizing'),
    )
    const [attempt] = payer.attempts.list()
    if (attempt) ends.add(attempt.phase)
    const isOpened = bank.channels.size > before
    if (attempt?.phase === 'paid') expect(isOpened).toBe(true)
    if (attempt?.phase === 'failed') expect(isOpened).toBe(false)
    // It keeps nobody from paying, and nothing is deposited twice.
    expect((await payer.fetch(meter.url)).status).toBe(200)
    expect(bank.channels.size).toBe(before + 1)
    if (!died) break
  }
  expect([...ends].sort()).toEqual(['cancelled', 'failed', 'paid', 'unknown'])
})

test('one that died before anything was written down can be given up', async () => {
  const disk = createDisk()
  // The wallet is asked, and never answers.
  const waiting = { ...rail, scheme: { ...rail.scheme, open: () => new Promise<never>(() => {}) } }
  const page = openPage(disk, waiting)
  void page.payer.fetch(meter.url).catch(() => {})
  const phases = () => [...disk.values.values()].map((value) => (value as { phase?: string }).phase)
  await until(() => phases().includes('authorizing'))
  page.tab.die()
  const { payer } = openPage(disk)
  await payer.attempts.ready()
  await until(() => payer.attempts.list()[0]?.phase !== 'authorizing')
  const [attempt] = payer.attempts.list()
  expect(attempt?.phase).toBe('unknown')
  const id = attempt?.id ?? ''
  expect(await codeOf(payer.attempts.resume(id))).toBe('unknown')
  await payer.attempts.forget(id)
  expect(payer.attempts.list()).toEqual([])
})

test.each([
  ['unknown', 'unknown'],
  ['wallet_failed', 'failed'],
])('an opening that ends with %s in the wallet is %s', async (code, phase) => {
  const { payer } = openPage(createDisk())
  rail.failOpen = new BaseError(code, 'The wallet did not answer.')
  expect(await codeOf(payer.fetch(meter.url))).toBe(code)
  expect(payer.attempts.list().map((attempt) => attempt.phase)).toEqual([phase])
  rail.failOpen = undefined
  expect((await payer.fetch(meter.url)).status).toBe(200)
})
