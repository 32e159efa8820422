// Rows 9 and 10: requests of a session that is open, 50 ms away: one by one, and many at once.
import { compared, counted } from '../compared.mjs'
import { rounds, takeTurns } from '../measure.mjs'
import { withRig } from './rig.mjs'

/**
 * @import { Row } from '../../run.mjs'
 * @import { Payer, Rig } from './rig.mjs'
 */

const deposit = '2'
// The server's own cryptography is most of what is not the wire, and the same on all sides.
const unchecked = '  where the server checks no signature'
const names = /** @type {const} */ (['kit', 'manager', 'mppx'])

/** @returns {Promise<Row[]>} */
export function warmRows() {
  return withRig(async (rig) => {
    const { times, requests } = await repeat(rig, '/page', names)
    const quick = await repeat(rig, '/quick', ['kit', 'mppx'])
    const most = Math.max(...requests.kit)
    return [
      counted('requests for a warm request, at most / mppx', {
        ...{ kit: most, peer: Math.max(...requests.manager), goal: '1', met: most === 1 },
      }),
      compared('warm request 50 ms away / mppx manager', times.kit, times.manager, 0.55, milliseconds),
      compared('warm request 50 ms away / Mppx.create', times.kit, times.mppx, 0.55, milliseconds),
      compared(unchecked, quick.times.kit, quick.times.mppx, undefined, milliseconds),
    ]
  })
}

/**
 * One request after the other.
 *
 * @param {Rig} rig
 * @param {string} path
 * @param {readonly (typeof names[number])[]} who
 */
async function repeat(rig, path, who) {
  const page = rig.places.farShop + path
  const sides = /** @type {Record<typeof names[number], () => Promise<number>>} */ ({})
  const requests = /** @type {Record<typeof names[number], number[]>} */ ({})
  for (const name of who) {
    const payer = await warm(rig, name, path)
    /** @type {number[]} */
    const all = []
    requests[name] = all
    sides[name] = async () => {
      await rig.seen()
      const started = performance.now()
      await get(payer, page)
      const time = performance.now() - started
      all.push((await rig.seen()).length)
      return time
    }
  }
  return { times: await takeTurns(2 * rounds, sides), requests }
}

/** @returns {Promise<Row[]>} */
export function crowdRows() {
  return withRig(async (rig) => {
    const rows = []
    for (const count of [8, 32]) rows.push(...(await crowd(rig, count)))
    return rows
  })
}

/** @typedef {{ time: number, answered: number, requests: number }} Crowd */

/** @param {Rig} rig @param {number} count @returns {Promise<Row[]>} */
async function crowd(rig, count) {
  const { kit, manager, mppx } = await gather(rig, count, '/page', names)
  const quick = await gather(rig, count, '/quick', ['kit', 'mppx'])
  const time = (/** @type {readonly Crowd[]} */ all) => all.map((each) => each.time)
  const isMet = kit.every(({ answered, requests }) => answered === count && requests === count)
  const goal = `${count} of ${count}, ${count}`
  const what = `${count} at once`
  const row = { kit: summary(kit, count), ratio: '', goal, met: isMet }
  return [
    { what: `${what}: answered, requests / mppx manager`, ...row, peer: summary(manager, count) },
    { what: `${what}: answered, requests / Mppx.create`, ...row, peer: summary(mppx, count) },
    compared(`${what}: until all have ended / Mppx.create`, time(kit), time(mppx), 0.55, milliseconds),
    compared(unchecked, time(quick.kit), time(quick.mppx), undefined, milliseconds),
  ]
}

/**
 * @param {Rig} rig
 * @param {number} count
 * @param {string} path
 * @param {readonly (typeof names[number])[]} who
 */
async function gather(rig, count, path, who) {
  const page = rig.places.farShop + path
  const sides = /** @type {Record<typeof names[number], () => Promise<Crowd>>} */ ({})
  for (const name of who) {
    let payer = await warm(rig, name, path)
    sides[name] = async () => {
      await rig.seen()
      const started = performance.now()
      const all = await Promise.allSettled(Array.from({ length: count }, () => get(payer, page)))
      const time = performance.now() - started
      const answered = all.filter(({ status }) => status === 'fulfilled').length
      const requests = (await rig.seen()).length
      // A session that was refused something may not be what it was.
      if (answered < count) payer = await warm(rig, name, path)
      return { time, answered, requests }
    }
  }
  await takeTurns(1, sides)
  return takeTurns(rounds, sides)
}

/** The worst that was seen. @param {readonly Crowd[]} all @param {number} count */
function summary(all, count) {
  const answered = Math.min(...all.map((each) => each.answered))
  const requests = Math.max(...all.map((each) => each.requests))
  return `${answered} of ${count}, ${requests}`
}

/**
 * A payer whose channel is open.
 *
 * @param {Rig} rig
 * @param {typeof names[number]} name
 * @param {string} [path]
 */
async function warm({ payers, places }, name, path = '/page') {
  const payer = await payers[name]({ chain: places.chain, deposit })
  for (const _ of [1, 2]) await get(payer, `${places.shop}/page`)
  for (const _ of [1, 2]) await get(payer, places.farShop + path)
  return payer
}

/** @param {Payer} payer @param {string} url */
async function get(payer, url) {
  const response = await payer.fetch(url)
  const text = await response.text()
  if (!response.ok) throw new Error(`The shop answered ${response.status}: ${text}`)
}

/** @param {number} value */
const milliseconds = (value) => `${value.toFixed(1)} ms`
