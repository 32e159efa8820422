import { tempo } from '@payerkit/core/tempo'
import { createClient, custom } from 'viem'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { kinds } from './kinds.js'
import { createReport } from './report.js'
import { run } from './run.js'
import { troubles } from './table.js'
import { torture } from './torture.js'
import { rpcOf } from './Wallet.js'
import { startWorld, type World } from './World.js'

// The short form; `npm run torture` runs the same at length.

const report = createReport()
const { seed = 1, minutes = 0, only } = report
const timeout = (minutes + 30) * 60_000

let world: World
beforeAll(async () => {
  // mppx prints every refusal.
  vi.spyOn(console, 'error').mockImplementation(() => {})
  world = await startWorld()
})
afterAll(() => world?.stop())

test('whatever goes wrong, nothing is paid twice, lost or told wrongly', { timeout }, async () => {
  const length = report.isLong ? { time: minutes * 60_000 } : { sample: 4 }
  const verdicts = await torture(world, { seed, only, report, ...length })
  expect(verdicts.length).toBeGreaterThan(0)
  expect(troubles(verdicts)).toEqual([])
})

test('a payer that believes every refusal would be found out', { timeout }, async () => {
  const [pull] = kinds
  if (!pull) throw new Error('There is nothing to pay with.')
  const gullible: typeof pull = {
    ...pull,
    methods({ account, page, origin }) {
      const client = createClient({ account, transport: custom({ request: rpcOf(page, `${origin}/rpc`) }) })
      return [{ ...tempo({ client }), resolve: async () => 'unpaid' as const }]
    },
  }
  const rules = [{ on: 'paid', fault: { at: 'answer', what: '402 again' } }] as const
  const { judge } = await run(world, gullible, { name: 'refusal', group: 'paid', rules })
  const verdict = await judge()
  expect(verdict.doubles).toBe(1)
  expect(verdict.wrongs).not.toEqual([])
})
