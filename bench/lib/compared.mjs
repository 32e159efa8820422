// A row of the table out of the rounds of both sides.
import { median, paired } from './measure.mjs'
import { microseconds } from './table.mjs'

/** @import { Row } from '../run.mjs' */

/**
 * @param {string} what
 * @param {readonly number[]} kit What was measured, round by round: less is better.
 * @param {readonly number[]} peer
 * @param {number} [goal] The highest ratio of kit to peer.
 * @param {(value: number) => string} [show]
 * @returns {Row}
 */
export function compared(what, kit, peer, goal, show = microseconds) {
  // Each round by itself: noise that lasts a while slows both sides of it.
  const ratio = median(paired(kit, peer, (one, other) => one / other))
  return {
    what,
    kit: show(median(kit)),
    peer: show(median(peer)),
    ratio: `${ratio.toFixed(2)} (1/${(1 / ratio).toFixed(1)})`,
    goal: goal === undefined ? '' : isFraction(goal) ? `<= 1/${decimal(1 / goal)}` : `<= ${goal}`,
    met: goal === undefined ? undefined : ratio <= goal,
  }
}

/** Whether a goal was set as "so many times faster". @param {number} goal */
const isFraction = (goal) => goal < 1 && decimal(1 / goal).length < String(goal).length

/** @param {number} value */
const decimal = (value) => String(Math.round(value * 100) / 100)

/**
 * @param {string} what
 * @param {readonly number[]} kit What was measured, round by round: more is better.
 * @param {readonly number[]} peer
 * @param {number | undefined} goal The lowest ratio of kit to peer.
 * @param {(value: number) => string} show
 * @returns {Row}
 */
export function outpaced(what, kit, peer, goal, show) {
  const ratio = median(paired(kit, peer, (one, other) => one / other))
  return {
    what,
    kit: show(median(kit)),
    peer: show(median(peer)),
    ratio: ratio.toFixed(2),
    goal: goal === undefined ? '' : `>= ${goal}`,
    met: goal === undefined ? undefined : ratio >= goal,
  }
}

/**
 * A figure that is judged by itself.
 *
 * @param {string} what
 * @param {{ kit: number, peer?: number | undefined, goal: string, met: boolean }} figures
 * @param {(value: number) => string} [show]
 * @returns {Row}
 */
export function counted(what, { kit, peer, goal, met }, show = String) {
  return {
    ...{ what, kit: show(kit), peer: peer === undefined ? '' : show(peer) },
    ...{ ratio: peer ? (kit / peer).toFixed(2) : '', goal, met },
  }
}
