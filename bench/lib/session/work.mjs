// Row 13: what a paid request of an open session costs the client's processor. Nothing goes over a wire: the shop's
// answers are written down once, and given again by a function whose own time is taken off.
import { compared } from '../compared.mjs'
import { fast, paired, rounds, takeTurns } from '../measure.mjs'
import { withRig } from './rig.mjs'

/**
 * @import { Row } from '../../run.mjs'
 * @import { Payer, Rig } from './rig.mjs'
 */

const price = 1000
const batch = fast ? 20 : 40
const deposit = '20'

/** @returns {Promise<Row[]>} */
export function workRows() {
  return withRig(async (rig) => {
    const each = await recorded(rig, 'kit', '0.001')
    const fastEach = await recorded(rig, 'fastKit', '0.001')
    const usual = await recorded(rig, 'kit')
    const manager = await recorded(rig, 'manager')
    const mppx = await recorded(rig, 'mppx')
    const sides = {
      each: each.paid,
      fastEach: fastEach.paid,
      usual: usual.paid,
      manager: manager.paid,
      mppx: mppx.paid,
      once: usual.bare,
      twice: mppx.bare,
    }
    // Compilers take their time for code that waits as much as this.
    await takeTurns(fast ? 6 : 25, sides)
    const times = await takeTurns(rounds, sides)
    const without = (/** @type {number[]} */ all, /** @type {number[]} */ bare) =>
      paired(all, bare, (one, other) => one - other)
    const kit = {
      'a new voucher for each': { used: without(times.each, times.once), goal: 0.35 },
      'a new voucher for each, faster signer': { used: without(times.fastEach, times.once), goal: 0.35 },
      'as it comes, a voucher for many': { used: without(times.usual, times.once), goal: 0.05 },
    }
    const theirs = {
      'Mppx.create': without(times.mppx, times.twice),
      'mppx manager': without(times.manager, times.twice),
    }
    return Object.entries(kit).flatMap(([what, { used, goal }]) =>
      Object.entries(theirs).map(([peer, them]) =>
        compared(`processor for a request, ${what} / ${peer}`, used, them, goal),
      ),
    )
  })
}

/**
 * A payer that opened its channel at the shop, and from then on talks to what the shop would answer.
 *
 * @param {Rig} rig
 * @param {keyof Rig['payers']} name
 * @param {string} [headroom]
 */
async function recorded({ payers, places }, name, headroom) {
  let asked = new Headers()
  let receipt = /** @type {Record<string, unknown>} */ ({})
  let spent = 0
  let isLive = true

  /** @param {RequestInfo | URL} input @param {RequestInit} [init] */
  const through = async (input, init) => {
    if (!isLive) return answer(input, init)
    const response = await fetch(input, init)
    if (response.status === 402) asked = response.headers
    const value = response.headers.get('Payment-Receipt')
    if (value) receipt = JSON.parse(Buffer.from(value, 'base64url').toString())
    return response
  }

  /** @param {RequestInfo | URL} input @param {RequestInit} [init] */
  async function answer(input, init) {
    // As from a network: timers and what waits get their turn.
    await new Promise(setImmediate)
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined))
    if (!headers.has('Authorization')) return new Response('{}', { status: 402, headers: asked })
    spent += price
    const paid = { ...receipt, acceptedCumulative: String(spent), spent: String(spent), units: spent / price }
    const value = Buffer.from(JSON.stringify(paid)).toString('base64url')
    return new Response('{}', { headers: { 'Payment-Receipt': value } })
  }

  const page = `${places.shop}/page`
  const payer = await payers[name]({
    chain: places.chain,
    fetch: through,
    deposit,
    ...(headroom ? { headroom } : {}),
  })
  for (const _ of [1, 2, 3]) await get(payer, page)
  spent = Number(receipt.spent)
  isLive = false
  const paidInit = { headers: { Authorization: 'Payment e30' } }
  return {
    /** Microseconds of the processor, for one request. */
    paid: () => used(() => get(payer, page)),
    /** Of the answers alone. */
    bare: () => {
      const before = spent
      const done = used(async () => {
        if (name === 'manager' || name === 'mppx') await (await answer(page)).text()
        await (await answer(page, paidInit)).text()
      })
      return done.finally(() => {
        spent = before
      })
    },
  }
}

/** Nanoseconds of the processor that one run takes. @param {() => Promise<void>} work */
async function used(work) {
  const before = process.cpuUsage()
  for (let at = 0; at < batch; at++) await work()
  const { user, system } = process.cpuUsage(before)
  return ((user + system) * 1000) / batch
}

/** @param {Payer} payer @param {string} url */
async function get(payer, url) {
  const response = await payer.fetch(url)
  if (!response.ok) throw new Error(`The answer was ${response.status}.`)
  await response.text()
}
