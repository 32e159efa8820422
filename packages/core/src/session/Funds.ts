import { BaseError } from '../Errors.js'
import type { Receipt } from '../protocol/Receipt.js'
import type { Keyring } from '../signers/Signer.js'
import * as Channel from './Channel.js'
import { type Driver, NotPayingError } from './Driver.js'
import type { Host, Rail } from './Host.js'
import { comesTrue } from './Patience.js'
import type * as Record from './Record.js'
import type { ActContext, OnChain } from './Scheme.js'
import { createTopUp, type Goal } from './TopUp.js'
import { largest } from './Whole.js'
import { latest, railOf, refusal, type Wire } from './Wire.js'

// What moves a channel's money on the chain: more of it in, and the rest of it out.

/** What moves a channel's deposit. */
export type Funds = {
  /** Reads the chain and takes over what it says; whether the channel is still there. */
  look(driver: Driver, signal?: AbortSignal): Promise<boolean>
  /** Whether the chain has a channel: asks until it has, or can have it no more. */
  opened(driver: Driver, signal: AbortSignal | undefined): Promise<boolean>
  /** Finds out what became of what a page that is gone had begun. */
  recover(driver: Driver): Promise<void>
  /** Asks the server how much is spent, by presenting the highest voucher again. */
  resync(driver: Driver): Promise<void>
  /** Adds to the deposit: within what was approved, else after a yes. */
  topUp(driver: Driver, goal: Goal, signal?: AbortSignal): Promise<void>
  /** Has the server close it and send the rest back. */
  close(driver: Driver): Promise<Receipt | undefined>
  requestClose(driver: Driver): Promise<void>
  withdraw(driver: Driver): Promise<void>
  /** Finds out what became of a channel that the server does not know, or not as we do. */
  heal(driver: Driver, trouble: BaseError | undefined): Promise<void>
}

// How much later than its end something may still show up on the chain, in milliseconds.
const slack = 5_000
// How often the chain is asked, in milliseconds, while it is not known whether it has something.
const interval = 1_000

export function createFunds(host: Host, wire: Wire, keys: Keyring): Funds {
  const chainContext = (signal?: AbortSignal) => ({ now: host.now, signal })

  function rail(driver: Driver): Rail {
    const found = railOf(host, driver.record.rail)
    if (!found) throw new UnknownRailError(driver.record.rail)
    return found
  }

  /** A challenge of the channel, the latest used first. */
  function remembered(driver: Driver): Record.Remembered {
    const last = Object.values(driver.record.challenges).at(-1)
    if (!last) throw new UnknownRailError(driver.record.rail)
    return last
  }

  async function context(driver: Driver, signal?: AbortSignal): Promise<ActContext> {
    const signer = await keys.load(driver.record.keyId)
    return { ...chainContext(signal), store: host.store, keys, signer }
  }

  async function look(driver: Driver, signal?: AbortSignal): Promise<boolean> {
    return driver.held(async () => {
      const seen = await read(driver, signal)
      return !!seen && !seen.over
    })
  }

  async function read(driver: Driver, signal?: AbortSignal): Promise<OnChain | undefined> {
    const seen = await rail(driver).scheme.read(driver.record.identity, chainContext(signal))
    await accept(driver, seen)
    return seen
  }

  /** Takes over what the chain said, unless the channel ended meanwhile. */
  async function accept(driver: Driver, seen: OnChain | undefined): Promise<void> {
    await driver.write((channel) => {
      if (!Channel.counts(channel)) return channel
      if (seen) {
        const next = Channel.apply(channel, { type: 'chain', ...seen })
        return seen.over ? Channel.apply(next, { type: 'gone' }) : next
      }
      // What was signed may still be on its way to the chain, and a node that is behind does not know it yet.
      // One whose close it told of, it does know.
      const isKnown = channel.status === 'closeRequested' || channel.status === 'withdrawable'
      if (!isKnown && !isOver(driver)) return channel
      return Channel.apply(channel, { type: channel.status === 'opening' ? 'openFailed' : 'gone' })
    })
    // The key of an opening that never was may have been allowed on the chain, and is used for the next.
    const { deposit, status } = driver.channel
    if (status === 'closed' && deposit > 0n) await keys.remove(driver.record.keyId)
  }

  const isOver = ({ record: { endsAt } }: Driver) => endsAt === undefined || host.now() > endsAt + slack

  async function opened(driver: Driver, signal: AbortSignal | undefined): Promise<boolean> {
    const end = (driver.record.endsAt ?? host.now()) + slack
    for (;;) {
      const found = await look(driver, signal).catch(() => false)
      if (found || driver.pays) return true
      if (driver.channel.status === 'closed' || host.now() > end) return false
      signal?.throwIfAborted()
      await new Promise((resolve) => setTimeout(resolve, interval))
    }
  }

  async function recover(driver: Driver): Promise<void> {
    await driver.held(async () => {
      const { status } = driver.channel
      await read(driver)
      // The page that asked is gone, and the chain says that nothing came of it.
      const type = status === 'closing' ? 'closeFailed' : status === 'toppingUp' ? 'topUpFailed' : undefined
      if (type && (type === 'closeFailed' || isOver(driver)))
        await driver.write((channel) =>
          channel.status === status ? Channel.apply(channel, { type }) : channel,
        )
    })
  }

  async function resync(driver: Driver): Promise<void> {
    const { signed, settled, accepted, spent } = driver.channel
    const { exact, bound } = rail(driver).scheme
    // A voucher that was settled says nothing any more; where none is taken twice, neither does one that was taken.
    if (bound?.(driver.record.identity) || signed <= (exact ? accepted : settled)) return
    const answer = await wire.update(driver, remembered(driver), signed)
    if (answer.counted || answer.response.ok) return
    // It has it already then, as far as can be known; the headroom bounds what that may cost.
    if (exact && (await look(driver)) && !isClosed(driver)) driver.count({ accepted: signed, spent })
    else await heal(driver, refusal(answer))
  }

  async function heal(driver: Driver, trouble: BaseError | undefined): Promise<void> {
    await driver.held(async () => {
      await read(driver)
      const { status, limit, signed, deposit, pending } = driver.channel
      if (driver.pays)
        await driver.write((each) => (each.status === status ? Channel.apply(each, { type: 'lost' }) : each))
      // What the person agreed to and the chain still holds cannot be deposited a second time.
      // What the payee took at the end is not known; more than was signed it cannot be.
      const left = limit - (status === 'closed' ? signed : deposit + pending)
      const told = trouble && { code: trouble.code, message: trouble.shortMessage }
      await driver.write((each) => each, { allowance: largest(left, 0n), ...(told && { trouble: told }) })
    })
  }

  async function close(driver: Driver): Promise<Receipt | undefined> {
    return driver.alone(async () => {
      if (isClosed(driver)) return undefined
      const from = remembered(driver)
      // What is closed with is what was used up, to the last unit, and not what was signed ahead.
      const { scheme } = rail(driver)
      const { identity } = driver.record
      // What the chain shows now it can show to be gone afterwards; a node that is behind cannot.
      const isShown = await comesTrue(async () => !!(await read(driver)) || isClosed(driver))
      if (isClosed(driver)) return undefined
      // Where a voucher would be taken by that, it is tried without first.
      if (!scheme.exact) await resync(driver)
      if (!driver.pays) throw new NotPayingError(driver.channel.status)
      const lastOf = () => scheme.closing(identity, driver.channel.spent, driver.channel.settled)
      let last = lastOf()
      if (last > driver.channel.signed)
        await driver.write((channel) => Channel.apply(channel, { type: 'sign', cumulative: last }))
      await driver.write((channel) => Channel.apply(channel, { type: 'close' }))
      const ask = async () => {
        const ready = await wire.challenge(driver, latest(driver, from))
        const payload = { channelId: identity.id, ...(await driver.pen.fields(last)), action: 'close' }
        return wire.control(driver, ready, payload)
      }
      try {
        let answer = await ask()
        if (scheme.exact && !answer.response.ok) {
          await resync(driver)
          // The server had more than it told of.
          if (lastOf() > last) {
            last = lastOf()
            answer = await ask()
          }
        }
        if (!answer.response.ok) throw refusal(answer)
        if (answer.counted) driver.count(answer.counted)
        // That it is closed only the chain can say; while it says otherwise, the rest can be taken back there.
        let left: Partial<OnChain> | undefined
        const isGone = async () => {
          left = await scheme.read(identity, chainContext()).catch(() => ({ over: false }))
          return left?.over ?? !left
        }
        const isOver = isShown && (await comesTrue(isGone))
        // Where the server signs, it may have taken more than it told of.
        const captured = largest(lastOf(), left?.settled ?? 0n)
        const end = isOver ? ({ type: 'closed', captured } as const) : ({ type: 'lost' } as const)
        await driver.write((channel) => Channel.apply(channel, end))
        if (isOver) await keys.remove(driver.record.keyId)
        return answer.counted?.receipt
      } catch (error) {
        await read(driver)
        if (isClosed(driver)) return undefined
        await driver.write((channel) => Channel.apply(channel, { type: 'closeFailed' }))
        throw error
      }
    })
  }

  async function act(driver: Driver, what: 'requestClose' | 'withdraw'): Promise<void> {
    await driver.held(async () => {
      // Where it stands before says whose the money is that is gone afterwards.
      await read(driver)
      await rail(driver).scheme[what](driver.record.identity, await context(driver))
      await read(driver)
    })
  }

  return {
    look,
    opened,
    recover,
    resync,
    topUp: createTopUp({ host, wire, rail, remembered, context, accept, recover, heal }),
    close,
    requestClose: (driver) => act(driver, 'requestClose'),
    withdraw: (driver) => act(driver, 'withdraw'),
    heal,
  }
}

const isClosed = ({ channel }: Driver) => channel.status === 'closed'

/** Thrown when a kept channel belongs to a method that this page does not have. */
export class UnknownRailError extends BaseError {
  override readonly name = 'Funds.UnknownRailError'
  constructor(rail: string) {
    super('session_method_missing', `This page has no ${rail}, which this session was opened with.`)
  }
}
