import {
  createRandom,
  deathAt,
  mixed,
  type Random,
  sessionSingles,
  singles,
  type Trouble,
  tabsOf,
} from './Case.js'
import { type Kind, kinds } from './kinds.js'
import type { Report } from './report.js'
import { run, type Verdict } from './run.js'
import { runSession } from './runSession.js'
import { type SessionKind, sessionKinds } from './sessionKinds.js'
import type { World } from './World.js'
import { type Piece, work } from './work.js'

/** How much of it. */
export type TortureOptions = {
  readonly seed: number
  /** Milliseconds; once everything was tried by itself, several things go wrong at once until this is over. */
  readonly time?: number | undefined
  /** Of each kind so many single faults, and some deaths and mixtures, and nothing more. */
  readonly sample?: number | undefined
  /** The kinds to try. Default: all. */
  readonly only?: readonly string[] | undefined
  readonly report?: Pick<Report, 'add' | 'over'> | undefined
}

type Chosen = { readonly charges: readonly Kind[]; readonly sessions: readonly SessionKind[] }

function chooseKinds(only: readonly string[] | undefined): Chosen {
  const names = [...kinds, ...sessionKinds].map(({ name }) => name)
  const unknown = only?.find((name) => !names.includes(name))
  if (unknown !== undefined) throw new Error(`There is no '${unknown}'. There are: ${names.join(', ')}.`)
  const wanted = ({ name }: { readonly name: string }) => !only || only.includes(name)
  return { charges: kinds.filter(wanted), sessions: sessionKinds.filter(wanted) }
}

// So many at once: they mostly wait.
const width = 16
const chargeSteps = 32
const sessionDeaths = 28

/** Lets everything go wrong that can, and says how each run ended. */
export async function torture(world: World, options: TortureOptions): Promise<Verdict[]> {
  const end = Date.now() + (options.time ?? 0)
  const { seed, sample, only, report } = options
  const chosen = chooseKinds(only)
  const random = createRandom(seed)
  const verdicts: Verdict[] = []
  async function add(pieces: Iterable<Piece>): Promise<void> {
    let runs = 0
    const batch = await work(world, pieces, { width, over: () => report?.over(++runs) })
    report?.add(batch)
    verdicts.push(...batch)
  }
  if (sample !== undefined) await add(samples(world, chosen, random, sample))
  else {
    await add(everything(world, chosen))
    while (Date.now() < end) await add(until(end, mixtures(world, chosen, random, 12)))
  }
  return verdicts
}

const charge = (world: World, kind: Kind) => (trouble: Trouble) => () => run(world, kind, trouble)
const session = (world: World, kind: SessionKind) => (trouble: Trouble) => () =>
  runSession(world, kind, trouble)

/** What goes wrong by itself: every fault, and a death at every step. Sessions wait longest and begin first. */
const everything = (world: World, { charges, sessions }: Chosen): Piece[] => [
  ...sessions.flatMap((kind) => sessionTroubles(kind, 2).map(session(world, kind))),
  ...charges.flatMap((kind) => chargeTroubles(kind).map(charge(world, kind))),
]

/** A few of all that, the same for the same seed. */
const samples = (world: World, chosen: Chosen, random: Random, sample: number): Piece[] => [
  ...chosen.sessions.flatMap((kind) =>
    some(sessionTroubles(kind, 1), sample, random).map(session(world, kind)),
  ),
  ...mixtures(world, chosen, random, Math.ceil(sample / 4)),
  ...chosen.charges.flatMap((kind) => some(chargeTroubles(kind), sample, random).map(charge(world, kind))),
]

const steps = (length: number, stride: number) =>
  Array.from({ length: Math.ceil(length / stride) }, (_, n) => deathAt(n * stride))

const chargeTroubles = (kind: Kind) => [
  ...singles(kind),
  ...steps(chargeSteps, 1),
  ...[2, 3].map((tabs) => tabsOf(tabs)),
]
const sessionTroubles = (kind: SessionKind, depth: number) => [
  ...sessionSingles(kind, depth),
  ...steps(kind.moments, Math.ceil(kind.moments / sessionDeaths)),
]

const mixtures = (world: World, chosen: Chosen, random: Random, each: number): Piece[] => [
  ...chosen.sessions.flatMap((kind) =>
    times(Math.ceil(each / 2), () =>
      // Its tabs are tortured in a browser.
      session(world, kind)({ ...mixed(kind, random, kind.moments), tabs: 1 }),
    ),
  ),
  ...chosen.charges.flatMap((kind) =>
    times(each, () => charge(world, kind)(mixed(kind, random, chargeSteps))),
  ),
]

const times = <item>(length: number, make: () => item): item[] => Array.from({ length }, make)

/** As many as begin before an end. */
function* until<item>(end: number, items: Iterable<item>): Generator<item> {
  for (const item of items) {
    if (Date.now() >= end) return
    yield item
  }
}

/** The first of them, and so many others. */
function some(troubles: readonly Trouble[], count: number, random: Random): Trouble[] {
  const [first, ...rest] = troubles
  const chosen = times(count, () => rest.splice(random(rest.length), 1)).flat()
  return first ? [first, ...chosen] : chosen
}
