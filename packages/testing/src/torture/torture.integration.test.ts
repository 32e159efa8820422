import { writeFileSync } from 'node:fs'
import { tempo } from '@payerkit/core/tempo'
import { createClient, custom } from 'viem'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { kinds } from './kinds.js'
import { run, type Verdict } from './run.js'
import { table, troubles } from './table.js'
import { torture } from './torture.js'
import { rpcOf } from './Wallet.js'
import { startWorld, type World } from './World.js'

// The short form; `npm run torture` runs the same at length.

const options = JSON.parse(process.env.PAYERKIT_TORTURE ?? '{}') as {
  seed?: number
  minutes?: number
  full?: boolean
  only?: string[]
  report?: string
}
const { seed = 1, minutes = 0, full, only, report } = options
const timeout = (minutes + 30) * 60_000

let world: World
beforeAll(async () => {
  // mppx prints every refusal.
  vi.spyOn(console, 'error').mockImplementation(() => {})
  world = await startWorld()
})
afterAll(() => world?.stop())

/** Written from time to time, so that a run that is broken off has a table too. */
function tell(verdicts: readonly Verdict[]): void {
  if (report)
    writeFileSync(report, JSON.stringify({ table: table(verdicts, full), wrong: troubles(verdicts) }))
}

test('whatever goes wrong, nothing is paid twice, lost or told wrongly', { timeout }, async () => {
  const length = minutes > 0 ? { time: minutes * 60_000 } : { sample: 6 }
  const verdicts = await torture(world, { seed, only, tell, ...length })
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
