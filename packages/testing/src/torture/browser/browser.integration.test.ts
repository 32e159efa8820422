import { type Browser, chromium } from 'playwright'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { launchOptions } from '../../../../../scripts/chromium.mjs'
import { kinds } from '../kinds.js'
import { startWorld, type World } from '../World.js'
import { bundlePage, runInBrowser } from './run.js'

// A real Chromium with its own IndexedDB and locks: pages that are closed in the middle, and two tabs at once.

let world: World
let browser: Browser
let html: string
beforeAll(async () => {
  // mppx prints every refusal.
  vi.spyOn(console, 'error').mockImplementation(() => {})
  ;[world, browser, html] = await Promise.all([startWorld(), chromium.launch(launchOptions()), bundlePage()])
})
afterAll(async () => {
  await browser?.close()
  await world?.stop()
})

const chosen = kinds.filter(({ name }) => ['tempo pull', 'stripe'].includes(name))

test.each(chosen)(
  '$name: pages that are closed at a request pay once',
  { timeout: 300_000 },
  async (kind) => {
    // The price, what the method asks for, the proof.
    for (const count of [2, 6, 7]) {
      const { wrongs, payments, ends } = await runInBrowser(world, browser, html, kind, { closes: [count] })
      expect({ count, wrongs }).toEqual({ count, wrongs: [] })
      // What the page did not live to send may stay unknown, and then nothing was paid.
      expect({ count, payments }).toEqual({ count, payments: ends[0] === 'open' ? 0 : 1 })
    }
  },
)

test.each(chosen)(
  '$name: of two tabs one is closed, and nothing is wrong',
  { timeout: 300_000 },
  async (kind) => {
    for (const closes of [[5]]) {
      const { wrongs, payments } = await runInBrowser(world, browser, html, kind, { closes, tabs: 2 })
      expect({ closes, wrongs }).toEqual({ closes, wrongs: [] })
      expect(payments).toBeLessThanOrEqual(2)
    }
  },
)

test.each(chosen)('$name: a lost answer and a reload pay once', { timeout: 300_000 }, async (kind) => {
  const rules = [{ on: 'paid', fault: { at: 'answer', what: 'drop' } }] as const
  const { wrongs, payments } = await runInBrowser(world, browser, html, kind, { rules, closes: [7] })
  expect(wrongs).toEqual([])
  expect(payments).toBe(1)
})
