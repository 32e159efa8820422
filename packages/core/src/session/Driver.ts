import { BaseError } from '../Errors.js'
import { formatUnits } from '../policy/Amount.js'
import { withLock } from '../stores/Lock.js'
import type { Store, Turn } from '../stores/Store.js'
import * as Channel from './Channel.js'
import * as Record from './Record.js'
import type { Counted } from './SessionReceipt.js'
import type { Pen } from './Voucher.js'
import { largest, smallest } from './Whole.js'

/** What a driver is made of. */
export type DriverOptions = {
  readonly store: Store
  readonly now: () => number
  readonly record: Record.Record
  /** Finds the key and makes the pen, when vouchers are first needed. */
  readonly pen: () => Promise<Pen>
  /** Told of every change. */
  readonly changed: () => void
  /** Adds to the deposit, until at least `deposit` is there. */
  readonly topUp: (driver: Driver, deposit: bigint, mayAsk: boolean) => Promise<void>
  /** Asks the server how much is spent. */
  readonly resync: (driver: Driver) => Promise<void>
}

/** A part of what is signed that one request, or one stream, may use. */
export type Claim = {
  /** The voucher to send with it. */
  readonly cumulative: bigint
  /** The server answered, with or without counting. */
  answered(counted: Counted | undefined, charged: boolean): void
  /** There was no answer; the server may have counted it. */
  lost(): void
}

/** What somebody waits for: so much to use, or a voucher so high. */
type Wish = {
  readonly amount: bigint
  readonly level: bigint
  /** Nobody waits for it yet, so that nobody is asked for it. */
  readonly isAhead?: boolean
}

type Waiting = Wish & { resolve: (claim: Claim) => void; reject: (error: unknown) => void }

// Milliseconds that an idle tab keeps its turn, and after which a busy one asks whether another waits.
const linger = 25
const slice = 100

/**
 * Runs one channel in one tab: hands out what is signed to the requests at hand, and signs more within the deposit
 * and the headroom. One tab at a time has the turn. A larger voucher is signed only while no request with a smaller
 * one is under way: a server that sees them in the other order refuses the smaller.
 */
export class Driver {
  record: Record.Record
  #pen: Pen | undefined
  readonly #options: DriverOptions
  /** Spent or perhaps spent since the server last counted. */
  #unconfirmed = 0n
  /** Of requests under way. */
  #claims = 0n
  /** Kept for streams. */
  #reserved = 0n
  #streams = 0
  #flights = 0
  #queue: Waiting[] = []
  #pumping = false
  #signing = false
  /** What must not lose the turn, and what lets nothing begin. */
  #keeping = 0
  #pausing = 0
  /** Another tab waits for the turn. */
  #yielding = false
  #holding: Promise<void> | undefined
  #landed: (() => void)[] = []
  #drained: (() => void)[] = []
  #turn: { turn: Turn; release: () => void; since: number } | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  /** One write of the record after the other: an older one never lands on a newer. */
  #writes: Promise<unknown> = Promise.resolve()
  #alone: Promise<unknown> = Promise.resolve()
  #dirty = false
  #erased = false

  constructor(options: DriverOptions) {
    this.#options = options
    this.record = options.record
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
    const used = spent + this.#unconfirmed
    return smallest(used, signed)
  }

  /** Requests whose answer has not come. */
  get flights(): number {
    return this.#flights
  }

  /** Whether vouchers can be signed. */
  get pays(): boolean {
    return ['active', 'voucherNeeded', 'toppingUp'].includes(this.channel.status)
  }

  /** Takes what a request costs out of what is signed, and signs more if it must. Waits while the channel is another tab's. */
  claim(amount: bigint, signal?: AbortSignal): Promise<Claim> {
    if (this.#ready && this.#queue.length === 0 && this.#covers(amount))
      return Promise.resolve(this.#take(amount))
    return this.#wait({ amount, level: 0n }, signal)
  }

  /** A voucher of at least `level`, taking nothing: for an update. */
  raise(level: bigint, signal?: AbortSignal): Promise<Claim> {
    if (this.#ready && this.channel.signed >= level) return Promise.resolve(this.#take(0n))
    return this.#wait({ amount: 0n, level }, signal)
  }

  /** Lets a stream keep a part, which it uses as events come. */
  reserve(signal?: AbortSignal): Reserve {
    this.#streams++
    let ended = false
    const reserve: Reserve = {
      left: 0n,
      refill: async (wanted) => {
        const claim = await this.#wait({ amount: wanted, level: 0n, isAhead: true }, signal)
        if (!ended) {
          this.#reserved += wanted
          reserve.left += wanted
        }
        claim.answered(undefined, false)
      },
      use: (used) => {
        const part = used < reserve.left ? used : reserve.left
        reserve.left -= part
        this.#reserved -= part
        this.#unconfirmed += used
        this.#options.changed()
      },
      end: () => {
        if (ended) return
        ended = true
        this.#reserved -= reserve.left
        reserve.left = 0n
        this.#streams--
        this.#settle()
      },
    }
    return reserve
  }

  /** What the server counted, wherever that came from. */
  count({ accepted, spent }: Pick<Counted, 'accepted' | 'spent'>): void {
    const { signed } = this.channel
    // More than was signed cannot be had of us; such numbers are not used.
    if (accepted > signed || spent > accepted) return
    // Of a channel that ended meanwhile there is nothing to count.
    if (!Channel.counts(this.channel)) return
    this.#unconfirmed = 0n
    this.update((channel) => Channel.apply(channel, { type: 'receipt', accepted, spent }))
  }

  /** Changes the record in memory, and writes it down soon. For what may be lost: the server says it again. */
  update(change: (channel: Channel.Channel) => Channel.Channel, news?: Partial<Record.Record>): void {
    this.record = { ...this.record, ...news, channel: change(this.channel), usedAt: this.#options.now() }
    this.#dirty = true
    this.#timer ??= later(() => this.#tick(), linger)
    this.#options.changed()
  }

  /** Changes the record, written down before anything follows from it. */
  write(change: (channel: Channel.Channel) => Channel.Channel, news?: Partial<Record.Record>): Promise<void> {
    const make = (record: Record.Record): Record.Record => ({
      ...record,
      ...news,
      channel: change(record.channel),
      usedAt: this.#options.now(),
    })
    return this.#inTurn(async () => {
      const before = this.record
      const next = make(before)
      this.#dirty = false
      await this.#put(next)
      // What was learned while it was written down is not forgotten.
      this.record = this.record === before ? next : make(this.record)
      this.#options.changed()
    })
  }

  /** Forgets the record, for good. */
  erase(): Promise<void> {
    return this.#inTurn(async () => {
      this.#erased = true
      await this.#options.store.delete(Record.keyOf(this.record.identity.id))
      this.#options.changed()
    })
  }

  /** Runs while no other tab changes the channel. */
  async held<result>(work: () => Promise<result>): Promise<result> {
    this.#keeping++
    try {
      await this.#hold()
      return await work()
    } finally {
      this.#keeping--
      this.#settle()
    }
  }

  /** Runs alone: no request under way in any tab, and none begun until it ends. Not reentrant. */
  alone<result>(work: () => Promise<result>): Promise<result> {
    return this.held(async () => {
      this.#pausing++
      const done = this.#alone
        .then(() => this.#idle())
        .then(() => {
          // What it sends is under way too.
          this.#flights++
          return work().finally(() => this.#flights--)
        })
      this.#alone = done.catch(() => {})
      try {
        return await done
      } finally {
        this.#pausing--
      }
    })
  }

  /** Takes over what another tab wrote. */
  async refresh(): Promise<void> {
    if (this.#turn) return
    const stored = await this.#options.store.get(Record.keyOf(this.record.identity.id))
    if (this.#turn || !Record.is(stored)) return
    this.record = this.#withOurs(stored)
    this.#options.changed()
  }

  get #ready(): boolean {
    return !!this.#turn && !!this.#pen && !this.#pausing && !this.#signing && !this.#yielding && this.pays
  }

  get #available(): bigint {
    const { signed, spent } = this.channel
    return signed - spent - this.#unconfirmed - this.#claims - this.#reserved
  }

  /** Whether a request can go out with the voucher there is; one that was settled is refused. */
  #covers(amount: bigint): boolean {
    const { signed, settled } = this.channel
    return this.#available >= amount && (signed > settled || settled === 0n)
  }

  #take(amount: bigint): Claim {
    this.#claims += amount
    this.#flights++
    let open = true
    const end = () => {
      if (!open) return false
      open = false
      this.#claims -= amount
      this.#flights--
      return true
    }
    return {
      cumulative: this.channel.signed,
      answered: (counted, charged) => {
        if (!end()) return
        if (counted) this.count(counted)
        else if (charged) this.#unconfirmed += amount
        this.#settle()
      },
      lost: () => {
        if (!end()) return
        this.#unconfirmed += amount
        this.#settle()
      },
    }
  }

  #wait(wish: Wish, signal?: AbortSignal): Promise<Claim> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const leave = () => {
        const at = this.#queue.indexOf(waiting)
        if (at >= 0) this.#queue.splice(at, 1)
        waiting.reject(signal?.reason)
      }
      const end =
        <value>(finish: (value: value) => void) =>
        (value: value) => {
          signal?.removeEventListener('abort', leave)
          finish(value)
        }
      const waiting: Waiting = { ...wish, resolve: end(resolve), reject: end(reject) }
      this.#queue.push(waiting)
      signal?.addEventListener('abort', leave)
      void this.#pump()
    })
  }

  /** Serves who waits, in their order. */
  async #pump(): Promise<void> {
    if (this.#pumping) return
    this.#pumping = true
    try {
      let tried: { first: Waiting; turn: Turn } | undefined
      let refused = false
      for (let first = this.#queue[0]; first && !this.#pausing; first = this.#queue[0]) {
        try {
          await this.#hold()
          // It may have been let go of in the very moment that it was asked for.
          if (!this.#turn) continue
          if (!this.pays) throw new NotPayingError(this.channel.status)
          if (this.#covers(first.amount) && this.channel.signed >= first.level) {
            if (this.#queue[0] !== first) continue
            this.#queue.shift()
            first.resolve(this.#take(first.amount))
            refused = false
            continue
          }
          const target = this.#target(first)
          if (target !== undefined) {
            if (this.#flights > 0) await this.#idle()
            else await this.#sign(target)
            continue
          }
          if (this.#flights > 0) await this.#landing()
          else if ((tried?.first !== first || tried.turn !== this.#turn.turn) && !refused) {
            // What another tab did since then may have used up what there was.
            tried = { first, turn: this.#turn.turn }
            // Who said no to one is not asked again for those who wait behind it.
            refused = !first.isAhead
            await this.held(() => this.#more(first))
            refused = false
          } else throw this.#exhausted(first)
        } catch (error) {
          const at = this.#queue.indexOf(first)
          if (at >= 0) this.#queue.splice(at, 1)
          first.reject(error)
        }
      }
    } finally {
      this.#pumping = false
      this.#settle()
    }
  }

  /** The next voucher that covers who waits, within the deposit and the headroom; none where they do not suffice. */
  #target(first: Waiting): bigint | undefined {
    const { signed, spent, deposit, headroom } = this.channel
    const base = spent + this.#unconfirmed + this.#claims + this.#reserved
    const least = largest(base + first.amount, first.level, signed + 1n)
    const cap = smallest(deposit, spent + headroom)
    if (least > cap) return undefined
    // Half the headroom at a time: who waits is served at once, and the next step is known beforehand.
    const wanted = this.#queue.reduce((sum, { amount }) => sum + amount, base)
    return smallest(cap, largest(least, wanted, signed + this.#step))
  }

  get #step(): bigint {
    const half = this.channel.headroom / 2n
    const { price } = this.record
    return half > price ? half - (half % (price || 1n)) : price
  }

  async #sign(cumulative: bigint): Promise<void> {
    // Until it is written down, the smaller one does not set out any more either.
    this.#signing = true
    try {
      await this.held(() => this.write((channel) => Channel.apply(channel, { type: 'sign', cumulative })))
    } finally {
      this.#signing = false
    }
    const next = cumulative + this.#step
    const { deposit } = this.channel
    // While the request is on its way there is time for what comes after it.
    later(() => this.pays && this.pen.ahead(smallest(next, deposit)), 0)
  }

  /** Makes room where the deposit or the headroom is used up. */
  async #more(first: Waiting): Promise<void> {
    const { spent, deposit } = this.channel
    const least = largest(spent + this.#unconfirmed + this.#reserved + first.amount, first.level)
    if (this.#unconfirmed > 0n || least <= deposit) await this.#options.resync(this)
    if (!this.pays) return
    const { spent: now } = this.channel
    const needed = largest(now + this.#unconfirmed + this.#reserved + first.amount, first.level)
    // Nobody is asked for a deposit that could not be used.
    if (needed - now > this.channel.headroom) return
    if (needed > deposit) await this.#options.topUp(this, needed, !first.isAhead)
  }

  #exhausted(first: Waiting): BaseError {
    const { spent, deposit, headroom } = this.channel
    const needed = largest(spent + this.#unconfirmed + this.#reserved + first.amount, first.level)
    const { decimals, symbol } = this.record.asset
    const show = (value: bigint) =>
      `${decimals === undefined ? value : formatUnits(value, decimals)} ${symbol}`
    return needed - spent > headroom ? new HeadroomError(show(headroom)) : new DepositError(show(deposit))
  }

  /** Waits for the turn, and takes over what other tabs did meanwhile. */
  async #hold(): Promise<void> {
    if (this.#yielding && this.#keeping === 0) await this.#idle().then(() => this.#letGo())
    if (!this.#turn) {
      this.#holding ??= this.#acquire().finally(() => {
        this.#holding = undefined
      })
      await this.#holding
    }
    if (this.pays) this.#pen ??= await this.#options.pen()
  }

  #acquire(): Promise<void> {
    const { store, now } = this.#options
    const key = Record.keyOf(this.record.identity.id)
    return new Promise((resolve, reject) => {
      withLock(store, key, async (turn) => {
        const stored = await store.get(key)
        if (Record.is(stored)) this.#adopt(stored)
        await new Promise<void>((release) => {
          this.#turn = { turn, release, since: now() }
          resolve()
        })
      }).catch(reject)
    })
  }

  #adopt(stored: Record.Record): void {
    const { accepted, spent, signed } = this.channel
    const { claimed, channel } = stored
    // A receipt of ours may be newer than what another tab wrote; both say what was true at their time.
    const isNewer = accepted > channel.accepted || spent > channel.spent
    const known = isNewer && signed <= channel.signed && Channel.counts(channel)
    const news = known && { channel: Channel.apply(channel, { type: 'receipt', accepted, spent }) }
    this.record = { ...this.#withOurs(stored), ...news }
    // What another tab's stream speaks for is as good as spent, until the server counts.
    const ahead = smallest(claimed, channel.signed) - this.channel.spent
    if (this.#streams === 0 && ahead > this.#unconfirmed) this.#unconfirmed = ahead
    this.#options.changed()
  }

  /** What another tab wrote, with the challenges that only this one has. */
  #withOurs(stored: Record.Record): Record.Record {
    const challenges = { ...this.record.challenges, ...stored.challenges }
    return { ...stored, challenges: Object.fromEntries(Object.entries(challenges).slice(-Record.most)) }
  }

  /** Looks after an answer, and from time to time, what is left to do: to save, and to let others have the turn. */
  #settle(): void {
    if (this.#flights === 0) for (const resume of this.#drained.splice(0)) resume()
    for (const resume of this.#landed.splice(0)) resume()
    this.#timer ??= later(() => this.#tick(), linger)
    this.#options.changed()
    if (this.#queue.length > 0 && !this.#pausing) void this.#pump()
  }

  async #tick(): Promise<void> {
    this.#timer = undefined
    const held = this.#turn
    if (this.#dirty) await this.#save()
    if (!held || held !== this.#turn) return
    const quiet = this.#flights === 0 && this.#queue.length === 0 && this.#keeping === 0
    if (quiet) return this.#letGo()
    if (this.#options.now() - held.since > slice && (await held.turn.wanted())) {
      this.#yielding = true
      if (this.#flights === 0 && this.#keeping === 0) return this.#letGo()
    }
    this.#timer ??= later(() => this.#tick(), linger)
  }

  async #letGo(): Promise<void> {
    const held = this.#turn
    if (!held || this.#flights > 0 || this.#keeping > 0) return
    const { signed, spent } = this.channel
    const claimed = this.#streams > 0 ? signed : smallest(spent + this.#unconfirmed, signed)
    if (claimed !== this.record.claimed) {
      this.record = { ...this.record, claimed }
      this.#dirty = true
    }
    if (this.#dirty) await this.#save()
    if (this.#turn !== held || this.#flights > 0 || this.#keeping > 0) return
    this.#turn = undefined
    this.#yielding = false
    held.release()
  }

  /** Writes down what may be lost. A store that fails here fails again where it matters. */
  #save(): Promise<void> {
    return this.#inTurn(async () => {
      const isDue = this.#dirty
      this.#dirty = false
      // Without the turn another tab's numbers are newer.
      if (isDue && this.#turn) await this.#put(this.record).catch(() => {})
    })
  }

  async #put(record: Record.Record): Promise<void> {
    if (!this.#erased) await this.#options.store.set(Record.keyOf(record.identity.id), record)
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#writes.then(work)
    this.#writes = done.catch(() => {})
    return done
  }

  #idle(): Promise<void> {
    if (this.#flights === 0) return Promise.resolve()
    return new Promise((resolve) => this.#drained.push(resolve))
  }

  /** Until the next answer. */
  #landing(): Promise<void> {
    return new Promise((resolve) => this.#landed.push(resolve))
  }
}

/** What a stream may use. */
export type Reserve = {
  left: bigint
  /** Adds to it, signing more if it must. */
  refill(amount: bigint): Promise<void>
  /** Something came that costs this much. */
  use(amount: bigint): void
  end(): void
}

/** A timer that keeps no program running. */
function later(work: () => unknown, milliseconds: number): ReturnType<typeof setTimeout> {
  const timer = setTimeout(() => void work(), milliseconds)
  if (typeof timer === 'object') timer.unref()
  return timer
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

/** Thrown when the deposit is used up and no more was approved. Nothing more was signed. */
export class DepositError extends BaseError {
  override readonly name = 'Driver.DepositError'
  constructor(deposit: string) {
    super('session_deposit_used', `The deposit of ${deposit} is used up.`, {
      metaMessages: ['Add to it to go on.'],
    })
  }
}

/** Thrown when the server wants more signed ahead than was allowed. Nothing more was signed. */
export class HeadroomError extends BaseError {
  override readonly name = 'Driver.HeadroomError'
  constructor(headroom: string) {
    super('session_headroom', `The server wants more in advance than the ${headroom} that was allowed.`, {
      metaMessages: ['What was signed ahead and is not used comes back when the session is closed.'],
    })
  }
}
