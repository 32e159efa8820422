// Runs before every file of tests. Under `npm run fuzz` it notes how many inputs each property was tried with.
import { appendFileSync } from 'node:fs'
import { relative } from 'node:path'
import { expect } from 'vitest'
import { root } from './sources.mjs'

const file = process.env.FUZZ_COUNTS
// Of whole histories of payers and pages one takes as long as a hundred texts do.
const histories = /(Driver|Hostile|createBudget)\.property\.test\.ts$/

if (file) {
  const isHistory = histories.test(expect.getState().testPath ?? '')
  const { FAST_CHECK_RUNS: runs, FUZZ_SECONDS: seconds } = process.env
  if (isHistory) process.env.FAST_CHECK_RUNS = String(Math.ceil(Number(runs) / 50))
  const { default: fc } = await import('fast-check')
  fc.configureGlobal({
    // What was tried by then counts. A history that is left in its middle would go on beside the next.
    ...(!isHistory && { interruptAfterTimeLimit: 1000 * Number(seconds) }),
    // In place of its own, so that it has to fail as that would.
    reporter(details) {
      const { failed, numRuns, errorInstance: cause } = details
      const { testPath = '', currentTestName: name } = expect.getState()
      appendFileSync(file, `${JSON.stringify({ path: relative(root, testPath), name, numRuns, failed })}\n`)
      if (failed) throw new Error(fc.defaultReportMessage(details), { cause })
    },
  })
}
