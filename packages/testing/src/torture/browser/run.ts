import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import type { Browser, BrowserContext, Page } from 'playwright'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { createFaultProxy, type FaultProxy } from '../../faults/createFaultProxy.js'
import type { Rule } from '../../faults/Plan.js'
import { wrongsOf } from '../books.js'
import type { Kind } from '../kinds.js'
import type { Visit } from '../Person.js'
import type { World } from '../World.js'
import type { Driven, Given, Seen } from './script.js'

/** What goes wrong with a page in a browser. */
export type BrowserTrouble = {
  readonly rules?: readonly Rule[]
  /** The page is closed when so many requests have come; a new one takes its place. */
  readonly closes?: readonly number[]
  readonly tabs?: number
}

/** How a run in a browser ended. */
export type BrowserVerdict = {
  readonly ends: readonly Visit[]
  readonly payments: number
  readonly phases: readonly string[]
  readonly wrongs: readonly string[]
  readonly codes: readonly string[]
}

/** The page's script, bundled. */
export async function bundlePage(): Promise<string> {
  const { outputFiles } = await esbuild.build({
    entryPoints: [fileURLToPath(new URL('script.ts', import.meta.url))],
    ...{ bundle: true, minify: true, format: 'iife', platform: 'browser', target: 'es2022', write: false },
    logLevel: 'silent',
  })
  const text = outputFiles[0]?.text.replaceAll('</script', '<\\/script')
  return `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>A page</title><script>${text}</script>`
}

/** Lets somebody buy one thing in a real browser, whose pages are closed in the middle of it. */
export async function runInBrowser(
  world: World,
  browser: Browser,
  html: string,
  kind: Kind,
  { rules = [], closes = [], tabs = 1 }: BrowserTrouble,
): Promise<BrowserVerdict> {
  const key = generatePrivateKey()
  const account = privateKeyToAccount(key)
  await world.post('/devnet/fund', { address: account.address })
  const proxy = await createFaultProxy({ target: world.url, pages: { '/page': html } })
  proxy.plan(...rules)
  const context = await browser.newContext()
  try {
    const given = { kind: kind.name, key }
    const wanted = await Promise.all(
      Array.from({ length: tabs }, (_, tab) => want(context, proxy, given, tab === 0 ? closes : [])),
    )
    await proxy.idle()
    const page = await load(context, proxy)
    const attempts = await page.evaluate(() =>
      (globalThis as typeof globalThis & { driven: Driven }).driven.attempts(),
    )
    const payments =
      kind.books === 'cards'
        ? (await world.charges(new Set(attempts.map(({ challenge }) => challenge)))).map(BigInt)
        : (await world.sales(account.address)).map(({ amount }) => amount)
    return {
      ends: wanted.map(({ end }) => end),
      payments: payments.length,
      phases: attempts.map(({ phase }) => phase),
      codes: wanted.flatMap(({ codes }) => codes),
      wrongs: wrongsOf(
        kind,
        wanted.map(({ end, asked }) => ({ end: end === 'again' ? 'nothing' : end, asked })),
        attempts,
        payments,
      ),
    }
  } finally {
    await context.close()
    await proxy.stop()
  }
}

async function want(
  context: BrowserContext,
  proxy: FaultProxy,
  given: Given,
  closes: readonly number[],
): Promise<{ end: Visit; asked: number; codes: string[] }> {
  const deaths = [...closes]
  const codes: string[] = []
  let end: Visit = 'again'
  let asked = 0
  for (let round = 0; round < 8; round++) {
    const page = await load(context, proxy)
    const death = deaths.shift()
    const closing = death === undefined ? undefined : closeAt(page, proxy, death)
    const seen: Seen | undefined = await page
      .evaluate((given) => (globalThis as typeof globalThis & { driven: Driven }).driven.visit(given), given)
      // A page that was closed says nothing; what it asked is in no count.
      .catch(() => undefined)
    closing?.()
    await page.close()
    if (!seen) {
      asked++
      continue
    }
    const told = end === 'undelivered' && seen.visit === 'undelivered'
    end = seen.visit
    asked += seen.asked
    codes.push(...seen.codes)
    if (end === 'had' || end === 'lost' || told) break
  }
  return { end, asked, codes }
}

async function load(context: BrowserContext, proxy: FaultProxy): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${proxy.url}/page`)
  return page
}

/** Closes a page when so many requests more have come, unless the answer is called before. */
function closeAt(page: Page, proxy: FaultProxy, count: number): () => void {
  let over = false
  const until = proxy.log.length + count
  async function watch(): Promise<void> {
    while (proxy.log.length < until) await proxy.arrived()
    if (!over) await page.close()
  }
  void watch()
  return () => {
    over = true
  }
}
