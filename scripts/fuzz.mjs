// Runs the property tests alone, each with many more cases than a test run takes, and says how many that were.
// `--write` puts the counts into docs/reliability.md; all else goes to the runner.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled } from './install.mjs'
import { putTable } from './putTable.mjs'
import { bin } from './run.mjs'
import { root } from './sources.mjs'

const more = process.argv.slice(2).filter((word) => word !== '--write')
const write = process.argv.includes('--write')

ensureInstalled()
const folder = mkdtempSync(join(tmpdir(), 'payerkit-fuzz-'))
const counts = join(folder, 'counts')
const { status } = spawnSync(
  bin('vitest'),
  ['run', '--project', 'unit', '--testTimeout', '3600000', '.property.test.ts', ...more],
  {
    cwd: root,
    env: { FAST_CHECK_RUNS: '100000', FUZZ_SECONDS: '20', FUZZ_COUNTS: counts, ...process.env },
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
  /** @type {Map<string, { properties: number, inputs: number, broken: number }>} */
  const files = new Map()
  const lines = readFileSync(counts, 'utf8').trimEnd().split('\n')
  for (const { path, numRuns, failed } of lines.map((line) => JSON.parse(line))) {
    const { properties, inputs, broken } = files.get(path) ?? { properties: 0, inputs: 0, broken: 0 }
    files.set(path, {
      properties: properties + 1,
      inputs: inputs + numRuns,
      broken: broken + (failed ? 1 : 0),
    })
  }
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1))
  const total = sorted.reduce((sum, [, { inputs }]) => sum + inputs, 0)
  for (const [path, { properties, inputs }] of sorted)
    console.log(`${format(inputs).padStart(12)}  ${path} (${properties})`)
  console.log(`${format(total).padStart(12)}  inputs tried, over ${lines.length} properties`)
  if (!write) return
  const rows = sorted.map(([path, { properties, inputs, broken }]) => [
    nameOf(path),
    properties,
    format(inputs),
    broken,
  ])
  const broken = sorted.reduce((sum, [, each]) => sum + each.broken, 0)
  const all = [...rows, ['all', lines.length, format(total), broken]].map(
    (cells) => `| ${cells.join(' | ')} |`,
  )
  putTable(
    'docs/reliability.md',
    'fuzz',
    ['| property tests of | properties | inputs | broken |', '|---|--:|--:|--:|', ...all].join('\n'),
  )
}

/** @param {number} count */
function format(count) {
  return count.toLocaleString('en')
}

/** @param {string} path As people read it: `core/src/protocol/Header`. */
function nameOf(path) {
  return path.replace(/^packages\//, '').replace(/\.property\.test\.ts$/, '')
}
