import { BaseError } from '../Errors.js'
import * as Channel from './Channel.js'
import { type Driver, NotPayingError } from './Driver.js'
import type { Host, Rail, SessionOffer } from './Host.js'
import { comesTrue } from './Patience.js'
import type * as Record from './Record.js'
import type { ActContext, OnChain } from './Scheme.js'
import { smallest } from './Whole.js'
import { RefusedError, refusal, type Wire } from './Wire.js'

/** What a deposit should become. */
export type Goal = {
  /** There must be so much. */
  readonly least: bigint
  /** There should be so much, as far as it was approved. */
  readonly wanted: bigint
  /** Whether to ask for what was not approved; else nothing is added. */
  readonly mayAsk: boolean
}

type Parts = {
  readonly host: Host
  readonly wire: Wire
  rail(driver: Driver): Rail
  remembered(driver: Driver): Record.Remembered
  context(driver: Driver, signal?: AbortSignal): Promise<ActContext>
  accept(driver: Driver, seen: OnChain | undefined): Promise<void>
  recover(driver: Driver): Promise<void>
  heal(driver: Driver, trouble: BaseError | undefined): Promise<void>
}

// How long something signed for the chain can be under way, in milliseconds, until it is known when it ends.
const patience = 60_000

/** Adds to a deposit: within what was approved, else after a yes; one addition at a time. */
export function createTopUp(
  parts: Parts,
): (driver: Driver, goal: Goal, signal?: AbortSignal) => Promise<void> {
  const { host, wire, rail, remembered, context, accept, recover, heal } = parts
  /** The last question of each channel. */
  const questions = new WeakMap<Driver, Promise<void>>()
  return (driver, goal, signal) => driver.held(() => topUp(driver, goal, signal))

  async function topUp(driver: Driver, { least, wanted, mayAsk }: Goal, signal?: AbortSignal): Promise<void> {
    if (least > driver.channel.limit) {
      if (!mayAsk) return
      // A yes to one is not asked for again; what is within the limit waits for nobody's answer.
      const before = questions.get(driver)?.catch(() => {})
      const answered = Promise.resolve(before).then(async () => {
        assertPays(driver)
        const { deposit, limit } = driver.channel
        if (least > limit) await approve(driver, wanted - deposit, signal)
      })
      questions.set(driver, answered)
      await answered
    }
    await driver.adding(async () => {
      // Of a page that is gone, or gave up: whoever has the turn and finds it has not begun it.
      if (driver.channel.status === 'toppingUp') await recover(driver)
      assertPays(driver)
      if (driver.channel.status === 'toppingUp') throw new UnderWayError()
      const { deposit, limit } = driver.channel
      // What another one added, by itself or by hand, is not added a second time.
      if (deposit < least && least <= limit) await add(driver, smallest(limit, wanted) - deposit, signal)
    })
  }

  async function approve(driver: Driver, amount: bigint, signal?: AbortSignal): Promise<void> {
    const { record, channel } = driver
    const { challenge, url } = await wire.challenge(driver, remembered(driver))
    const money = (value: bigint) => ({ ...record.asset, value })
    const limit = channel.deposit + amount
    const headroom = rail(driver).scheme.bound?.(record.identity) ? limit : channel.headroom
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
        price: money(record.unpriced ? 0n : record.price),
        unit: record.unit,
        limit: money(amount),
        headroom: money(headroom),
        adds: true,
      },
    }
    host.judge(offer)
    const { id } = await host.journal.begin({ key: challenge.id, url, offer }, 'approving')
    // The budget has no say in it: more than was agreed to is always asked for.
    const asking = { required: true, offers: [offer], refused: [], response: new Response(), url } as const
    await host.ask({ id }, asking, {}, signal)
    await host.journal.move(id, 'paid')
    await driver.write((each) => Channel.apply(each, { type: 'approve', limit, headroom }))
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
        ends: (endsAt) => driver.write((channel) => channel, { endsAt }),
      })
      isSigned = true
      const answer = await wire.control(driver, ready, payload)
      if (answer.counted) driver.count(answer.counted)
      if (!answer.response.ok) throw refusal(answer)
    } catch (error) {
      // A rail that sends by itself may have added it all the same.
      if (await isAdded(driver, isSigned && !(error instanceof RefusedError) ? undefined : 1)) return
      // What left this page may still come to the chain; until its end nothing more is added.
      if (!isSigned) await driver.write((channel) => Channel.apply(channel, { type: 'topUpFailed' }))
      if (!(error instanceof RefusedError) || error.status !== 410) throw error
      await heal(driver, error)
      throw new NotPayingError(driver.channel.status)
    }
    await isAdded(driver)
  }

  /** Whether the chain has what was added. */
  function isAdded(driver: Driver, most?: number): Promise<boolean> {
    return comesTrue(async () => {
      const seen = await rail(driver)
        .scheme.read(driver.record.identity, { now: host.now })
        .catch(() => undefined)
      if (seen) await accept(driver, seen)
      return driver.channel.status !== 'toppingUp'
    }, most)
  }
}

function assertPays({ pays, channel }: Driver): void {
  if (!pays) throw new NotPayingError(channel.status)
}

/** Thrown when more would be added to a deposit while it is not known yet what became of the last addition. */
export class UnderWayError extends BaseError {
  override readonly name = 'TopUp.UnderWayError'
  constructor() {
    super('session_deposit_pending', 'An addition to the deposit is still under way. Try again in a minute.')
  }
}
