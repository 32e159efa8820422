import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { finish, pass, useClock } from './testing/clock.js'
import { calm, play, wild } from './testing/history.js'
import { grace } from './testing/rail.js'
import { url } from './testing/site.js'
import { ample, createWorld, recordsOf, scarce, type World } from './testing/world.js'

// Random histories of one shop, one chain, one disk and up to three tabs; then all tabs die, and a fresh one must get
// every deposit back. The server watches every voucher that reaches it: see `site.wrongs`.

vi.mock('../signers/Keyring.js', () => import('./testing/keys.js'))

const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 300)
const price = 1_000n

useClock()

/** All tabs are dead, the server is well again: one new tab gets everything back. */
async function recover(world: World): Promise<void> {
  const { bank, site, payment } = world
  world.killAll()
  world.mood = true
  site.faults = []
  await pass(70_000)
  const { fetch, channels } = world.open(0)
  if (!channels) throw new Error('There are no sessions.')
  expect((await finish(fetch(url, { payment })))?.status).toBe(200)
  await pass(60_000)
  await finish(channels.refresh())
  const open = () => channels.list().filter(({ status }) => status !== 'closed')
  for (const { id } of open()) await finish(channels.close(id).catch(() => channels.requestClose(id)))
  await pass(grace + 1)
  await finish(channels.refresh())
  for (const { id } of open()) await finish(channels.withdraw(id))
  await pass(10_000)
  await finish(channels.refresh())
  expect([...bank.channels.keys()]).toEqual([])
  expect(recordsOf(world.disk).map(({ channel }) => channel.status)).toEqual(
    recordsOf(world.disk).map(() => 'closed'),
  )
  world.killAll()
}

const sum = (values: Iterable<bigint>) => [...values].reduce((total, each) => total + each, 0n)

test('whatever happens, no money is lost and no rule broken', async () => {
  await fc.assert(
    fc.asyncProperty(wild, async ({ steps, seed }) => {
      const world = createWorld(seed, scarce)
      await play(world, steps)
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

test('where nothing breaks, one yes is enough, everything is delivered, and paid once', async () => {
  await fc.assert(
    fc.asyncProperty(calm, async ({ steps, seed }) => {
      const world = createWorld(seed, ample)
      await play(world, steps)
      const { bank, site } = world
      const units = steps.map((step) =>
        step.type === 'request' ? step.count : step.type === 'stream' ? step.tokens : 0,
      )
      const bought = BigInt(units.reduce((total, each) => total + each, 0)) * price
      expect(site.wrongs).toEqual([])
      expect(site.regressions).toBe(0)
      expect(sum(site.delivered.values())).toBe(bought)
      expect(world.asked).toEqual(bought > 0n ? ['open'] : [])
      expect(bank.channels.size).toBe(bought > 0n ? 1 : 0)
      await recover(world)
      // The new tab bought one more; of what was bought, and of nothing else, the payee has the price.
      expect(bank.payee).toBe(bought + price)
    }),
    { numRuns },
  )
})
