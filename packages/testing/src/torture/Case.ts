import { type Fault, faultsOf, type Lane, nameOf } from '../faults/Fault.js'
import type { Rule } from '../faults/Plan.js'
import type { Kind } from './kinds.js'
import type { SessionKind } from './sessionKinds.js'
import type { WalletFault } from './Wallet.js'

/** What goes wrong in one run. */
export type Trouble = {
  /** How tables call it. */
  readonly name: string
  /** What it is one of, where tables are short. */
  readonly group: string
  readonly rules?: readonly Rule[]
  readonly wallet?: WalletFault
  /** The step at which the page dies, and at which the reloaded one does. */
  readonly deaths?: readonly number[]
  /** How many tabs want the thing at once. Default: 1. */
  readonly tabs?: number
}

const nothing: Trouble = { name: 'nothing', group: 'nothing' }

const called = (lane: Lane, fault: Fault) => ({ name: `${lane} ${nameOf(fault)}`, group: lane })

/** One fault at a time: every fault of every lane. */
export function singles({ lanes, wallet }: Kind): Trouble[] {
  const all: readonly Lane[] = ['unpaid', 'paid', ...lanes]
  const faults = all.flatMap((lane) =>
    faultsOf(lane).map((fault) => ({ ...called(lane, fault), rules: [{ on: lane, fault }] })),
  )
  const walletFaults: readonly WalletFault[] = wallet ? ['says no', 'fails', 'answer lost'] : []
  return [
    nothing,
    ...faults,
    ...walletFaults.map((fault) => ({ name: `wallet ${fault}`, group: 'wallet', wallet: fault })),
  ]
}

/** One fault at a time, at each of the first exchanges of a session. */
export function sessionSingles({ lanes }: SessionKind, depth: number): Trouble[] {
  const all = lanes.flatMap((lane) =>
    faultsOf(lane).flatMap((fault) =>
      Array.from({ length: lane === 'unpaid' ? 1 : depth }, (_, n) => ({
        ...called(lane, fault),
        rules: [{ on: lane, nth: n + 1, fault }],
      })),
    ),
  )
  return [nothing, ...all]
}

/** The page dies at a step. */
export const deathAt = (step: number): Trouble => ({ name: 'page dies', group: 'page dies', deaths: [step] })

/** Several tabs at once. */
export const tabsOf = (tabs: number): Trouble => ({ name: `${tabs} tabs`, group: 'tabs', tabs })

/** Whole numbers below a bound, the same for the same seed. */
export type Random = (below: number) => number

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/**
 * Several things at once: up to three faults, or a line that is down for a while, a page that may die twice, one tab
 * or two.
 *
 * @param length steps at which a page may die.
 */
export function mixed(kind: Pick<Kind, 'lanes'>, random: Random, length: number): Trouble {
  const lanes: readonly Lane[] = ['unpaid', 'paid', 'paid', ...kind.lanes, ...kind.lanes]
  const pick = <item>(items: readonly item[]): item => items[random(items.length)] ?? never()
  const rules = Array.from({ length: 1 + random(3) }, (): Rule => {
    const lane = pick(lanes)
    return { on: lane, nth: 1 + random(3), fault: pick(faultsOf(lane)) }
  })
  const down = pick(lanes)
  const at = random(2) ? 'request' : 'answer'
  const outage = Array.from({ length: 8 }, (): Rule => ({ on: down, nth: 2, fault: { at, what: 'drop' } }))
  return {
    ...{ name: 'mixed', group: 'mixed' },
    rules: random(4) === 0 ? outage : rules,
    deaths: Array.from({ length: random(3) }, () => random(length)),
    tabs: random(4) === 0 ? 2 : 1,
  }
}

function never(): never {
  throw new Error('A lane has no faults.')
}

/** A trouble in one line, so that it can be had again. */
export function describe({ name, rules = [], wallet, deaths = [], tabs = 1 }: Trouble): string {
  const struck = rules.map(({ on, nth = 1, fault }) => `${String(on)} ${nth} ${nameOf(fault)}`)
  const more = [
    ...struck,
    ...(wallet ? [`wallet ${wallet}`] : []),
    ...deaths.map((step) => `dies at ${step}`),
    ...(tabs > 1 ? [`${tabs} tabs`] : []),
  ]
  return `${name} (${more.join('; ')})`
}
