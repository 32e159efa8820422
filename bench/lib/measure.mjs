// Measures kit and peers in turns within one process, so that all meet the same noise.

/** Whether a short run is wanted. */
export const fast = process.env.FAST === '1'
/** How often each side has its turn. */
export const rounds = fast ? 7 : 15
const batchMilliseconds = fast ? 5 : 30
const warmUpMilliseconds = fast ? 80 : 500

/** @type {{ last?: unknown }} The last answer, kept so that no compiler can leave the work out. */
const kept = {}

/**
 * Nanoseconds that one call of each side takes, round by round.
 *
 * @template {string} Name
 * @param {Record<Name, (at: number) => unknown>} sides What to call, with a running number; a promise is waited for.
 * @returns {Promise<Record<Name, number[]>>}
 */
export async function measure(sides) {
  const names = /** @type {Name[]} */ (Object.keys(sides))
  const calls = /** @type {Record<Name, number>} */ ({})
  const times = /** @type {Record<Name, number[]>} */ ({})
  for (const name of names) {
    times[name] = []
    calls[name] = await warmUp(sides[name])
  }
  for (let round = 0; round < rounds; round++)
    for (const name of inTurn(names, round)) times[name].push(await time(sides[name], calls[name]))
  return times
}

/**
 * What one turn of each side brings, round by round: for what is more than one call, or no time.
 *
 * @template {string} Name
 * @template Value
 * @param {number} count
 * @param {Record<Name, () => Promise<Value> | Value>} sides
 * @returns {Promise<Record<Name, Value[]>>}
 */
export async function takeTurns(count, sides) {
  const names = /** @type {Name[]} */ (Object.keys(sides))
  const values = /** @type {Record<Name, Value[]>} */ ({})
  for (const name of names) values[name] = []
  for (let round = 0; round < count; round++)
    for (const name of inTurn(names, round)) values[name].push(await sides[name]())
  return values
}

/**
 * The order of a round. It turns, so that no side always runs after the same one's garbage.
 *
 * @template Name
 * @param {readonly Name[]} names
 * @param {number} round
 */
function inTurn(names, round) {
  return round % 2 ? [...names].reverse() : names
}

/** @param {(at: number) => unknown} work @returns {Promise<number>} The calls that fill one batch. */
async function warmUp(work) {
  const end = performance.now() + warmUpMilliseconds
  let calls = 1
  while (performance.now() < end) {
    const each = await time(work, calls)
    calls = Math.max(1, Math.round((batchMilliseconds * 1e6) / each))
  }
  return calls
}

/**
 * @param {(at: number) => unknown} work
 * @param {number} calls
 */
async function time(work, calls) {
  const first = work(0)
  await first
  const started = performance.now()
  if (first instanceof Promise) for (let at = 0; at < calls; at++) kept.last = await work(at)
  else for (let at = 0; at < calls; at++) kept.last = work(at)
  return Math.max(((performance.now() - started) * 1e6) / calls, 0.1)
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}

/**
 * The median of each round's own difference, or whatever else two sides of one round make.
 *
 * @param {readonly number[]} some
 * @param {readonly number[]} others
 * @param {(one: number, other: number) => number} combine
 */
export function paired(some, others, combine) {
  return some.map((one, at) => combine(one, others[at] ?? Number.NaN))
}
