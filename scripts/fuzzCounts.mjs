// Runs before every file of tests. Under `npm run fuzz` it notes how many inputs each property was tried with.
import { appendFileSync } from 'node:fs'
import { relative } from 'node:path'
import { expect } from 'vitest'
import { root } from './sources.mjs'

const file = process.env.FUZZ_COUNTS

if (file) {
  const { default: fc } = await import('fast-check')
  fc.configureGlobal({
    // In place of its own, so that it has to fail as that would.
    reporter(details) {
      const { numRuns, errorInstance: cause } = details
      const { testPath = '', currentTestName: name } = expect.getState()
      appendFileSync(file, `${JSON.stringify({ path: relative(root, testPath), name, numRuns })}\n`)
      if (details.failed) throw new Error(fc.defaultReportMessage(details), { cause })
    },
  })
}
