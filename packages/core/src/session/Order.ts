import { atMost } from './Patience.js'
import type { Usage } from './Usage.js'

// How long a request may be under way before what has to run alone goes on without its answer, in milliseconds: a
// server that holds an answer back must not keep anybody from closing.
const longest = 30_000

/** What of a channel goes one after the other within a tab: what has to run alone, and what adds to the deposit. */
export class Order {
  readonly #usage: Usage
  #alone: Promise<unknown> = Promise.resolve()
  /** Settled when nothing that was begun here is added to the deposit any more. */
  #added: Promise<unknown> = Promise.resolve()

  constructor(usage: Usage) {
    this.#usage = usage
  }

  /** Runs with nothing under way but what is not answered for long. Not reentrant. */
  alone<result>(work: () => Promise<result>): Promise<result> {
    const added = this.#added
    const done = this.#alone
      .then(() => atMost(longest, Promise.all([this.#usage.idle(), added])))
      .then(() => {
        // What it sends is under way too.
        const land = this.#usage.depart(0n)
        return work().finally(land)
      })
    this.#alone = done.catch(() => {})
    return done
  }

  /**
   * Runs what adds to the deposit, one after the other, so that no need is met twice; and before or after what runs alone:
   * no server can close what is still growing. A wallet that never answers holds up none for ever.
   */
  adding<result>(work: () => Promise<result>): Promise<result> {
    const before = atMost(longest, this.#added)
    const done = this.#alone.then(() => before).then(work)
    this.#added = done.catch(() => {})
    return done
  }
}
