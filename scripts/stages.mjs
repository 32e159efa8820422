// The stages of `npm test`, in their order. A check counts as one; a runner counts its tests. What is `long` is left to
// `npm run test:all`.
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.mjs'
import { published, root, workspaces } from './sources.mjs'
import { countPlaywright, countVitest } from './totals.mjs'

/**
 * @typedef {{ passed: number, failed: number, output: string }} Result
 * @typedef {{ name: string, counts?: boolean, long?: boolean, run: () => Promise<Result> }} Stage
 */

const reports = join(root, '.cache')
const sizes = join(root, 'bench', 'sizes.mjs')

/** @type {Stage[]} */
export const stages = [
  check('types', typeCheck),
  check('lint', () => run('biome', ['ci', '--colors=off', '--error-on-warnings', '.'])),
  check('imports', () => run(join(root, 'scripts/imports.mjs'))),
  check('knip', () => run('knip', ['--no-progress'])),
  check('build', () => run(join(root, 'scripts/build.mjs'))),
  check('publint', () => eachPackage((path) => run('publint', ['run', path, '--strict', '--pack', 'npm']))),
  // A stylesheet has no types to check.
  check('attw', () =>
    eachPackage((path) =>
      run('attw', [
        '--pack',
        path,
        '--profile',
        'esm-only',
        '--exclude-entrypoints',
        'styles.css',
        'attempts.css',
        'budget.css',
        'checkout.css',
        'contrast.css',
        'express.css',
        'diagnosis.css',
        'paywall.css',
        'receipts.css',
        'session.css',
        'subscription.css',
      ]),
    ),
  ),
  ...(existsSync(sizes) ? [check('sizes', () => run(sizes))] : []),
  { name: 'vitest', counts: true, run: () => inVitest('unit', 'browser', 'react-18', 'integration') },
  { name: 'playwright', counts: true, run: () => inPages('chromium') },
  { name: 'torture', counts: true, long: true, run: () => inVitest('torture') },
  { name: 'gallery', counts: true, long: true, run: () => inPages('gallery') },
]

/** @param {string[]} projects Of `vitest.config.ts`. */
function inVitest(...projects) {
  return runner('vitest.json', countVitest, (report) =>
    run(
      'vitest',
      [
        ...['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
        ...projects.flatMap((name) => ['--project', name]),
      ],
      { minutes: 20 },
    ),
  )
}

/** @param {string} project Of `playwright.config.ts`. */
function inPages(project) {
  return runner('playwright.json', countPlaywright, () =>
    run('playwright', ['test', '--project', project], { minutes: 20 }),
  )
}

/** @param {string} name @param {() => Promise<{ ok: boolean, output: string }>} work @returns {Stage} */
function check(name, work) {
  return {
    name,
    async run() {
      const { ok, output } = await work()
      return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, output }
    },
  }
}

/**
 * Counts a runner's tests from its report. A runner that fails without a failed test, or ran none, counts as
 * one failure: a crash must not look like a pass.
 *
 * @param {string} name
 * @param {(report: string) => { passed: number, failed: number }} count
 * @param {(report: string) => Promise<{ ok: boolean, output: string }>} work
 * @returns {Promise<Result>}
 */
async function runner(name, count, work) {
  const report = join(reports, name)
  mkdirSync(reports, { recursive: true })
  rmSync(report, { force: true })
  const { ok, output } = await work(report)
  if (!existsSync(report)) return { passed: 0, failed: 1, output: `${output}\nIt ended without a report.` }
  const { passed, failed } = count(report)
  if (passed + failed === 0) return { passed, failed: 1, output: `${output}\nIt ran no test.` }
  if (!ok && failed === 0) return { passed, failed: 1, output: `${output}\nIt failed outside of a test.` }
  return { passed, failed, output }
}

async function typeCheck() {
  const folders = [root, ...workspaces()].filter((path) => existsSync(join(path, 'tsconfig.json')))
  return all(folders.map((path) => () => run('tsc', ['--noEmit', '-p', path])))
}

/** @param {(path: string) => Promise<{ ok: boolean, output: string }>} work */
function eachPackage(work) {
  return all(published().map((path) => () => work(path)))
}

/** @param {(() => Promise<{ ok: boolean, output: string }>)[]} works One after the other, each to its end. */
async function all(works) {
  let ok = true
  let output = ''
  for (const work of works) {
    const result = await work()
    ok &&= result.ok
    output += result.output
  }
  return { ok, output }
}
