import { setTimeout as wait } from 'node:timers/promises'
import type { BrowserContext } from 'playwright'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { createFaultProxy, type FaultProxy } from '../../faults/createFaultProxy.js'
import { describe, type Trouble } from '../Case.js'
import { endless, type Run } from '../run.js'
import { patienceOf } from '../SessionPerson.js'
import { endOfSession, wrongsOfSession } from '../sessionBooks.js'
import type { SessionKind } from '../sessionKinds.js'
import type { World } from '../World.js'
import { within } from '../within.js'
import { closeAt, drive, load } from './page.js'
import type { Screen } from './run.js'
import type { Given } from './script.js'

const tries = 5

/** Lets somebody pay as they go in a real browser, in one tab or in several at once, whose first is closed in between. */
export async function runSessionInBrowser(
  world: World,
  { browser, html }: Screen,
  kind: SessionKind,
  trouble: Trouble,
): Promise<Run> {
  const { rules = [], deaths = [], tabs = 1 } = trouble
  const began = performance.now()
  const key = generatePrivateKey()
  const { address } = privateKeyToAccount(key)
  await world.post('/devnet/fund', { address })
  const funded = await world.balance(address)
  const proxy = await createFaultProxy({ target: world.url, pages: { '/page': html } })
  proxy.plan(...rules)
  const context = await browser.newContext()
  const given = { kind: kind.name, key }
  const work = Promise.all(
    Array.from({ length: tabs }, (_, tab) => use(context, proxy, kind, given, tab === 0 ? deaths : [])),
  )
  const used = await within(work)
  const page = await load(context, proxy)
  let left = ['open']
  for (let n = 0; left.length > 0 && n < tries; n++) left = await drive(page, 'close', given)
  const took = performance.now() - began
  const hung = used ? [] : [endless(proxy)]
  const agreed = BigInt(await drive(page, 'agreed'))
  const forced = left.length > 0
  async function leave(): Promise<void> {
    await context.close()
    await proxy.stop()
    await proxy.idle()
  }
  if (!forced) await leave()

  return {
    async force(ahead) {
      if (forced) left = await drive(page, 'close', given, { ahead })
    },
    async judge() {
      if (forced) await leave()
      const had = used?.reduce((sum, each) => sum + each.had, 0) ?? 0
      const books = { ...(await world.sessionBooks(address, funded)), log: proxy.log, had, agreed, left }
      const codes = used?.flatMap((each) => each.codes) ?? []
      const end = endOfSession(books, forced)
      return {
        kind: `${kind.name}, in Chromium`,
        trouble: trouble.name,
        group: trouble.group,
        story: `${kind.name}, in Chromium: ${describe(trouble)} -> ${[end, ...codes].join(' ')}`,
        ends: [end],
        steps: proxy.log.length,
        took,
        doubles: 0,
        lost: books.lost,
        wrongs: [...hung, ...wrongsOfSession(kind, books)],
      }
    },
  }
}

/** Does all steps; one that its page did not live to do is done again on the next. */
async function use(
  context: BrowserContext,
  proxy: FaultProxy,
  { steps }: SessionKind,
  given: Given,
  closes: readonly number[],
): Promise<{ had: number; codes: string[] }> {
  const deaths = [...closes]
  const codes: string[] = []
  let had = 0
  let page = await load(context, proxy)
  let closing = watch()
  function watch() {
    const death = deaths.shift()
    return death === undefined ? () => {} : closeAt(page, proxy, death)
  }
  for (const [index, { once }] of steps.entries())
    for (let n = 0; n < (once ? 1 : tries); n++) {
      const done = await drive(page, 'step', given, index).catch(() => undefined)
      had += done?.had ?? 0
      if (done && !done.code) break
      if (done?.code) {
        codes.push(done.code)
        await wait(patienceOf(done.code, n))
      }
      if (!page.isClosed()) continue
      page = await load(context, proxy)
      closing = watch()
    }
  closing()
  if (!page.isClosed()) await page.close()
  return { had, codes }
}
