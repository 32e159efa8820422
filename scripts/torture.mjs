// Lets everything go wrong while somebody pays, and prints what came of it: `npm run torture -- --seed 7 --minutes 20`.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureInstalled } from './install.mjs'
import { bin } from './run.mjs'
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
const folder = join(root, '.cache')
const report = join(folder, 'torture.json')
mkdirSync(folder, { recursive: true })
rmSync(report, { force: true })
console.log(`Seed ${seed}. Everything once, then mixtures until ${minutes} minutes are over.`)
const { status } = spawnSync(
  bin('vitest'),
  [
    'run',
    '--project',
    'integration',
    '--reporter',
    'dot',
    'packages/testing/src/torture/torture.integration.test.ts',
  ],
  {
    cwd: root,
    env: {
      ...process.env,
      PAYERKIT_TORTURE: JSON.stringify({ seed, minutes, full: values.full, only, report }),
    },
    shell: process.platform === 'win32',
    stdio: 'inherit',
  },
)
if (existsSync(report)) {
  /** @type {{ table: string, wrong: string[] }} */
  const { table, wrong } = JSON.parse(readFileSync(report, 'utf8'))
  console.log(`\n${table}\n`)
  if (values.write) {
    const document = join(root, 'docs', 'reliability.md')
    const [start, end] = ['<!-- table -->', '<!-- end of table -->']
    const [before] = readFileSync(document, 'utf8').split(start)
    const [, after] = readFileSync(document, 'utf8').split(end)
    writeFileSync(document, `${before}${start}\n\n${table}\n\n${end}${after}`)
  }
  for (const story of wrong) console.log(`✗ ${story}`)
}
process.exitCode = status ?? 1
