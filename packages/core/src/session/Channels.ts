import { BaseError } from '../Errors.js'
import { type ChannelState, stateOf } from './ChannelState.js'
import type { Driver } from './Driver.js'
import type { House } from './Sessions.js'

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
}

export function createChannels(house: House): Channels {
  const { drivers, funds } = house
  let listed: readonly ChannelState[] | undefined
  const gone = new Set<string>()
  house.subscribe(() => {
    listed = undefined
  })

  async function find(id: string): Promise<Driver> {
    await house.ready()
    const driver = drivers.get(id.toLowerCase())
    if (!driver || gone.has(driver.record.identity.id)) throw new ChannelNotFoundError(id)
    return driver
  }

  return {
    list() {
      listed ??= [...drivers.values()]
        .filter(({ record }) => !gone.has(record.identity.id))
        .reverse()
        .sort((a, b) => b.record.usedAt - a.record.usedAt)
        .map(stateOf)
      return listed
    },
    subscribe: house.subscribe,
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
      await driver.erase()
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
