import { sha256 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPayer } from '../payer/createPayer.js'
import type { Payer } from '../payer/Payer.js'
import type { Approve } from '../payer/Quote.js'
import type { Channel } from './Channel.js'
import type { Record } from './Record.js'
import { createDisk, type Disk, type Tab } from './testing/disk.js'
import { type Bank, createBank, createRail, grace } from './testing/rail.js'
import { type Fault, openSite, type Site, url } from './testing/site.js'

// Random histories of one shop, one chain, one disk and up to three tabs; then all tabs die, and a fresh one must get
// every deposit back. The clock is the test's, so that a history takes milliseconds and is the same each time.

vi.mock('../signers/Keyring.js', () => import('./testing/keys.js'))

const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 400)
const price = 1_000n
/** So little that everything runs short all the time, and what is enough. */
const scarce = { deposit: '0.006', maxDeposit: '0.02', headroom: '0.004' }
const ample = { deposit: '0.03', maxDeposit: '0.3', headroom: '0.024' }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: 1_800_000_000_000 })
  // What another thread computes would come back at another moment each time.
  vi.spyOn(crypto.subtle, 'digest').mockImplementation(
    async (_, bytes) => sha256(bytesOf(bytes)).slice().buffer,
  )
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const bytesOf = (source: BufferSource) =>
  ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source)

type Command =
  | { type: 'request'; tab: number; count: number }
  | { type: 'stream'; tab: number; tokens: number; reads: number }
  | { type: 'topUp' | 'close' | 'requestClose' | 'refresh' | 'reload'; tab: number }
  | { type: 'crash'; tab: number; steps: number }
  | { type: 'pass'; time: number }
  | { type: 'restart'; forgets: boolean }
  | { type: 'serverCloses' | 'serverSettles' }
  | { type: 'faults'; faults: (Fault | undefined)[] }
  | { type: 'mood'; yes: boolean }
/** Some things are waited for, others go on beside what follows. */
type Step = Command & { waits: boolean }

const tab = fc.nat({ max: 2 })
const faults: fc.Arbitrary<Fault | undefined> = fc.constantFrom(
  undefined,
  undefined,
  'lostBefore',
  'lostAfter',
  'broken',
  'refused',
)
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      type: fc.constant('request' as const),
      tab,
      count: fc.integer({ min: 1, max: 6 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('stream' as const),
      tab,
      tokens: fc.integer({ min: 1, max: 15 }),
      reads: fc.integer({ min: 1, max: 20 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constantFrom('topUp', 'close', 'requestClose', 'refresh', 'reload'),
      tab,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant('crash' as const), tab, steps: fc.nat({ max: 25 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('pass' as const),
      time: fc.constantFrom(10, 200, 5_000, 70_000, 310_000, grace),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('restart' as const), forgets: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('serverCloses', 'serverSettles') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('faults' as const),
      faults: fc.array(faults, { maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('mood' as const), yes: fc.boolean() }) },
)
const step: fc.Arbitrary<Step> = fc
  .tuple(command, fc.boolean())
  .map(([command, waits]) => ({ ...command, waits }))
const history = fc.record({ steps: fc.array(step, { minLength: 1, maxLength: 14 }), seed: fc.nat() })

type World = {
  disk: Disk
  bank: Bank
  site: Site
  payment: typeof scarce
  tabs: Map<number, { tab: Tab; payer: Payer }>
  /** What the person agreed to deposit, and how often they were asked to open and to add. */
  agreed: bigint
  asked: string[]
  served: number
  open(index: number): Payer
}

function createWorld(seed: number, yes: () => boolean, payment = scarce): World {
  let state = seed
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % below
  }
  const disk = createDisk()
  const bank = createBank(undefined, () => Date.now())
  const rail = createRail(bank)
  const site = openSite(bank, disk, BigInt(Number(payment.headroom) * 1e6))
  site.latency = () => random(40)
  const broadcast = bank.broadcast
  const before = bank.payer
  bank.broadcast = (transaction) => {
    broadcast(transaction)
    // What came back may be deposited again.
    const out = before - bank.payer
    if (out > world.agreed)
      site.wrongs.push(`${out} is out of the account, but ${world.agreed} was agreed to`)
  }
  const approve: Approve = async ({ offers: [offer] }) => {
    if (!offer || !yes()) return undefined
    world.asked.push(offer.session?.adds ? 'add' : 'open')
    world.agreed += offer.session?.adds ? offer.amount.value : (offer.session?.limit.value ?? 0n)
    return { offer }
  }
  const world: World = {
    disk,
    bank,
    site,
    payment,
    tabs: new Map(),
    agreed: 0n,
    asked: [],
    served: 0,
    open(index) {
      const known = world.tabs.get(index)
      if (known?.tab.alive) return known.payer
      known?.payer.destroy()
      const tab = disk.open()
      const { store } = tab
      const payer = createPayer({
        methods: [rail],
        approve,
        store,
        fetch: site.fetch(tab),
        now: () => Date.now(),
      })
      world.tabs.set(index, { tab, payer })
      return payer
    },
  }
  return world
}

const moment = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Lets the clock run until something is done, or its tab is dead. */
async function finish<value>(
  work: Promise<value>,
  isOver: () => boolean = () => false,
): Promise<value | undefined> {
  let done = false
  work.then(
    () => (done = true),
    () => (done = true),
  )
  for (let idle = 0; ; ) {
    await moment()
    if (done) return work
    if (isOver()) return undefined
    if (vi.getTimerCount() > 0) vi.advanceTimersToNextTimer()
    else if (idle++ > 20) throw new Error('Something waits for what never comes.')
  }
}

/** Lets the clock run for some time. */
async function pass(time: number): Promise<void> {
  let over = false
  setTimeout(() => (over = true), time)
  while (!over) {
    await moment()
    vi.advanceTimersToNextTimer()
  }
}

async function act(world: World, step: Step): Promise<unknown> {
  const { bank, site, payment } = world
  const latest = (payer: Payer) => payer.channels?.list()[0]?.id ?? ''
  switch (step.type) {
    case 'request': {
      const payer = world.open(step.tab)
      const one = async (n: number) => {
        const { status } = await payer.fetch(`${url}?${n}`, { payment })
        if (status === 200) world.served++
      }
      return Promise.allSettled(Array.from({ length: step.count }, (_, n) => one(n)))
    }
    case 'stream': {
      let left = step.reads
      const session = world.open(step.tab).session(`${url}/stream`, payment)
      for await (const _ of await session.sse(`${url}/stream?tokens=${step.tokens}`)) if (--left === 0) break
      return
    }
    case 'topUp':
      return world.open(step.tab).session(url, payment).topUp('0.003')
    case 'close':
      return world.open(step.tab).session(url, payment).close()
    case 'requestClose': {
      const { channels } = world.open(step.tab)
      await channels?.refresh()
      return channels?.requestClose(latest(world.open(step.tab)))
    }
    case 'refresh':
      return world.open(step.tab).channels?.refresh()
    case 'reload':
      world.tabs.get(step.tab)?.tab.die()
      return
    case 'crash':
      world.open(step.tab)
      return world.tabs.get(step.tab)?.tab.dieIn(step.steps)
    case 'restart':
      return site.restart(step.forgets)
    case 'serverCloses':
      for (const [id, account] of site.accounts)
        if (bank.channels.has(id)) {
          bank.close(id, account.spent)
          account.finalized = true
        }
      return
    case 'serverSettles':
      for (const [id, { spent }] of site.accounts) {
        const channel = bank.channels.get(id)
        if (channel && spent > channel.settled) {
          bank.payee += spent - channel.settled
          channel.settled = spent
        }
      }
      return
    case 'faults':
      site.faults.push(...step.faults)
      return
    default:
      return
  }
}

/** Plays a history; answers with what went on beside. */
async function play(world: World, steps: readonly Step[], mood: { yes: boolean }): Promise<void> {
  const beside: Promise<unknown>[] = []
  for (const step of steps) {
    if (step.type === 'mood') mood.yes = step.yes
    else if (step.type === 'pass') await pass(step.time)
    else {
      const at = 'tab' in step ? step.tab : -1
      const work = act(world, step).catch(() => {})
      const { tab } = world.tabs.get(at) ?? {}
      const ended = finish(work, () => tab?.alive === false)
      if (step.waits) await ended
      else {
        beside.push(ended)
        await moment()
      }
    }
  }
  await Promise.all(beside)
}

const channelsOf = (disk: Disk) =>
  [...disk.values].filter(([key]) => key.startsWith('channel/')).map(([, value]) => (value as Record).channel)

/** All tabs are dead, the server is well again: one new tab gets everything back. */
async function recover(world: World): Promise<void> {
  const { bank, site, payment } = world
  for (const { tab, payer } of world.tabs.values()) {
    tab.die()
    payer.destroy()
  }
  world.tabs.clear()
  site.faults = []
  await pass(70_000)
  const payer = world.open(0)
  const { channels } = payer
  if (!channels) throw new Error('no sessions')
  expect((await finish(payer.fetch(url, { payment })))?.status).toBe(200)
  await finish(channels.refresh())
  const open = () => channels.list().filter(({ status }) => status !== 'closed')
  for (const { id } of open()) {
    await finish(channels.close(id).catch(() => channels.requestClose(id)))
  }
  await pass(grace + 1)
  await finish(channels.refresh())
  for (const { id } of open()) await finish(channels.withdraw(id))
  expect([...bank.channels.keys()]).toEqual([])
  expect(open()).toEqual([])
  const kept = channelsOf(world.disk)
  expect(kept.every(({ status }: Channel) => status === 'closed')).toBe(true)
  world.tabs.get(0)?.tab.die()
  payer.destroy()
}

const sum = (values: Iterable<bigint>) => [...values].reduce((total, each) => total + each, 0n)

test('whatever happens, no money is lost and no rule broken', async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ steps, seed }) => {
      const mood = { yes: true }
      const world = createWorld(seed, () => mood.yes)
      await play(world, steps, mood)
      mood.yes = true
      await recover(world)
      const { bank, site } = world
      expect(site.wrongs).toEqual([])
      const delivered = sum(site.delivered.values())
      expect(BigInt(world.served) * price).toBeLessThanOrEqual(delivered)
      expect(bank.payer + bank.payee).toBe(1_000_000_000n)
      expect(bank.payee).toBeLessThanOrEqual(delivered)
    }),
    { numRuns },
  )
})

const calm = fc.record({
  steps: fc.array(
    fc.oneof(
      fc.record({
        type: fc.constant('request' as const),
        tab,
        count: fc.integer({ min: 1, max: 6 }),
        waits: fc.boolean(),
      }),
      fc.record({
        type: fc.constant('stream' as const),
        tab,
        tokens: fc.integer({ min: 1, max: 15 }),
        reads: fc.constant(20),
        waits: fc.boolean(),
      }),
      fc.record({ type: fc.constant('refresh' as const), tab, waits: fc.boolean() }),
      fc.record({
        type: fc.constant('pass' as const),
        time: fc.constantFrom(10, 200, 5_000, 70_000, 310_000),
        waits: fc.boolean(),
      }),
    ),
    { minLength: 1, maxLength: 12 },
  ),
  seed: fc.nat(),
})

test('where nothing breaks, one yes is enough, everything is delivered, and paid once', async () => {
  await fc.assert(
    fc.asyncProperty(calm, async ({ steps, seed }) => {
      const world = createWorld(seed, () => true, ample)
      await play(world, steps, { yes: true })
      const { bank, site } = world
      const units = steps.map((step) =>
        step.type === 'request' ? step.count : step.type === 'stream' ? step.tokens : 0,
      )
      const bought = BigInt(units.reduce((total, each) => total + each, 0)) * price
      expect(site.wrongs).toEqual([])
      expect(site.regressions).toBe(0)
      expect(sum(site.delivered.values())).toBe(bought)
      expect(world.asked.filter((each) => each === 'open').length).toBe(bought > 0n ? 1 : 0)
      expect(bank.channels.size).toBe(bought > 0n ? 1 : 0)
      await recover(world)
      // The new tab bought one more; of what was bought, and of nothing else, the payee has the price.
      expect(bank.payee).toBe(bought + price)
    }),
    { numRuns },
  )
})
