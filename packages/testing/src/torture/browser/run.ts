import type { Browser, BrowserContext } from 'playwright'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { createFaultProxy, type FaultProxy } from '../../faults/createFaultProxy.js'
import { endsOf, wrongsOf } from '../books.js'
import { describe, type Trouble } from '../Case.js'
import type { Kind } from '../kinds.js'
import type { Visit, Wanted } from '../Person.js'
import { endless, type Run } from '../run.js'
import type { World } from '../World.js'
import { within } from '../within.js'
import { closeAt, drive, load } from './page.js'
import type { Given, Seen } from './script.js'

/** A browser, and the page that is shown in it. */
export type Screen = { readonly browser: Browser; readonly html: string }

/** Lets somebody buy one thing in a real browser, whose pages are closed when so many requests have come. */
export async function runInBrowser(
  world: World,
  { browser, html }: Screen,
  kind: Kind,
  trouble: Trouble,
): Promise<Run> {
  const { rules = [], deaths = [], tabs = 1 } = trouble
  const began = performance.now()
  const key = generatePrivateKey()
  const account = privateKeyToAccount(key)
  await world.post('/devnet/fund', { address: account.address })
  const proxy = await createFaultProxy({ target: world.url, pages: { '/page': html } })
  proxy.plan(...rules)
  const context = await browser.newContext()
  const given = { kind: kind.name, key }
  const work = Promise.all(
    Array.from({ length: tabs }, (_, tab) => want(context, proxy, given, kind, tab === 0 ? deaths : [])),
  )
  const wanted = await within(work)
  const took = performance.now() - began
  const hung = wanted ? [] : [endless(proxy)]
  const attempts = await load(context, proxy).then((page) => drive(page, 'attempts'))
  await context.close()
  await proxy.stop()
  await proxy.idle()

  return {
    async judge() {
      const payments =
        kind.books === 'cards'
          ? (await world.charges(new Set(attempts.map(({ challenge }) => challenge)))).map(BigInt)
          : (await world.sales(account.address)).map(({ amount }) => amount)
      const ends = endsOf(wanted ?? [], attempts)
      const codes = wanted?.flatMap(({ codes }) => codes) ?? []
      return {
        kind: `${kind.name}, in Chromium`,
        trouble: trouble.name,
        group: trouble.group,
        story: `${kind.name}, in Chromium: ${describe(trouble)} -> ${[...ends, ...codes].join(' ')}`,
        ends,
        steps: proxy.log.length,
        took,
        doubles: Math.max(0, payments.length - (kind.keep ? 1 : tabs)),
        lost: 0n,
        wrongs: wanted ? wrongsOf(kind, wanted, attempts, payments) : hung,
      }
    },
  }
}

async function want(
  context: BrowserContext,
  proxy: FaultProxy,
  given: Given,
  { keep }: Kind,
  closes: readonly number[],
): Promise<Omit<Wanted, 'steps'>> {
  const deaths = [...closes]
  const codes: string[] = []
  let end: Visit = 'again'
  let asked = 0
  for (let round = 0; round < 8; round++) {
    const page = await load(context, proxy)
    const death = deaths.shift()
    const closing = death === undefined ? undefined : closeAt(page, proxy, death)
    // A page that was closed says nothing; what it asked is in no count.
    const seen: Seen | undefined = await drive(page, 'visit', given).catch(() => undefined)
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
  const again = keep && end === 'had' ? await drive(await load(context, proxy), 'again', given) : undefined
  return { end: end === 'again' ? 'nothing' : end, asked, codes, again }
}
