import { BaseError } from '../Errors.js'
import type { Receipt } from '../protocol/Receipt.js'
import type { Keyring } from '../signers/Signer.js'
import * as Channel from './Channel.js'
import { type Driver, NotPayingError } from './Driver.js'
import type { Host, Rail, SessionOffer } from './Host.js'
import type * as Record from './Record.js'
import type { ActContext, OnChain } from './Scheme.js'
import { smallest } from './Whole.js'
import { type Answer, latest, railOf, type Wire } from './Wire.js'

// What moves a channel's money on the chain: more of it in, and the rest of it out.

/** What moves a channel's deposit. */
export type Funds = {
  /** Reads the chain and takes over what it says; whether the channel is still there. */
  look(driver: Driver, signal?: AbortSignal): Promise<boolean>
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

/** What a deposit should become. */
export type Goal = {
  /** There must be so much. */
  readonly least: bigint
  /** There should be so much, as far as it was approved. */
  readonly wanted: bigint
  /** Whether to ask for what was not approved; else nothing is added. */
  readonly mayAsk: boolean
}

// How much later than its end something may still show up on the chain, in milliseconds.
const slack = 5_000
// How long something signed for the chain can be under way, in milliseconds; it says itself that it ends sooner.
const patience = 60_000
// How often the chain is asked whether it has a top-up, and how many milliseconds apart.
const looks = 8
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
      const seen = await rail(driver).scheme.read(driver.record.identity, chainContext(signal))
      await accept(driver, seen)
      return seen !== undefined
    })
  }

  /** Takes over what the chain said, unless the channel ended meanwhile. */
  async function accept(driver: Driver, seen: OnChain | undefined): Promise<void> {
    await driver.write((channel) => {
      if (!Channel.counts(channel)) return channel
      if (seen) return Channel.apply(channel, { type: 'chain', ...seen })
      // What was signed may still be on its way to the chain, and a node that is behind does not know it yet.
      if (!isOver(driver)) return channel
      return Channel.apply(channel, { type: channel.status === 'opening' ? 'openFailed' : 'gone' })
    })
    // The key of an opening that never was may have been allowed on the chain, and is used for the next.
    const { deposit, status } = driver.channel
    if (status === 'closed' && deposit > 0n) await keys.remove(driver.record.keyId)
  }

  const isOver = ({ record: { endsAt } }: Driver) => endsAt === undefined || host.now() > endsAt + slack

  async function recover(driver: Driver): Promise<void> {
    await driver.held(async () => {
      const { status } = driver.channel
      const seen = await rail(driver).scheme.read(driver.record.identity, chainContext())
      await accept(driver, seen)
      // The page that asked is gone, and the chain says that nothing came of it.
      const type = status === 'closing' ? 'closeFailed' : status === 'toppingUp' ? 'topUpFailed' : undefined
      if (type && (type === 'closeFailed' || isOver(driver)))
        await driver.write((channel) =>
          channel.status === status ? Channel.apply(channel, { type }) : channel,
        )
    })
  }

  async function resync(driver: Driver): Promise<void> {
    // A voucher that was settled says nothing any more.
    if (driver.channel.signed <= driver.channel.settled) return
    const answer = await wire.update(driver, remembered(driver), driver.channel.signed)
    if (!answer.counted && !answer.response.ok) await heal(driver, refusal(answer))
  }

  async function heal(driver: Driver, trouble: BaseError | undefined): Promise<void> {
    await driver.held(async () => {
      const { identity, channel } = driver.record
      await accept(driver, await rail(driver).scheme.read(identity, chainContext()))
      const { status } = driver.channel
      if (driver.pays)
        await driver.write((each) => (each.status === status ? Channel.apply(each, { type: 'lost' }) : each))
      // What the person agreed to and the chain still holds cannot be deposited a second time.
      // What the payee took at the end is not known; more than was signed it cannot be.
      const left =
        channel.limit -
        (status === 'closed' ? driver.channel.signed : driver.channel.deposit + driver.channel.pending)
      const told = trouble && { code: trouble.code, message: trouble.shortMessage }
      await driver.write((each) => each, { allowance: left > 0n ? left : 0n, ...(told && { trouble: told }) })
    })
  }

  async function topUp(driver: Driver, { least, wanted, mayAsk }: Goal, signal?: AbortSignal): Promise<void> {
    await driver.held(async () => {
      // Of a page that is gone: whoever has the turn and finds it has not begun it.
      if (driver.channel.status === 'toppingUp') await recover(driver)
      if (!driver.pays) throw new NotPayingError(driver.channel.status)
      if (driver.channel.status === 'toppingUp') throw new UnderWayError()
      const { deposit, limit } = driver.channel
      if (deposit >= least) return
      if (least > limit && !mayAsk) return
      if (least > limit) await approve(driver, wanted - deposit, signal)
      await add(driver, smallest(driver.channel.limit, wanted) - deposit, signal)
    })
  }

  async function approve(driver: Driver, amount: bigint, signal?: AbortSignal): Promise<void> {
    const { record, channel } = driver
    const { challenge, url } = await wire.challenge(driver, remembered(driver))
    const money = (value: bigint) => ({ ...record.asset, value })
    const offer: SessionOffer = {
      challenge,
      amount: money(amount),
      payee: record.payee,
      origin: record.origin,
      realm: record.realm,
      method: challenge.method,
      intent: challenge.intent,
      fees: record.fees,
      prompt: record.prompt,
      session: {
        price: money(record.price),
        unit: record.unit,
        limit: money(amount),
        headroom: money(channel.headroom),
        adds: true,
      },
    }
    host.judge(offer)
    const { id } = await host.journal.begin({ key: challenge.id, url, offer }, 'approving')
    // The budget has no say in it: more than was agreed to is always asked for.
    const asking = { required: true, offers: [offer], refused: [], response: new Response(), url } as const
    await host.ask({ id }, asking, {}, signal)
    await host.journal.move(id, 'paid')
    const limit = channel.deposit + amount
    await driver.write((each) => Channel.apply(each, { type: 'approve', limit, headroom: each.headroom }))
  }

  async function add(driver: Driver, amount: bigint, signal?: AbortSignal): Promise<void> {
    const { scheme, ...method } = rail(driver)
    const ready = await wire.challenge(driver, remembered(driver))
    const request = method.read(ready.challenge) as never
    const endsAt = host.now() + patience
    const { deposit } = driver.channel
    await driver.write((channel) => Channel.apply(channel, { type: 'topUp', amount }), { endsAt })
    let isSigned = false
    try {
      const act = await context(driver, signal)
      const payload = await scheme.topUp(request, driver.record.identity, {
        ...act,
        challenge: ready.challenge,
        amount,
        deposit,
      })
      isSigned = true
      const answer = await wire.control(driver, ready, payload)
      if (answer.counted) driver.count(answer.counted)
      if (!answer.response.ok) throw refusal(answer)
    } catch (error) {
      // What left this page may still come to the chain; until its end nothing more is added.
      if (!isSigned) await driver.write((channel) => Channel.apply(channel, { type: 'topUpFailed' }))
      else if (await isAdded(driver, error instanceof RefusedError ? 1 : looks)) return
      if (!(error instanceof RefusedError) || error.status !== 410) throw error
      await heal(driver, error)
      throw new NotPayingError(driver.channel.status)
    }
    await isAdded(driver, looks)
  }

  /** Whether the chain has what was added. A node may be behind the server. */
  async function isAdded(driver: Driver, most: number): Promise<boolean> {
    for (let n = 1; ; n++) {
      const seen = await rail(driver)
        .scheme.read(driver.record.identity, chainContext())
        .catch(() => undefined)
      if (seen) await accept(driver, seen)
      if (driver.channel.status !== 'toppingUp') return true
      if (n >= most) return false
      await new Promise((resolve) => setTimeout(resolve, interval))
    }
  }

  async function close(driver: Driver): Promise<Receipt | undefined> {
    return driver.alone(async () => {
      if (isClosed(driver)) return undefined
      const from = remembered(driver)
      // What is closed with is what was used up, to the last unit, and not what was signed ahead.
      const { scheme } = rail(driver)
      const { identity } = driver.record
      await accept(driver, await scheme.read(identity, chainContext()))
      if (isClosed(driver)) return undefined
      await resync(driver)
      if (!driver.pays) throw new NotPayingError(driver.channel.status)
      const { spent, settled } = driver.channel
      const last = scheme.closing(identity, spent, settled)
      if (last > driver.channel.signed)
        await driver.write((channel) => Channel.apply(channel, { type: 'sign', cumulative: last }))
      await driver.write((channel) => Channel.apply(channel, { type: 'close' }))
      try {
        const ready = await wire.challenge(driver, latest(driver, from))
        const payload = { action: 'close', ...(await driver.pen.fields(last)) }
        const answer = await wire.control(driver, ready, payload)
        if (!answer.response.ok) throw refusal(answer)
        // That it is closed only the chain can say; while it says otherwise, the rest can be taken back there.
        const left = await scheme.read(identity, chainContext()).catch(() => 'unknown')
        const end = left ? ({ type: 'lost' } as const) : ({ type: 'closed', captured: last } as const)
        await driver.write((channel) => Channel.apply(channel, end))
        if (!left) await keys.remove(driver.record.keyId)
        return answer.counted?.receipt
      } catch (error) {
        const seen = await scheme.read(identity, chainContext())
        await accept(driver, seen)
        if (isClosed(driver)) return undefined
        await driver.write((channel) => Channel.apply(channel, { type: 'closeFailed' }))
        throw error
      }
    })
  }

  async function act(driver: Driver, what: 'requestClose' | 'withdraw'): Promise<void> {
    await driver.held(async () => {
      const { scheme } = rail(driver)
      const { identity } = driver.record
      await scheme[what](identity, await context(driver))
      await accept(driver, await scheme.read(identity, chainContext()))
    })
  }

  return {
    look,
    recover,
    resync,
    topUp,
    close,
    requestClose: (driver) => act(driver, 'requestClose'),
    withdraw: (driver) => act(driver, 'withdraw'),
    heal,
  }
}

const isClosed = ({ channel }: Driver) => channel.status === 'closed'

/** What a server's refusal says, as an error. */
export function refusal({ response, problem }: Answer): RefusedError {
  return new RefusedError(response.status, problem?.detail ?? problem?.title)
}

/** Thrown when the server does not take what a session sent. Nothing was used up by it. */
export class RefusedError extends BaseError {
  override readonly name = 'Funds.RefusedError'
  /** The HTTP status of the refusal. */
  readonly status: number
  constructor(status: number, details: string | undefined) {
    super('session_refused', 'The server does not take what this session pays with.', {
      details: details ?? `The server answered ${status}.`,
    })
    this.status = status
  }
}

/** Thrown when more would be added to a deposit while it is not known yet what became of the last addition. */
export class UnderWayError extends BaseError {
  override readonly name = 'Funds.UnderWayError'
  constructor() {
    super('session_deposit_pending', 'An addition to the deposit is still under way. Try again in a minute.')
  }
}

/** Thrown when a kept channel belongs to a method that this page does not have. */
export class UnknownRailError extends BaseError {
  override readonly name = 'Funds.UnknownRailError'
  constructor(rail: string) {
    super('session_method_missing', `This page has no ${rail}, which this session was opened with.`, {
      metaMessages: ['Give createPayer the method it was opened with.'],
    })
  }
}
