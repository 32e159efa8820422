import { BaseError } from '../Errors.js'
import type { Store } from '../stores/Store.js'
import * as Channel from './Channel.js'
import { Order } from './Order.js'
import { type Claim, Queue, type Round, type Waiting } from './Queue.js'
import type * as Record from './Record.js'
import * as Room from './Room.js'
import type { Counted } from './SessionReceipt.js'
import { TabCopy } from './TabCopy.js'
import type { Goal } from './TopUp.js'
import { type Reserve, Usage } from './Usage.js'
import type { Pen } from './Voucher.js'
import { largest, smallest } from './Whole.js'

/** What a driver is made of. */
export type DriverOptions = {
  readonly store: Store
  readonly now: () => number
  readonly record: Record.Record
  /** Whether a voucher pays for one request, to the last part. */
  readonly exact?: boolean | undefined
  /** Finds the key and makes the pen, when vouchers are first needed. */
  readonly pen: () => Promise<Pen>
  /** Told of every change. */
  readonly changed: () => void
  /** Adds to the deposit. */
  readonly topUp: (driver: Driver, goal: Goal) => Promise<void>
  /** Asks the server how much is spent. */
  readonly resync: (driver: Driver) => Promise<void>
}

/**
 * Runs one channel in one tab: hands out what is signed to the requests at hand, and signs more within the deposit
 * and the headroom. One tab at a time has the turn. A larger voucher is signed only while no request with a smaller
 * one is under way: a server that sees them in the other order refuses the smaller.
 */
export class Driver {
  readonly #options: DriverOptions
  readonly #usage: Usage
  readonly #copy: TabCopy
  readonly #order: Order
  readonly #queue = new Queue((first, round) => this.#serve(first, round))
  #pen: Pen | undefined
  #signing = false

  constructor(options: DriverOptions) {
    this.#options = options
    this.#usage = new Usage(options.exact)
    this.#order = new Order(this.#usage)
    const { store, now, record, changed } = options
    const isWanted = () => !this.#queue.isEmpty
    this.#copy = new TabCopy({ store, now, record, changed, usage: this.#usage, isWanted })
  }

  get record(): Record.Record {
    return this.#copy.record
  }

  get channel(): Channel.Channel {
    return this.record.channel
  }

  /** There once a claim was given. */
  get pen(): Pen {
    if (!this.#pen) throw new NotPayingError(this.channel.status)
    return this.#pen
  }

  /** What was used up as far as can be told without asking: what the server counted, and what came since. */
  get used(): bigint {
    const { spent, signed } = this.channel
    return smallest(spent + this.#usage.unconfirmed, signed)
  }

  /** Requests whose answer has not come. */
  get flights(): number {
    return this.#usage.flights
  }

  /** Whether vouchers can be signed. */
  get pays(): boolean {
    return Channel.pays(this.channel)
  }

  /** Takes what a request costs out of what is signed, and signs more if it must. Waits while the channel is another tab's. */
  claim(amount: bigint, signal?: AbortSignal): Promise<Claim> {
    if (this.#ready && this.#queue.isEmpty && this.#covers(amount)) return Promise.resolve(this.#take(amount))
    return this.#queue.join({ amount, level: 0n }, signal)
  }

  /** A voucher of at least `level`, taking nothing: for an update. */
  raise(level: bigint, signal?: AbortSignal): Promise<Claim> {
    if (this.#ready && this.channel.signed >= level) return Promise.resolve(this.#take(0n))
    return this.#queue.join({ amount: 0n, level }, signal)
  }

  /** Lets a stream keep a part, which it uses as events come. */
  reserve(signal?: AbortSignal): Reserve {
    const reserved = this.#usage.reserve()
    return {
      get left() {
        return reserved.left
      },
      refill: async (amount) => {
        const claim = await this.#queue.join({ amount, level: 0n, isAhead: true }, signal)
        reserved.add(amount)
        claim.answered(undefined, false)
      },
      use: (amount) => {
        reserved.use(amount)
        this.#options.changed()
      },
      end: () => {
        reserved.end()
        this.#settle()
      },
    }
  }

  /** What the server counted, wherever that came from. Whether it can be so. */
  count({ accepted, spent }: Pick<Counted, 'accepted' | 'spent'>): boolean {
    const { signed } = this.channel
    // More than was signed cannot be had of us; such numbers are not used, and those of a channel that ended neither.
    if (accepted > signed || spent > accepted || !Channel.counts(this.channel)) return false
    this.#usage.unconfirmed = 0n
    this.update((channel) => Channel.apply(channel, { type: 'receipt', accepted, spent }))
    return true
  }

  /** Changes the record in memory, and writes it down soon. For what may be lost: the server says it again. */
  update(change: (channel: Channel.Channel) => Channel.Channel, news?: Partial<Record.Record>): void {
    this.#copy.update(change, news)
  }

  /** Changes the record, written down before anything follows from it. */
  write(change: (channel: Channel.Channel) => Channel.Channel, news?: Partial<Record.Record>): Promise<void> {
    return this.#copy.write(change, news)
  }

  /** Forgets the record, for good. */
  erase(): Promise<void> {
    return this.#copy.erase()
  }

  /** Runs while no other tab changes the channel. */
  async held<result>(work: () => Promise<result>): Promise<result> {
    const release = this.#copy.keep()
    try {
      await this.#hold()
      return await work()
    } finally {
      release()
      this.#settle()
    }
  }

  /**
   * Runs alone: nothing under way in any tab but what is not answered for long, and no request begun until it ends.
   * Not reentrant.
   */
  alone<result>(work: () => Promise<result>): Promise<result> {
    return this.held(async () => {
      const resume = this.#queue.pause()
      try {
        return await this.#order.alone(work)
      } finally {
        resume()
      }
    })
  }

  /** Runs what adds to the deposit, one after the other, and before or after what runs alone. */
  adding<result>(work: () => Promise<result>): Promise<result> {
    return this.#order.adding(work)
  }

  /** Takes over what another tab wrote. */
  refresh(): Promise<void> {
    return this.#copy.refresh()
  }

  get #ready(): boolean {
    return this.#copy.isFree && !!this.#pen && !this.#queue.isPaused && !this.#signing && this.pays
  }

  /** Whether a request can go out with the voucher there is; one that was settled is refused. */
  #covers(amount: bigint): boolean {
    const { signed, spent, settled, accepted } = this.channel
    if (this.#usage.exact) return this.flights === 0 && accepted + amount <= signed
    return signed - spent - this.#usage.taken >= amount && (signed > settled || settled === 0n)
  }

  #take(amount: bigint): Claim {
    const land = this.#usage.depart(amount)
    const { exact } = this.#usage
    const cumulative = exact && amount > 0n ? this.channel.accepted + amount : this.channel.signed
    return {
      cumulative,
      answered: (counted, charged) => {
        if (!land()) return
        if (!(counted && this.count(counted)) && charged) {
          if (exact) this.count({ accepted: cumulative, spent: cumulative })
          else this.#usage.unconfirmed += amount
        }
        this.#settle()
      },
      lost: () => {
        if (!land()) return
        // The same voucher goes with the next request then, and the server says whether it has it.
        if (!exact) this.#usage.unconfirmed += amount
        this.#settle()
      },
    }
  }

  /** The next step for who waits first. */
  async #serve(first: Waiting, round: Round): Promise<void> {
    await this.#hold()
    // It may have been let go of in the very moment that it was asked for.
    const { turn } = this.#copy
    if (!turn) return
    if (!this.pays) throw new NotPayingError(this.channel.status)
    if (this.#covers(first.amount) && this.channel.signed >= first.level) {
      if (this.#queue.leave(first)) first.resolve(this.#take(first.amount))
      round.refused = false
      return
    }
    const target = Room.next(this.record, this.#usage, first, this.#queue.total)
    if (target !== undefined && this.flights === 0) return this.#sign(target)
    // A larger voucher must not overtake them; and what they leave may be enough.
    if (this.flights > 0) return target === undefined ? this.#usage.landing() : this.#usage.idle()
    // What another tab did since then may have used up what there was.
    const isNew = round.tried?.first !== first || round.tried.turn !== turn
    // Who said no to one is not asked again for those who wait behind it.
    if (!isNew || round.refused) throw Room.exhausted(this.record, this.#usage, first)
    round.tried = { first, turn }
    round.refused = !first.isAhead
    await this.held(() => this.#more(first))
    round.refused = false
  }

  async #sign(cumulative: bigint): Promise<void> {
    // Until it is written down, the smaller one does not set out any more either.
    this.#signing = true
    try {
      await this.held(() =>
        this.write((channel) => {
          // It may have ended while this waited for an earlier write.
          if (!Channel.pays(channel)) throw new NotPayingError(channel.status)
          return Channel.apply(channel, { type: 'sign', cumulative })
        }),
      )
    } finally {
      this.#signing = false
    }
    const next = smallest(cumulative + Room.step(this.record), this.channel.deposit)
    // While the request is on its way there is time for what comes after it.
    setTimeout(() => this.pays && this.pen.ahead(next))
  }

  /** Makes room where the deposit or the headroom is used up. */
  async #more(first: Waiting): Promise<void> {
    const needed = () => Room.needed(this.record, this.#usage, first)
    if (this.#usage.unconfirmed > 0n || needed() <= this.channel.deposit) await this.#options.resync(this)
    const { spent, deposit, headroom } = this.channel
    // Nobody is asked for a deposit that could not be used.
    if (!this.pays || needed() - spent > headroom || needed() <= deposit) return
    const least = needed()
    // As much as was first deposited, so that a long session does not top up for every token.
    const wanted = largest(least, deposit + this.record.step)
    await this.#options.topUp(this, { least, wanted, mayAsk: !first.isAhead })
  }

  /** Waits for the turn, and takes over what other tabs did meanwhile. */
  async #hold(): Promise<void> {
    await this.#copy.hold()
    if (this.pays) this.#pen ??= await this.#options.pen()
  }

  /** After an answer: serves who waits. */
  #settle(): void {
    this.#usage.settle()
    this.#copy.settle()
    void this.#queue.advance()
  }
}

/** Thrown when a channel cannot pay because of where it stands. Nothing was signed. */
export class NotPayingError extends BaseError {
  override readonly name = 'Driver.NotPayingError'
  /** Where the channel stands. */
  readonly status: Channel.Status
  constructor(status: Channel.Status) {
    super('session_not_open', 'This session is not open, so nothing can be paid from it.', {
      details: `The payment channel is ${status}.`,
    })
    this.status = status
  }
}
