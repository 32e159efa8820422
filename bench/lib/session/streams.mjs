// Rows 11 and 15: a stream that is paid by the token, 50 ms away, from a session that is open and from none.
import { compared, counted, outpaced } from '../compared.mjs'
import { median, takeTurns } from '../measure.mjs'
import { withRig } from './rig.mjs'

/**
 * @import { Row } from '../../run.mjs'
 * @import { Rig } from './rig.mjs'
 */

const roundTrip = 50
const deposit = '2'
const [tokens, pace] = [120, 10]
// A stream of mppx takes ten seconds.
const rounds = 7
// Tokens until a stream runs as it goes on, and milliseconds without one that count as a stall.
const [warmUp, stall] = [10, 40]
const query = `tokens=${tokens}&delay=${pace}`

/** @typedef {{ rate: number, stalls: number, waits: number, posts: number }} Run */

/** @returns {Promise<Row[]>} */
export function streamRows() {
  return withRig(async (rig) => {
    const url = `${rig.places.farShop}/stream?${query}`
    const kit = await rig.payers.kit({ chain: rig.places.farChain, deposit })
    const mppx = await rig.payers.manager({ chain: rig.places.farChain, deposit })
    const sides = {
      kit: () => listen(rig, () => kit.sse(url)),
      mppx: () => listen(rig, () => mppx.sse(url)),
      free: () => listen(rig, () => readFreely(`${rig.places.farShop}/free/stream?${query}`)),
    }
    await takeTurns(1, sides)
    const runs = await takeTurns(rounds, sides)
    const all = (/** @type {keyof Run} */ field, side = runs.kit) => side.map((run) => run[field])
    const middle = (/** @type {keyof Run} */ field, side = runs.kit) => median(all(field, side))
    const perSecond = (/** @type {number} */ rate) => rate.toFixed(1)
    const rates = outpaced(
      'tokens a second, 10 ms a token',
      all('rate'),
      all('rate', runs.mppx),
      undefined,
      perSecond,
    )
    const against = (/** @type {keyof Run} */ field, /** @type {number} */ most) => ({
      ...{
        kit: middle(field),
        peer: middle(field, runs.mppx),
        goal: `<= ${most}`,
        met: middle(field) <= most,
      },
    })
    return [
      { ...rates, goal: '>= 95', met: middle('rate') >= 95 },
      counted('  requests besides the one for the stream', against('posts', 12)),
      counted('  waits of the server for a voucher', against('waits', 0)),
      counted(`  gaps of more than ${stall} ms after ${warmUp} tokens`, against('stalls', 0)),
      {
        ...counted('  gaps in a stream that costs nothing', against('stalls', 0)),
        ...unpaid(middle('stalls', runs.free)),
      },
    ]
  })
}

/** @param {number} stalls What the machine does by itself. */
function unpaid(stalls) {
  return { kit: '', peer: String(stalls), ratio: '', goal: '', met: undefined }
}

/** @returns {Promise<Row[]>} */
export function coldRows() {
  return withRig(async (rig) => {
    const { farShop, remoteShop } = rig.places
    return [
      { ...(await cold(rig, farShop, "the server's chain beside it")) },
      { ...(await cold(rig, remoteShop, "the server's chain 50 ms away")) },
    ]
  })
}

/** @param {Rig} rig @param {string} shop @param {string} where @returns {Promise<Row>} */
async function cold(rig, shop, where) {
  const url = `${shop}/stream?tokens=3&delay=0`
  const first = (/** @type {'kit' | 'manager'} */ name) => async () => {
    const payer = await rig.payers[name]({ chain: rig.places.farChain, deposit })
    const started = performance.now()
    let first = Number.NaN
    for await (const _ of await payer.sse(url)) if (Number.isNaN(first)) first = performance.now() - started
    return first / roundTrip
  }
  const sides = { kit: first('kit'), mppx: first('manager') }
  await takeTurns(2, sides)
  const { kit, mppx } = await takeTurns(2 * rounds, sides)
  const show = (/** @type {number} */ trips) => `${trips.toFixed(1)} round trips`
  const row = compared(`first token of a cold session, ${where}`, kit, mppx, undefined, show)
  return { ...row, goal: '<= 5', met: median(kit) <= 5 }
}

/** @param {Rig} rig @param {() => Promise<AsyncIterable<string>>} open @returns {Promise<Run>} */
async function listen(rig, open) {
  await rig.seen()
  /** @type {number[]} */
  const times = []
  for await (const _ of await open()) times.push(performance.now())
  if (times.length !== tokens) throw new Error(`${times.length} of ${tokens} tokens came.`)
  const [first = 0] = times
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0))
  const seen = await rig.seen()
  const waits = seen.filter(({ method }) => method === 'WAIT').length
  return {
    rate: ((tokens - 1) * 1000) / ((times.at(-1) ?? 0) - first),
    stalls: gaps.slice(warmUp).filter((gap) => gap > stall).length,
    waits,
    posts: seen.length - waits - 1,
  }
}

/** @param {string} url */
async function readFreely(url) {
  const response = await fetch(url)
  return texts(response)
}

/** @param {Response} response */
async function* texts(response) {
  if (!response.body) return
  // The shop writes an event at a time, and the line may bring some together.
  let text = ''
  const decoder = new TextDecoder()
  for await (const bytes of response.body) {
    text += decoder.decode(bytes, { stream: true })
    const events = text.split('\n\n')
    text = events.pop() ?? ''
    yield* events
  }
}
