import { type Browser, chromium } from 'playwright'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { launchOptions } from '../../../../../scripts/chromium.mjs'
import type { Trouble } from '../Case.js'
import { kinds } from '../kinds.js'
import { createReport } from '../report.js'
import type { Verdict } from '../run.js'
import { sessionKinds } from '../sessionKinds.js'
import { troubles } from '../table.js'
import { startWorld, type World } from '../World.js'
import { type Piece, work } from '../work.js'
import { bundlePage } from './page.js'
import { runInBrowser, type Screen } from './run.js'
import { runSessionInBrowser } from './runSession.js'

// A real Chromium with its own IndexedDB and locks: pages that are closed in the middle, and two tabs at once.

let world: World
let browser: Browser
let screen: Screen
beforeAll(async () => {
  // mppx prints every refusal.
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const [started, launched, html] = await Promise.all([
    startWorld(),
    chromium.launch(launchOptions()),
    bundlePage(),
  ])
  world = started
  browser = launched
  screen = { browser, html }
})
afterAll(async () => {
  await browser?.close()
  await world?.stop()
})

const report = createReport()
const timeout = 1_200_000
// So many at once: two tabs of each share two cores.
const width = 4

const closedAt = (...deaths: number[]): Trouble => ({ name: 'page closed', group: 'page closed', deaths })
const lostAt = (...deaths: number[]): Trouble => ({
  ...{ name: 'answer lost, page closed', group: 'answer lost, page closed', deaths },
  rules: [{ on: 'paid', fault: { at: 'answer', what: 'drop' } }],
})
const twoTabs = (...deaths: number[]): Trouble => ({
  ...{ name: 'two tabs, one closed', group: 'two tabs, one closed', deaths, tabs: 2 },
})

// The short form is for what only a browser can show: its disk and its locks.
const isWanted = (name: string, short: string) =>
  report.isLong ? !report.only || report.only.includes(name) : name === short

async function judge(all: readonly (readonly Piece[])[]): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = []
  for (const pieces of all) {
    const batch = await work(world, pieces, { width })
    report.add(batch)
    verdicts.push(...batch)
  }
  expect(troubles(verdicts)).toEqual([])
  return verdicts
}

test('pages that are closed pay once', { timeout }, async () => {
  const counts = report.isLong ? [1, 2, 3, 4, 5, 6, 7, 8] : [6]
  const all = [
    ...counts.map((count) => closedAt(count)),
    ...counts.map((count) => twoTabs(count)),
    ...counts.slice(-3).map((count) => lostAt(count)),
  ]
  const chosen = kinds.filter(({ wallet, name }) => !wallet && isWanted(name, 'tempo pull kept'))
  const verdicts = await judge(
    chosen.map((kind) => all.map((trouble) => () => runInBrowser(world, screen, kind, trouble))),
  )
  // Whoever insists does not go away with nothing.
  expect(verdicts.flatMap(({ ends }) => ends)).not.toContain('nothing')
})

test('pages that are closed lose nothing of a deposit', { timeout }, async () => {
  const counts = report.isLong ? [2, 4, 6, 8, 10, 12, 14, 16, 20] : [12]
  const all = [...counts.map((count) => closedAt(count)), ...counts.map((count) => twoTabs(count))]
  const chosen = sessionKinds.filter(({ name }) => isWanted(name, 'session requests'))
  await judge(
    chosen.map((kind) => all.map((trouble) => () => runSessionInBrowser(world, screen, kind, trouble))),
  )
})
