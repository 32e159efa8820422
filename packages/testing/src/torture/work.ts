import { pool } from './pool.js'
import type { Run, Verdict } from './run.js'
import type { World } from './World.js'

/** Something to be tortured, once. */
export type Piece = () => Promise<Run>

// A little more than the grace period of a channel, in milliseconds.
const grace = 1_000_000

/**
 * Runs pieces, so many at once, so that the longest waits decide how long it takes; the chain's time is moved
 * afterwards.
 */
export async function work(
  world: Pick<World, 'post'>,
  pieces: Iterable<Piece>,
  { width, over }: { readonly width: number; readonly over?: () => void },
): Promise<Verdict[]> {
  const runs = await pool(pieces, width, (piece) => piece().finally(over))
  await pool(runs, width, async (run) => run.force?.(0))
  await world.post('/devnet/increase-time', { seconds: grace / 1000 })
  await pool(runs, width, async (run) => run.force?.(grace))
  const verdicts = await pool(runs, width, (run) => run.judge())
  await world.post('/devnet/reset-time', {})
  return verdicts
}
