import type { Sent } from './Exchange.js'
import { laneOf } from './Exchange.js'
import type { Fault, Lane } from './Fault.js'

/** Which request a fault strikes. */
export type Rule = {
  readonly on: Lane | ((sent: Sent) => boolean)
  /** Which of those requests, counted from 1. Default: the first. */
  readonly nth?: number | undefined
  readonly fault: Fault
}

/** What is still to go wrong. */
export type Plan = {
  add(...rules: readonly Rule[]): void
  /** The fault that strikes a request; each rule strikes once. */
  strike(sent: Sent): Fault | undefined
  /** How many rules have not struck yet. */
  readonly left: number
  clear(): void
}

export function createPlan(): Plan {
  let rules: { rule: Rule; seen: number }[] = []
  const matches = ({ on }: Rule, sent: Sent) => (typeof on === 'function' ? on(sent) : laneOf(sent) === on)

  return {
    add: (...more) => void rules.push(...more.map((rule) => ({ rule, seen: 0 }))),
    strike(sent) {
      let struck: Fault | undefined
      rules = rules.filter((entry) => {
        if (!matches(entry.rule, sent) || ++entry.seen < (entry.rule.nth ?? 1) || struck) return true
        struck = entry.rule.fault
        return false
      })
      return struck
    },
    get left() {
      return rules.length
    },
    clear() {
      rules = []
    },
  }
}
