// Runs the property tests alone, each with many more cases than a test run takes, and says how many that were.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled } from './install.mjs'
import { bin } from './run.mjs'
import { root } from './sources.mjs'

ensureInstalled()
const folder = mkdtempSync(join(tmpdir(), 'payerkit-fuzz-'))
const counts = join(folder, 'counts')
const { status } = spawnSync(
  bin('vitest'),
  ['run', '--project', 'unit', '--testTimeout', '3600000', '.property.test.ts', ...process.argv.slice(2)],
  {
    cwd: root,
    env: { FAST_CHECK_RUNS: '100000', FUZZ_COUNTS: counts, ...process.env },
    shell: process.platform === 'win32',
    stdio: 'inherit',
  },
)
report()
rmSync(folder, { recursive: true, force: true })
process.exitCode = status ?? 1

/** Says how many inputs each file's properties were tried with. */
function report() {
  if (!existsSync(counts)) return
  /** @type {Map<string, { properties: number, inputs: number }>} */
  const files = new Map()
  const lines = readFileSync(counts, 'utf8').trimEnd().split('\n')
  for (const { path, numRuns } of lines.map((line) => JSON.parse(line))) {
    const { properties, inputs } = files.get(path) ?? { properties: 0, inputs: 0 }
    files.set(path, { properties: properties + 1, inputs: inputs + numRuns })
  }
  let total = 0
  for (const [path, { properties, inputs }] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    total += inputs
    console.log(`${inputs.toLocaleString('en').padStart(12)}  ${path} (${properties})`)
  }
  console.log(`${total.toLocaleString('en').padStart(12)}  inputs tried, over ${lines.length} properties`)
}
