import type { Turn } from '../stores/Store.js'
import type { Counted } from './SessionReceipt.js'

/** A part of what is signed that one request, or one stream, may use. */
export type Claim = {
  /** The voucher to send with it. */
  readonly cumulative: bigint
  /** The server answered, with or without counting. */
  answered(counted: Pick<Counted, 'accepted' | 'spent'> | undefined, charged: boolean): void
  /** There was no answer; the server may have counted it. */
  lost(): void
}

/** What somebody waits for: so much to use, or a voucher so high. */
export type Wish = {
  readonly amount: bigint
  readonly level: bigint
  /** Nobody waits for it yet, so that nobody is asked for it. */
  readonly isAhead?: boolean
}

/** Somebody who waits. */
export type Waiting = Wish & { resolve: (claim: Claim) => void; reject: (error: unknown) => void }

/** What was tried since the queue was last empty. */
export type Round = {
  /** Who more was asked for last, and in which turn. */
  tried?: { readonly first: Waiting; readonly turn: Turn }
  /** Somebody said no. */
  refused?: boolean
}

/** Who waits for a claim, served one after the other in their order. */
export class Queue {
  readonly #line: Waiting[] = []
  readonly #serve: (first: Waiting, round: Round) => Promise<void>
  #serving = false
  #pausing = 0

  /** @param serve does the next step for the first; it stays first until it leaves, or the step throws. */
  constructor(serve: (first: Waiting, round: Round) => Promise<void>) {
    this.#serve = serve
  }

  get isEmpty(): boolean {
    return this.#line.length === 0
  }

  get isPaused(): boolean {
    return this.#pausing > 0
  }

  /** All that is waited for. */
  get total(): bigint {
    return this.#line.reduce((sum, { amount }) => sum + amount, 0n)
  }

  join(wish: Wish, signal?: AbortSignal): Promise<Claim> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const abort = () => {
        this.leave(waiting)
        waiting.reject(signal?.reason)
      }
      const end =
        <value>(finish: (value: value) => void) =>
        (value: value) => {
          signal?.removeEventListener('abort', abort)
          finish(value)
        }
      const waiting: Waiting = { ...wish, resolve: end(resolve), reject: end(reject) }
      this.#line.push(waiting)
      signal?.addEventListener('abort', abort)
      void this.advance()
    })
  }

  /** Takes somebody out; whether they were still there. */
  leave(waiting: Waiting): boolean {
    const at = this.#line.indexOf(waiting)
    if (at >= 0) this.#line.splice(at, 1)
    return at >= 0
  }

  /** Serves nobody until what this returns is called. */
  pause(): () => void {
    this.#pausing++
    return () => {
      this.#pausing--
    }
  }

  /** Serves who waits, until nobody does. */
  async advance(): Promise<void> {
    if (this.#serving) return
    this.#serving = true
    const round: Round = {}
    for (let first = this.#line[0]; first && !this.isPaused; first = this.#line[0]) {
      try {
        await this.#serve(first, round)
      } catch (error) {
        this.leave(first)
        first.reject(error)
      }
    }
    this.#serving = false
  }
}
