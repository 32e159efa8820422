// Row 14: what a session meter costs a page that spends a thousand times a second, in a real browser.
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import * as vite from 'vite'
import { launchOptions } from '../../scripts/chromium.mjs'
import { sourceAliases } from '../../scripts/sources.mjs'

/** @import { Row } from '../run.mjs' */

const perSecond = 1000
const seconds = process.env.FAST ? 1 : 5

/** @returns {Promise<Row[]>} */
export async function meterRows() {
  const browser = await chromium.launch(launchOptions())
  try {
    const page = await browser.newPage()
    await page.setContent('<!doctype html><body>')
    await page.addScriptTag({ content: await bundled() })
    const { updates, frames, commits, more, longest } = await page.evaluate(
      (load) => /** @type {any} */ (globalThis).watchMeter(load),
      { perSecond, seconds },
    )
    const what = `SessionMeter at ${perSecond} updates a second`
    const none = { peer: '', ratio: '' }
    return [
      {
        what: `${what}: frames with more than one commit`,
        ...none,
        kit: `${more} of ${frames} (${updates} updates, ${commits} commits)`,
        goal: 'none',
        met: more === 0 && commits > 0,
      },
      {
        what: `${what}: longest task over 50 ms`,
        ...none,
        kit: longest === 0 ? 'none' : `${longest.toFixed(0)} ms`,
        goal: 'none',
        met: longest === 0,
      },
    ]
  } finally {
    await browser.close()
  }
}

async function bundled() {
  const result = await vite.build({
    configFile: false,
    envFile: false,
    publicDir: false,
    logLevel: 'silent',
    resolve: { alias: sourceAliases(), dedupe: ['react', 'react-dom'] },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      lib: {
        entry: fileURLToPath(new URL('meterPage.mjs', import.meta.url)),
        formats: ['iife'],
        name: 'meter',
      },
    },
  })
  const [output] = /** @type {vite.Rolldown.RolldownOutput[]} */ (result)
  return output?.output[0].code ?? ''
}
