// Runs the property tests alone, each with many more cases than a test run takes.
import { spawnSync } from 'node:child_process'
import { ensureInstalled } from './install.mjs'
import { bin } from './run.mjs'
import { root } from './sources.mjs'

ensureInstalled()
const { status } = spawnSync(
  bin('vitest'),
  ['run', '--project', 'unit', '--testTimeout', '3600000', '.property.test.ts', ...process.argv.slice(2)],
  {
    cwd: root,
    env: { FAST_CHECK_RUNS: '100000', ...process.env },
    shell: process.platform === 'win32',
    stdio: 'inherit',
  },
)
process.exitCode = status ?? 1
