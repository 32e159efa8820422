// Reads how many tests passed and failed out of the runners' JSON reports. A test that did not run did not pass.
import { readFileSync } from 'node:fs'

/** @param {string} report */
const read = (report) => JSON.parse(readFileSync(report, 'utf8'))

/** @param {string} report */
export function countVitest(report) {
  /** @type {{ status: string, assertionResults: { status: string }[] }[]} */
  const files = read(report).testResults
  const tests = files.flatMap((file) => file.assertionResults)
  const passed = tests.filter((test) => test.status === 'passed').length
  // A file that could not be loaded has failed without a single test of its own.
  const broken = files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
  return { passed, failed: tests.length - passed + broken }
}

/** @param {string} report */
export function countPlaywright(report) {
  const { expected, unexpected, flaky, skipped } = read(report).stats
  return { passed: expected, failed: unexpected + flaky + skipped }
}
