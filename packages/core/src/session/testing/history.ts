import fc from 'fast-check'
import { finish, moment, pass } from './clock.js'
import { grace } from './rail.js'
import { type Fault, url } from './site.js'
import type { World } from './world.js'

/** What can happen in a world. */
type Command =
  | { type: 'request'; tab: number; count: number }
  | { type: 'impatient'; tab: number; patience: number }
  | { type: 'stream'; tab: number; tokens: number; reads: number }
  | { type: 'topUp' | 'close' | 'requestClose' | 'refresh' | 'reload'; tab: number }
  | { type: 'crash'; tab: number; steps: number }
  | { type: 'pass'; time: number }
  | { type: 'restart'; forgets: boolean }
  | { type: 'serverCloses' | 'serverSettles' }
  | { type: 'faults'; faults: (Fault | undefined)[] }
  | { type: 'mood'; yes: boolean }

/** Some things are waited for, others go on beside what follows. */
export type Step = Command & { waits: boolean }

type Kind = { weight: number; arbitrary: fc.Arbitrary<Command> }

const tab = fc.nat({ max: 2 })
const of = <type extends Command['type']>(...types: type[]) => fc.constantFrom(...types)

const request: Kind = {
  weight: 10,
  arbitrary: fc.record({ type: of('request'), tab, count: fc.integer({ min: 1, max: 6 }) }),
}
const streamOf = (reads: fc.Arbitrary<number>): Kind => ({
  weight: 5,
  arbitrary: fc.record({ type: of('stream'), tab, tokens: fc.integer({ min: 1, max: 15 }), reads }),
})
const passOf = (...times: number[]): Kind => ({
  weight: 3,
  arbitrary: fc.record({ type: of('pass'), time: fc.constantFrom(...times) }),
})
const fault = fc.constantFrom<Fault | undefined>(
  undefined,
  undefined,
  'lostBefore',
  'lostAfter',
  'late',
  'broken',
  'brokenAfter',
  'refused',
)
const mishaps: Kind[] = [
  {
    weight: 3,
    arbitrary: fc.record({ type: of('topUp', 'close', 'requestClose', 'refresh', 'reload'), tab }),
  },
  { weight: 3, arbitrary: fc.record({ type: of('crash'), tab, steps: fc.nat({ max: 25 }) }) },
  { weight: 1, arbitrary: fc.record({ type: of('impatient'), tab, patience: fc.nat({ max: 100 }) }) },
  { weight: 1, arbitrary: fc.record({ type: of('restart'), forgets: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ type: of('serverCloses', 'serverSettles') }) },
  { weight: 2, arbitrary: fc.record({ type: of('faults'), faults: fc.array(fault, { maxLength: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ type: of('mood'), yes: fc.boolean() }) },
]

const historyOf = (maxLength: number, ...kinds: Kind[]) =>
  fc.record({
    steps: fc.array(
      fc.tuple(fc.oneof(...kinds), fc.boolean()).map(([command, waits]): Step => ({ ...command, waits })),
      { minLength: 1, maxLength },
    ),
    seed: fc.nat(),
  })

/** Anything may happen. */
export const wild = historyOf(
  14,
  request,
  streamOf(fc.integer({ min: 1, max: 20 })),
  passOf(10, 200, 5_000, 70_000, 310_000, grace),
  ...mishaps,
)

/** Nothing breaks. */
export const calm = historyOf(
  12,
  request,
  streamOf(fc.constant(20)),
  passOf(10, 200, 5_000, 70_000, 310_000),
  { weight: 3, arbitrary: fc.record({ type: of('refresh', 'topUp'), tab }) },
)

/** Plays a history to its end. */
export async function play(world: World, steps: readonly Step[]): Promise<void> {
  const beside: Promise<unknown>[] = []
  for (const step of steps) {
    if (step.type === 'pass') {
      await pass(step.time)
      continue
    }
    const work = act(world, step).catch(() => {})
    const { tab } = ('tab' in step && world.tabs.get(step.tab)) || {}
    const ended = finish(work, () => tab?.alive === false)
    if (step.waits) await ended
    else {
      beside.push(ended)
      await moment()
    }
  }
  await Promise.all(beside)
}

async function act(world: World, step: Exclude<Command, { type: 'pass' }>): Promise<unknown> {
  const { bank, site, payment } = world
  switch (step.type) {
    case 'request': {
      const payer = world.open(step.tab)
      const one = async (n: number) => {
        const { status } = await payer.fetch(`${url}?${n}`, { payment })
        if (status === 200) world.served++
      }
      return Promise.allSettled(Array.from({ length: step.count }, (_, n) => one(n)))
    }
    case 'impatient': {
      const leaving = new AbortController()
      setTimeout(() => leaving.abort(), step.patience)
      const { status } = await world.open(step.tab).fetch(url, { payment, signal: leaving.signal })
      if (status === 200) world.served++
      return
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
      return channels?.requestClose(channels.list()[0]?.id ?? '')
    }
    case 'refresh':
      return world.open(step.tab).channels?.refresh()
    case 'reload':
      return world.tabs.get(step.tab)?.tab.die()
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
      return void site.faults.push(...step.faults)
    case 'mood':
      world.mood = step.yes
      return
  }
}
