// Lets everything go wrong while somebody pays, and prints what came of it: `npm run torture -- --seed 7 --minutes 20`.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureChromium } from './chromium.mjs'
import { ensureInstalled } from './install.mjs'
import { putTable } from './putTable.mjs'
import { run } from './run.mjs'
import { root } from './sources.mjs'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '10' },
    // Methods, parted by commas: `tempo pull,stripe`.
    only: { type: 'string' },
    // Puts the table into docs/reliability.md.
    write: { type: 'boolean', default: false },
    // One row for each fault.
    full: { type: 'boolean', default: false },
  },
})
const seed = Number(values.seed)
const minutes = Number(values.minutes)
if (!Number.isSafeInteger(seed) || !(minutes > 0)) {
  console.error('--seed takes a whole number, and --minutes one above 0.')
  process.exit(1)
}

const only = values.only?.split(',')

ensureInstalled()
const executable = await ensureChromium()
if (executable) process.env.PAYERKIT_CHROMIUM = executable
const folder = join(root, '.cache')
const report = join(folder, 'torture.json')
mkdirSync(folder, { recursive: true })
rmSync(report, { force: true })
console.log(
  `Seed ${seed}. Everything once, then mixtures until ${minutes} minutes are over; and in Chromium.`,
)
const watch = setInterval(() => {
  const { runs, wrong } = read()
  console.log(`${String(runs).padStart(6)} runs, ${wrong.length} wrong`)
}, 30_000)
const { ok, output } = await run(
  'vitest',
  ['run', '--project', 'integration', 'packages/testing/src/torture'],
  {
    env: {
      ...process.env,
      PAYERKIT_TORTURE: JSON.stringify({ seed, minutes, full: values.full, only, report }),
    },
    // Everything once takes minutes too, and the last mixtures end as they will.
    minutes: minutes + 30,
  },
)
clearInterval(watch)
const { table, durations, wrong } = read()
if (!ok) console.log(output)
console.log(`\n${table}\n`)
console.log(`Seconds that a run took, the median and the longest:\n${durations}\n`)
if (values.write && table && ok) putTable('docs/reliability.md', 'torture', table)
for (const story of wrong) console.log(`✗ ${story}`)
process.exitCode = ok ? 0 : 1

/** @returns {{ table: string, durations: string, wrong: string[], runs: number }} What is known by now. */
function read() {
  if (!existsSync(report)) return { table: '', durations: '', wrong: [], runs: 0 }
  return JSON.parse(readFileSync(report, 'utf8'))
}
