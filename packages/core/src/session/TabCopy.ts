import { withLock } from '../stores/Lock.js'
import type { Store, Turn } from '../stores/Store.js'
import * as Channel from './Channel.js'
import * as Record from './Record.js'
import type { Usage } from './Usage.js'
import { smallest } from './Whole.js'

export type TabCopyOptions = {
  readonly store: Store
  readonly now: () => number
  readonly record: Record.Record
  readonly usage: Usage
  /** Whether somebody waits who needs the turn. */
  readonly isWanted: () => boolean
  /** Told of every change. */
  readonly changed: () => void
}

// Milliseconds that an idle tab keeps its turn, and after which a busy one asks whether another waits.
const linger = 25
const slice = 100

/**
 * One tab's copy of a channel's record. Every tab may read its own; who changes it needs the turn, takes over what
 * other tabs wrote when it comes, and writes down what it did before it goes.
 */
export class TabCopy {
  record: Record.Record
  readonly #options: TabCopyOptions
  #turn: { turn: Turn; release: () => void; since: number } | undefined
  #holding: Promise<void> | undefined
  /** What must not lose the turn. */
  #keeping = 0
  /** Another tab waits for the turn. */
  #yielding = false
  #timer: ReturnType<typeof setTimeout> | undefined
  /** One write of the record after the other: an older one never lands on a newer. */
  #writes: Promise<unknown> = Promise.resolve()
  /** What this tab's own streams were said to speak for, which it knows better. */
  #claimed: bigint | undefined
  #dirty = false
  #erased = false

  constructor(options: TabCopyOptions) {
    this.#options = options
    this.record = options.record
  }

  /** The turn, while it is here. */
  get turn(): Turn | undefined {
    return this.#turn?.turn
  }

  /** Whether the turn is here and nobody else has asked for it. */
  get isFree(): boolean {
    return !!this.#turn && !this.#yielding
  }

  /** Changes the record in memory, and writes it down soon. For what may be lost: the server says it again. */
  update(change: (channel: Channel.Channel) => Channel.Channel, news?: Partial<Record.Record>): void {
    this.record = this.#changed(this.record, change, news)
    this.#dirty = true
    this.settle()
  }

  /** Changes the record, written down before anything follows from it. */
  write(change: (channel: Channel.Channel) => Channel.Channel, news?: Partial<Record.Record>): Promise<void> {
    return this.#after(async () => {
      const before = this.record
      const next = this.#changed(before, change, news)
      this.#dirty = false
      await this.#put(next)
      // What was learned while it was written down is not forgotten.
      this.record = this.record === before ? next : this.#changed(this.record, change, news)
      this.#options.changed()
    })
  }

  /** Forgets the record, for good. */
  erase(): Promise<void> {
    return this.#after(async () => {
      this.#erased = true
      await this.#options.store.delete(Record.keyOf(this.record.identity.id))
      this.#options.changed()
    })
  }

  /** Waits for the turn, and takes over what other tabs did meanwhile. */
  async hold(): Promise<void> {
    if (this.#yielding && this.#keeping === 0) await this.#options.usage.idle().then(() => this.#letGo())
    if (this.#turn) return
    this.#holding ??= this.#acquire().finally(() => {
      this.#holding = undefined
    })
    await this.#holding
  }

  /** Keeps the turn, once it is here, until what this returns is called. */
  keep(): () => void {
    this.#keeping++
    return () => {
      this.#keeping--
    }
  }

  /** Takes over what another tab wrote. */
  async refresh(): Promise<void> {
    if (this.#turn) return
    const stored = await this.#options.store.get(Record.keyOf(this.record.identity.id))
    if (this.#turn || !Record.is(stored)) return
    this.record = this.#withOurs(stored)
    this.#options.changed()
  }

  /** Looks in a moment at what is left to do: to save, and to let others have the turn. */
  settle(): void {
    this.#timer ??= later(() => this.#tick(), linger)
    this.#options.changed()
  }

  #changed(
    record: Record.Record,
    change: (channel: Channel.Channel) => Channel.Channel,
    news?: Partial<Record.Record>,
  ): Record.Record {
    return { ...record, ...news, channel: change(record.channel), usedAt: this.#options.now() }
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
          this.settle()
          resolve()
        })
      }).catch(reject)
    })
  }

  #adopt(stored: Record.Record): void {
    const { usage, changed } = this.#options
    const { accepted, spent, signed } = this.record.channel
    const { claimed, channel } = stored
    // A receipt of ours may be newer than what another tab wrote; both say what was true at their time.
    const isNewer = accepted > channel.accepted || spent > channel.spent
    const known = isNewer && signed <= channel.signed && Channel.counts(channel)
    const news = known && { channel: Channel.apply(channel, { type: 'receipt', accepted, spent }) }
    this.record = { ...this.#withOurs(stored), ...news }
    // What another tab's stream speaks for is as good as spent, until the server counts.
    const ahead = smallest(claimed, channel.signed) - this.record.channel.spent
    const isOthers = usage.streams === 0 && claimed !== this.#claimed
    if (isOthers && ahead > usage.unconfirmed) usage.unconfirmed = ahead
    changed()
  }

  /** What another tab wrote, with the challenges that only this one has. */
  #withOurs(stored: Record.Record): Record.Record {
    const challenges = { ...this.record.challenges, ...stored.challenges }
    return { ...stored, challenges: Object.fromEntries(Object.entries(challenges).slice(-Record.most)) }
  }

  get #isBusy(): boolean {
    return this.#options.usage.flights > 0 || this.#keeping > 0
  }

  async #tick(): Promise<void> {
    this.#timer = undefined
    const held = this.#turn
    if (this.#dirty) await this.#save()
    if (!held || held !== this.#turn) return
    if (!this.#isBusy && !this.#options.isWanted()) return this.#letGo()
    if (this.#options.now() - held.since > slice && (await held.turn.wanted())) {
      this.#yielding = true
      if (!this.#isBusy) return this.#letGo()
    }
    this.#timer ??= later(() => this.#tick(), linger)
  }

  async #letGo(): Promise<void> {
    const { usage } = this.#options
    const held = this.#turn
    if (!held || this.#isBusy) return
    const { signed, spent } = this.record.channel
    const claimed = usage.streams > 0 ? signed : smallest(spent + usage.unconfirmed, signed)
    this.#claimed = claimed
    if (claimed !== this.record.claimed) {
      this.record = { ...this.record, claimed }
      this.#dirty = true
    }
    // A write that has begun before ends before the next tab reads.
    await this.#save()
    if (this.#turn !== held || this.#isBusy) return
    this.#turn = undefined
    this.#yielding = false
    held.release()
  }

  /** Writes down what may be lost. A store that fails here fails again where it matters. */
  #save(): Promise<void> {
    return this.#after(async () => {
      const isDue = this.#dirty
      this.#dirty = false
      // Without the turn another tab's numbers are newer.
      if (isDue && this.#turn) await this.#put(this.record).catch(() => {})
    })
  }

  async #put(record: Record.Record): Promise<void> {
    if (!this.#erased) await this.#options.store.set(Record.keyOf(record.identity.id), record)
  }

  #after(work: () => Promise<void>): Promise<void> {
    const done = this.#writes.then(work)
    this.#writes = done.catch(() => {})
    return done
  }
}

/** A timer that keeps no program running. */
function later(work: () => unknown, milliseconds: number): ReturnType<typeof setTimeout> {
  const timer = setTimeout(() => void work(), milliseconds)
  // A number in browsers.
  const handle: object = Object(timer)
  if ('unref' in handle && typeof handle.unref === 'function') handle.unref()
  return timer
}
