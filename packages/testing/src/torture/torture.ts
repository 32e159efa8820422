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
import { pool } from './pool.js'
import { type Run, run, type Verdict } from './run.js'
import { runSession } from './runSession.js'
import { type SessionKind, sessionKinds } from './sessionKinds.js'
import type { World } from './World.js'

/** How much of it. */
export type TortureOptions = {
  readonly seed: number
  /** Milliseconds; once everything was tried by itself, several things go wrong at once until this is over. */
  readonly time?: number | undefined
  /** Of each kind so many single faults, so many deaths and so many mixtures, and nothing more. */
  readonly sample?: number | undefined
  /** The kinds to try. Default: all. */
  readonly only?: readonly string[] | undefined
  /** Told of all that has ended, from time to time. */
  readonly tell?: ((verdicts: readonly Verdict[]) => void) | undefined
}

type Piece = () => Promise<Run>
type Chosen = { readonly charges: readonly Kind[]; readonly sessions: readonly SessionKind[] }

function chooseKinds(only: readonly string[] | undefined): Chosen {
  const wanted = ({ name }: { readonly name: string }) => !only || only.includes(name)
  return { charges: kinds.filter(wanted), sessions: sessionKinds.filter(wanted) }
}

// So many at once: they mostly wait.
const width = 12
// A little more than the grace period of a channel.
const grace = 1_000_000
const chargeSteps = 32
const sessionSteps = 110

/** Lets everything go wrong that can, and says how each run ended. */
export async function torture(world: World, options: TortureOptions): Promise<Verdict[]> {
  const started = Date.now()
  const { seed, time = 0, sample, only, tell = () => {} } = options
  const chosen = chooseKinds(only)
  const random = createRandom(seed)
  const verdicts: Verdict[] = []
  async function add(pieces: readonly Piece[]): Promise<void> {
    verdicts.push(...(await work(world, pieces)))
    tell(verdicts)
  }
  for (const pieces of batches(world, chosen, random, sample)) await add(pieces)
  while (sample === undefined && Date.now() - started < time) await add(mixtures(world, chosen, random, 6))
  return verdicts
}

async function work(world: World, pieces: readonly Piece[]): Promise<Verdict[]> {
  const runs = await pool(pieces, width, (piece) => piece())
  await pool(runs, width, async (run) => run.force?.(0))
  await world.post('/devnet/increase-time', { seconds: grace / 1000 })
  await pool(runs, width, async (run) => run.force?.(grace))
  const verdicts = await pool(runs, width, (run) => run.judge())
  await world.post('/devnet/reset-time', {})
  return verdicts
}

/** One batch for each kind, with what goes wrong by itself. */
function* batches(
  world: World,
  chosen: Chosen,
  random: Random,
  sample: number | undefined,
): Generator<readonly Piece[]> {
  const { charges: kinds, sessions: sessionKinds } = chosen
  if (sample !== undefined) {
    // All at once: the longest waits decide how long it takes.
    const charges = kinds.flatMap((kind) =>
      some(chargeTroubles(kind), sample, random).map(charge(world, kind)),
    )
    const rest = sessionKinds.flatMap((kind) =>
      some(sessionTroubles(kind, 1), Math.ceil(sample / 3), random).map(session(world, kind)),
    )
    yield [...rest, ...charges, ...mixtures(world, chosen, random, Math.ceil(sample / 4))]
    return
  }
  for (const kind of kinds) yield chargeTroubles(kind).map(charge(world, kind))
  for (const kind of sessionKinds) yield sessionTroubles(kind, 2).map(session(world, kind))
}

const charge = (world: World, kind: Kind) => (trouble: Trouble) => () => run(world, kind, trouble)
const session = (world: World, kind: SessionKind) => (trouble: Trouble) => () =>
  runSession(world, kind, trouble)

const steps = (length: number, stride: number) =>
  Array.from({ length: Math.ceil(length / stride) }, (_, n) => deathAt(n * stride))

const chargeTroubles = (kind: Kind) => [
  ...singles(kind),
  ...steps(chargeSteps, 1),
  ...[2, 3].map((tabs) => tabsOf(tabs)),
]
const sessionTroubles = (kind: SessionKind, depth: number) => [
  ...sessionSingles(kind, depth),
  ...steps(sessionSteps, 4),
]

const mixtures = (world: World, chosen: Chosen, random: Random, each: number): Piece[] => [
  ...chosen.charges.flatMap((kind) =>
    times(each, () => charge(world, kind)(mixed(kind, random, chargeSteps))),
  ),
  ...chosen.sessions.flatMap((kind) =>
    times(Math.ceil(each / 2), () => session(world, kind)(mixed(kind, random, sessionSteps))),
  ),
]

const times = <item>(length: number, make: () => item): item[] => Array.from({ length }, make)

/** The first of them, and so many others. */
function some(troubles: readonly Trouble[], count: number, random: Random): Trouble[] {
  const [first, ...rest] = troubles
  const chosen = times(count, () => rest.splice(random(rest.length), 1)).flat()
  return first ? [first, ...chosen] : chosen
}
