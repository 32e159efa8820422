import * as Challenge from '../protocol/Challenge.js'
import { createKeyring } from '../signers/Keyring.js'
import { withLock } from '../stores/Lock.js'
import { type Channels, createChannels } from './Channels.js'
import { Driver } from './Driver.js'
import { createFunds, type Funds } from './Funds.js'
import type { Approved, Host, Reading, Sendable, SessionOffer, SessionOptions } from './Host.js'
import { createOpening } from './Opening.js'
import * as Record from './Record.js'
import { createSession, type Session } from './Session.js'
import { createTransmit, type Served } from './Transmit.js'
import { createPen, KeyMissingError } from './Voucher.js'
import { createWire, railOf, type Wire } from './Wire.js'

/** The sessions of one payer. */
export type Sessions = {
  /** Sends a request on a channel of its origin, with the voucher up front; nothing where none is open or it cannot pay. */
  send(sendable: Sendable): Promise<Response | undefined>
  /**
   * Pays a 402 from a channel that is open already; else lets `open` ask, for one caller at a time, unless the person
   * agreed to it before.
   */
  serve<payment extends object>(
    reading: Reading,
    sendable: Sendable,
    payment: payment,
    open: (payment: payment) => Promise<Response>,
  ): Promise<Response>
  /** Opens a channel that was agreed to, and gets what was asked for. */
  open(approved: Approved): Promise<Response>
  /** What became of an attempt to open a channel whose page is gone; `undefined` where it is not known. */
  outcome(attempt: string): Promise<'paid' | 'failed' | undefined>
  session(input: RequestInfo | URL, options?: SessionOptions): Session
  readonly channels: Channels
  destroy(): void
}

/** What parts of a session share. */
export type House = {
  readonly host: Host
  readonly wire: Wire
  readonly funds: Funds
  /** Every channel that is kept, by id. */
  readonly drivers: ReadonlyMap<string, Driver>
  /** Settled once the kept channels are known. */
  readonly ready: () => Promise<void>
  /** Another number after every change. */
  version(): number
  readonly subscribe: (listener: () => void) => () => void
  /** Takes a channel in that this browser did not know; one that it knows stays as it is. */
  keep(record: Record.Record): Promise<Driver>
  send(sendable: Sendable): Promise<Response | undefined>
  /** What paid for an answer. */
  readonly served: WeakMap<Response, Served>
  /** The channel that would pay for an address, or was the last to. */
  find(url: string): Driver | undefined
  /** Openings that are under way, by origin and route. */
  readonly openings: ReadonlyMap<string, SessionOffer>
}

/** Creates the sessions of a payer (draft-tempo-session-00). */
export function createSessions(host: Host): Sessions {
  const keys = createKeyring(host.store)
  const wire = createWire(host)
  const funds = createFunds(host, wire, keys)
  const drivers = new Map<string, Driver>()
  const openings = new Map<string, SessionOffer>()
  const listeners = new Set<() => void>()
  const served: House['served'] = new WeakMap()
  let loading: Promise<void> | undefined
  let loaded = false
  let told = false
  let version = 0

  /** Tells everybody once for all that happens at a time. */
  function changed(): void {
    version++
    if (told) return
    told = true
    queueMicrotask(() => {
      told = false
      for (const listener of listeners) listener()
    })
  }

  function adopt(record: Record.Record): Driver {
    const { id } = record.identity
    const known = drivers.get(id)
    if (known) return known
    const driver = new Driver({
      store: host.store,
      now: host.now,
      record,
      exact: railOf(host, record.rail)?.scheme.exact,
      async pen() {
        const rail = railOf(host, record.rail)
        const signer = await keys.load(record.keyId)
        if (!rail || !signer) throw new KeyMissingError()
        return createPen(rail.scheme, record.identity, signer)
      },
      changed,
      topUp: funds.topUp,
      resync: funds.resync,
    })
    drivers.set(id, driver)
    return driver
  }

  /** Takes over a record of the store, if it is what it says. */
  function load(value: unknown): void {
    if (!Record.is(value)) return
    try {
      // What cannot be checked, because its method is not here, is listed and never used.
      railOf(host, value.rail)?.scheme.check(value.identity)
    } catch {
      return
    }
    if (drivers.has(value.identity.id)) return
    const { status } = adopt(value).channel
    const underWay = ['opening', 'toppingUp', 'closing'].includes(status)
    // Another tab may be at work on it; then its turn is waited for.
    if (underWay) void funds.recover(adopt(value)).catch(() => {})
  }

  async function reload(): Promise<void> {
    for (const [, value] of await host.store.list(Record.prefix)) load(value)
    loaded = true
    changed()
  }

  function ready(): Promise<void> {
    loading ??= reload().catch((error) => {
      loading = undefined
      throw error
    })
    return loading
  }

  const unwatch = host.store.watch?.((key) => {
    if (!loaded || !key.startsWith(Record.prefix)) return
    const driver = drivers.get(key.slice(Record.prefix.length))
    if (driver) void driver.refresh()
    else void host.store.get(key).then(load).then(changed)
  })

  const byUse = () => [...drivers.values()].reverse().sort((a, b) => b.record.usedAt - a.record.usedAt)

  // What was looked at last is not what was opened last.
  const byAge = () => [...drivers.values()].reverse().sort((a, b) => b.record.openedAt - a.record.openedAt)

  /** Learns what became of the channels of a route: other tabs may have opened them, or died while they did. */
  async function review(origin: string, route: string, signal: AbortSignal | undefined): Promise<void> {
    await reload()
    for (const driver of byAge().filter(
      ({ record }) => record.origin === origin && record.identity.route === route,
    )) {
      await driver.refresh()
      // The page that opened it is gone; what it sent may still come, and a second deposit would be one too many.
      const { status } = driver.channel
      if (status === 'opening') await funds.opened(driver, signal)
      // Closed or not is known once that tab is done, or its turn is over; until then nobody is asked for another one.
      else if (status === 'closing') await funds.recover(driver).catch(() => {})
    }
  }

  function usable(origin: string, route: string, price: bigint): Driver | undefined {
    return byUse().find(
      ({ record, pays }) =>
        pays && record.origin === origin && record.identity.route === route && price <= record.price,
    )
  }

  const house: House = {
    host,
    wire,
    funds,
    drivers,
    ready,
    async keep(record) {
      const known = drivers.get(record.identity.id)
      if (known) return known
      await host.store.set(Record.keyOf(record.identity.id), record)
      changed()
      return adopt(record)
    },
    send,
    served,
    openings,
    version: () => version,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    find(url) {
      const resource = Record.resourceOf(url)
      const all = byUse().filter(({ record }) => record.challenges[resource])
      return all.find(({ pays }) => pays) ?? all[0]
    },
  }

  async function send(sendable: Sendable): Promise<Response | undefined> {
    if (!loaded) await ready()
    if (drivers.size === 0) return undefined
    const driver = house.find(sendable.url)
    const remembered = driver?.record.challenges[Record.resourceOf(sendable.url)]
    if (!driver?.pays || !remembered) return undefined
    const end = Challenge.expiresAt(remembered.challenge)
    if (end !== undefined && end <= host.now() + host.tolerance) return undefined
    // The page's own Authorization stays; without another field for ours the server is asked for one.
    if (!remembered.challenge.header && sendable.headers.has('Authorization')) return undefined
    return transmit(driver, { ...remembered, url: sendable.url }, sendable)
  }

  const transmit = createTransmit({ host, wire, funds, served })

  /** Pays an offer from the channel that is open for it. */
  async function settle({ offers, url }: Reading, sendable: Sendable): Promise<Response | undefined> {
    for (const { challenge, origin } of offers) {
      const rail = railOf(host, `${challenge.method}/${challenge.intent}`)
      if (!rail) continue
      const { route, price } = wire.terms(rail, challenge)
      const driver = usable(origin, route, price)
      if (!driver) continue
      const asked = { challenge, url, method: sendable.method }
      driver.update((channel) => channel, Record.remember(driver.record, asked))
      const response = await transmit(driver, asked, sendable)
      if (response) return response
    }
    return undefined
  }

  /** What was agreed to for a channel that ended by itself, if it covers an offer. */
  function agreed(offer: SessionOffer, route: string): boolean {
    const { origin, amount, session } = offer
    const ended = byAge().find(({ record }) => record.origin === origin && record.identity.route === route)
    const { allowance = 0n, price = 0n } = ended?.record ?? {}
    return ended?.pays === false && amount.value <= allowance && (session?.price.value ?? 0n) <= price
  }

  const opening = createOpening({ host, wire, funds, keys, adopt, byAge, served, settle })

  return {
    send,
    async serve(reading, sendable, payment, open) {
      const offer = reading.offers.find(({ session }) => session)
      const rail = offer && railOf(host, `${offer.challenge.method}/${offer.challenge.intent}`)
      if (!offer || !rail) return open(payment)
      await ready()
      const warm = await settle(reading, sendable)
      if (warm) return warm
      const { route } = wire.terms(rail, offer.challenge)
      const name = `opening/${offer.origin}/${route}`
      const options = { signal: sendable.signal }
      return withLock(
        host.store,
        name,
        async () => {
          // Whoever had the lock before, here or in another tab, may have opened it.
          await review(offer.origin, route, sendable.signal)
          const now = await settle(reading, sendable)
          if (now) return now
          openings.set(`${offer.origin} ${Record.resourceOf(reading.url)}`, offer)
          changed()
          try {
            const approve = async () => ({ offer })
            return await open(agreed(offer, route) ? { ...payment, approve } : payment)
          } finally {
            openings.delete(`${offer.origin} ${Record.resourceOf(reading.url)}`)
            changed()
          }
        },
        options,
      )
    },
    open: opening,
    async outcome(attempt) {
      await reload()
      const driver = byAge().find(({ record }) => record.attempt === attempt)
      if (!driver) return undefined
      if (driver.channel.status === 'opening') await funds.opened(driver, undefined)
      const { status, deposit } = driver.channel
      if (status === 'opening') return undefined
      return status === 'closed' && deposit === 0n ? 'failed' : 'paid'
    },
    session: (input, options) => createSession(house, input, options),
    channels: createChannels(house),
    destroy() {
      unwatch?.()
      listeners.clear()
    },
  }
}
