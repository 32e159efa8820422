import { createFaultProxy, type FaultProxy } from '../faults/createFaultProxy.js'
import { createDisk } from '../page/createDisk.js'
import { attemptsOn, endsOf, wrongsOf } from './books.js'
import { describe, type Trouble } from './Case.js'
import type { Kind } from './kinds.js'
import { type End, type Wanted, want } from './Person.js'
import type { World } from './World.js'
import { within } from './within.js'

/** How one run ended, by what people were told and by the books. */
export type Verdict = {
  readonly kind: string
  readonly trouble: string
  readonly group: string
  /** The trouble in full, to have it again. */
  readonly story: string
  readonly ends: readonly End[]
  readonly steps: number
  /** How long it took until it was over, in milliseconds. */
  readonly took: number
  /** Payments beyond those that were wanted. */
  readonly doubles: number
  /** What was kept of deposits that nobody can get back, in the smallest units. */
  readonly lost: bigint
  /** Everything that was said and is not so. */
  readonly wrongs: readonly string[]
}

/** A run that is over but for what may still arrive. */
export type Run = {
  /** Takes back through the chain what is still in channels, on a clock that is so many milliseconds ahead. */
  force?(ahead: number): Promise<void>
  /** Looks at the books. */
  judge(): Promise<Verdict>
}

/** Lets somebody buy one thing while something goes wrong. */
export async function run(world: World, kind: Kind, trouble: Trouble): Promise<Run> {
  const { tabs = 1, deaths = [], rules = [] } = trouble
  const account = await world.account()
  const funded = await world.balance(account.address)
  const proxy = await createFaultProxy({ target: world.url })
  proxy.plan(...rules)
  const disk = createDisk()
  let walletFault = trouble.wallet
  const fault = () => {
    const next = walletFault
    walletFault = undefined
    return next
  }
  const wallet = { walletRpcUrl: world.rpcUrl, chainId: world.chain.id, fault }
  const means = { account, origin: proxy.url, wallet }
  const work = Promise.all(
    Array.from({ length: tabs }, (_, tab) =>
      want({ kind, disk, proxy, means, deaths: tab === 0 ? deaths : [] }),
    ),
  )
  const began = performance.now()
  const wanted = await within(work)
  const took = performance.now() - began
  const hung = wanted ? [] : [endless(proxy)]
  await proxy.stop()
  await proxy.idle()

  return {
    async judge() {
      const challenges = new Set(attemptsOn(disk).map(({ offer }) => offer.challenge.id))
      const payments =
        kind.books === 'cards'
          ? (await world.charges(challenges)).map(BigInt)
          : (await world.sales(account.address)).map(({ amount }) => amount)
      const wrongs = wanted ? wrongsOf(kind, wanted, attemptsOn(disk), payments) : hung
      if (kind.books !== 'cards') {
        const spent = funded - (await world.balance(account.address)) - (await world.fees(account.address))
        const sum = payments.reduce((total, amount) => total + amount, 0n)
        if (spent !== sum) wrongs.push(`${spent} left the account, and ${sum} was paid`)
      }
      const had = wanted?.filter(({ end }) => end === 'had').length ?? 0
      if (kind.books === 'chain') {
        const known = await world.references()
        const booked = (await world.sales(account.address)).filter(({ hash }) => known.has(hash)).length
        if (booked < (kind.keep ? Math.min(had, 1) : had))
          wrongs.push(`${had} had it, and the merchant has booked ${booked}`)
      }
      return {
        kind: kind.name,
        trouble: trouble.name,
        group: trouble.group,
        story: `${kind.name}: ${describe(trouble)} -> ${told(wanted)}`,
        ends: endsOf(wanted ?? [], attemptsOn(disk)),
        steps: wanted?.reduce((sum, { steps }) => sum + steps, 0) ?? 0,
        took,
        doubles: Math.max(0, payments.length - (kind.keep ? 1 : tabs)),
        lost: 0n,
        wrongs,
      }
    },
  }
}

/** That a run never ended, and what was the last to be heard of it. */
export function endless({ log }: Pick<FaultProxy, 'log'>): string {
  const { lane, method, path, status = 'not answered' } = log.at(-1) ?? {}
  return `it never ended; the last of ${log.length} was ${lane}, ${method} ${path}, ${status}`
}

function told(wanted: readonly Wanted[] | undefined): string {
  return (wanted ?? []).map(({ end, codes }) => [end, ...codes].join(' ')).join(' | ')
}
