import { BaseError } from '../Errors.js'
import { type ChannelState, stateOf } from './ChannelState.js'
import type { Driver } from './Driver.js'
import { UnknownRailError } from './Funds.js'
import type { House } from './Sessions.js'
import { railOf } from './Wire.js'

/** Every channel that this browser keeps, over all origins, and what can be done with it. */
export type Channels = {
  /** The latest used first; the same list until something changes. */
  list(): readonly ChannelState[]
  subscribe(listener: () => void): () => void
  /** Reads the kept channels, and asks the chain about those that are not closed. Never prompts. */
  refresh(): Promise<void>
  /**
   * Has the server close it and send the rest back.
   *
   * @throws BaseError of code `session_refused` when the server does not; then {@link Channels.requestClose} is left.
   */
  close(id: string): Promise<void>
  /** Starts the forced close on the chain: after the grace period the rest can be withdrawn. May prompt. */
  requestClose(id: string): Promise<void>
  /** Takes the rest back after the grace period. May prompt. */
  withdraw(id: string): Promise<void>
  /**
   * Forgets a channel.
   *
   * @throws {@link StillOpenError} when there is money in it.
   */
  forget(id: string): Promise<void>
  /**
   * A channel as a text that opens with a passphrase, to use and close it in another browser, or in this one after it
   * forgot. Whoever has both can spend the deposit with the payee, and nothing else.
   *
   * @throws BaseError of code `key_not_found` when this browser does not have its key any more, `key_not_exportable`
   * when that cannot leave it.
   */
  export(id: string, passphrase: string): Promise<string>
  /**
   * Takes over what {@link Channels.export} wrote, and asks the chain where it stands. Nothing is added to it without
   * a question. One that is here already stays as it is, and gets its key back.
   *
   * @returns the channel's id.
   * @throws BaseError of code `channel_backup_invalid` or `passphrase_wrong`.
   */
  import(text: string, passphrase: string): Promise<string>
  /**
   * Looks for channels of the connected account that this browser does not know: opened in another one, or before its
   * storage was emptied. The seller at `url` is asked, and the chain. What is found is `stale`: it cannot pay here, and
   * can be taken back by {@link Channels.requestClose} and {@link Channels.withdraw}. Where the seller has to know who
   * asks, the person is asked to sign a payment of nothing.
   *
   * @returns the ids of those found.
   */
  recover(url: string): Promise<readonly string[]>
}

export function createChannels(house: House): Channels {
  const { host, drivers, funds } = house
  let listed: readonly ChannelState[] = []
  let seen: number | undefined
  const gone = new Set<string>()

  async function find(id: string): Promise<Driver> {
    await house.ready()
    const driver = drivers.get(id) ?? drivers.get(id.toLowerCase())
    if (!driver || gone.has(driver.record.identity.id)) throw new ChannelNotFoundError(id)
    return driver
  }

  return {
    list() {
      const version = house.version()
      if (seen === version) return listed
      seen = version
      listed = [...drivers.values()]
        .filter(({ record }) => !gone.has(record.identity.id))
        .reverse()
        .sort((a, b) => b.record.usedAt - a.record.usedAt)
        .map(stateOf)
      return listed
    },
    subscribe(listener) {
      void house.ready().catch(() => {})
      return house.subscribe(listener)
    },
    async refresh() {
      await house.ready()
      const open = [...drivers.values()].filter(({ channel }) => channel.status !== 'closed')
      // One that cannot be asked about stays as it was known.
      await Promise.allSettled(open.map((driver) => funds.look(driver)))
    },
    async close(id) {
      await funds.close(await find(id))
    },
    async requestClose(id) {
      await funds.requestClose(await find(id))
    },
    async withdraw(id) {
      await funds.withdraw(await find(id))
    },
    async forget(id) {
      const driver = await find(id)
      if (driver.channel.status !== 'closed') throw new StillOpenError()
      gone.add(driver.record.identity.id)
      // No other tab may write it back.
      await driver.held(() => driver.erase())
    },
    async export(id, passphrase) {
      const { record } = await find(id)
      const { write } = await import('./Backup.js')
      return write(host.store, record, passphrase)
    },
    async import(text, passphrase) {
      await house.ready()
      const { read } = await import('./Backup.js')
      const record = await read(host.store, text, passphrase, async ({ rail, identity, challenges }) => {
        const found = railOf(host, rail)
        const challenge = Object.values(challenges)[0]?.challenge
        if (!found || !challenge) throw new UnknownRailError(rail)
        const request = found.read(challenge) as never
        found.scheme.check(identity, request)
        // What money is called and how many decimals it has is not for a file to say.
        const { now, store } = host
        const { amount, payee, fees, prompt } = await found.describe(request, { challenge, now, store })
        const { value: _, ...asset } = amount
        return { asset, payee, fees, prompt }
      })
      const { id } = record.identity
      gone.delete(id)
      const driver = await house.keep(record)
      // Offline it stands where the backup left it, until it is asked about.
      await funds.look(driver).catch(() => {})
      return id
    },
    async recover(url) {
      const { recover } = await import('./Recovery.js')
      return recover(house, url)
    },
  }
}

/** Thrown when a channel is not known here. */
export class ChannelNotFoundError extends BaseError {
  override readonly name = 'Channels.ChannelNotFoundError'
  constructor(id: string) {
    super('channel_not_found', 'There is no session with this id in this browser.', {
      metaMessages: [`The id is ${id}.`],
    })
  }
}

/** Thrown when a channel that holds money would be forgotten. */
export class StillOpenError extends BaseError {
  override readonly name = 'Channels.StillOpenError'
  constructor() {
    super('channel_still_open', 'There is still money in this session. Stop it and get the rest back first.')
  }
}
