import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import type { BrowserContext, Page } from 'playwright'
import type { FaultProxy } from '../../faults/createFaultProxy.js'
import type { Driven } from './script.js'

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

export async function load(context: BrowserContext, proxy: FaultProxy): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${proxy.url}/page`)
  return page
}

/** Has the page do something. */
export function drive<name extends keyof Driven>(
  page: Page,
  name: name,
  ...given: Parameters<Driven[name]>
): Promise<Awaited<ReturnType<Driven[name]>>> {
  return page.evaluate(`driven.${name}(...${JSON.stringify(given)})`)
}

/** Closes a page when so many requests more have come, unless the answer is called before. */
export function closeAt(page: Page, proxy: FaultProxy, count: number): () => void {
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
