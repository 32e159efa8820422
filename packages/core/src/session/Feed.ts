import type { JsonObject } from '../protocol/JsonObject.js'
import { type Driver, NotPayingError } from './Driver.js'
import * as Record from './Record.js'
import * as SessionReceipt from './SessionReceipt.js'
import type { House } from './Sessions.js'
import { largest, smallest } from './Whole.js'
import { railOf, refusal } from './Wire.js'

/** What keeps a stream or a socket paid while it runs. */
export type Feed = {
  /** Something came that costs one unit. */
  used(): void
  /** The server waits for a larger voucher. */
  needed(event: JsonObject): void
  /** The server's receipt, if it fits. */
  receipt(value: JsonObject): SessionReceipt.SessionReceipt | undefined
  /** Throws what ended the paying, if anything did. */
  check(): void
  /** Lets go of what was kept; asks the server how much was used where no receipt said so. */
  end(counted: boolean): Promise<void>
}

export type FeedOptions = {
  readonly driver: Driver
  /** Of the resource that is paid for. */
  readonly url: string
  readonly signal: AbortSignal | undefined
  /** Called when no more can be paid, so that nobody waits for what will not come. */
  readonly failed: () => void
  /** Sends a voucher. Default: by HEAD. */
  readonly post?: ((cumulative: bigint) => Promise<void>) | undefined
}

// Units that are kept ahead; more are asked for once half of them are used.
const ahead = 16n

/** Keeps a stream ahead of what it uses, so that it never waits for a voucher. */
export function createFeed(house: House, options: FeedOptions): Feed {
  const { host, wire } = house
  const { driver, url } = options
  const life = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, life.signal]) : life.signal
  const remembered = driver.record.challenges[Record.resourceOf(url)]
  const post = options.post ?? ((cumulative) => update(house, driver, remembered, url, cumulative))
  const rail = railOf(host, driver.record.rail)
  const price = rail && remembered ? wire.terms(rail, remembered.challenge).price : driver.record.price
  const reserve = driver.reserve(signal)
  /** The highest voucher that the server has. */
  let posted = driver.channel.accepted
  /** The voucher that the server waits for. */
  let wanted = 0n
  let busy: Promise<void> | undefined
  /** No more can be kept ahead; what the server waits for may still be there. */
  let dry = false
  let trouble: { error: unknown } | undefined

  function window(): bigint {
    return smallest(ahead * price, largest(driver.channel.headroom / 2n, price))
  }

  function advance(): void {
    if (busy || trouble || life.signal.aborted) return
    const isLow = !dry && reserve.left * 2n < window()
    if (!isLow && wanted === 0n) return
    busy = step(isLow)
      .catch((error: unknown) => {
        if (life.signal.aborted) return
        trouble = { error }
        options.failed()
      })
      .finally(() => {
        busy = undefined
        advance()
      })
  }

  async function step(isLow: boolean): Promise<void> {
    const missing = window() - reserve.left
    if (isLow)
      await reserve.refill(missing).catch(() => {
        dry = true
      })
    const level = wanted
    const claim = await driver.raise(level, signal)
    try {
      if (level > 0n || claim.cumulative > posted) await post(claim.cumulative)
      posted = claim.cumulative
      if (wanted <= posted) wanted = 0n
      if (level > 0n) dry = false
    } finally {
      claim.answered(undefined, false)
    }
  }

  advance()
  return {
    used() {
      reserve.use(price)
      advance()
    },
    needed(event) {
      const { channelId, requiredCumulative } = event
      if (typeof channelId === 'string' && channelId.toLowerCase() !== driver.record.identity.id) return
      try {
        const required = SessionReceipt.amountOf(requiredCumulative)
        if (required > wanted) wanted = required
      } catch (error) {
        trouble ??= { error }
        options.failed()
      }
      advance()
    },
    receipt(value) {
      try {
        const counted = SessionReceipt.parse(value, driver.record.identity.id)
        driver.count(counted)
        return counted.receipt
      } catch {
        // What came is here; a receipt that does not fit is none.
        return undefined
      }
    },
    check() {
      if (trouble) throw trouble.error
    },
    async end(counted) {
      // Nobody waits any more for what a stream that ended would have used.
      life.abort()
      reserve.end()
      await busy
      if (!counted && driver.pays) await driver.alone(() => house.funds.resync(driver)).catch(() => {})
    },
  }
}

async function update(
  house: House,
  driver: Driver,
  first: Record.Remembered | undefined,
  url: string,
  cumulative: bigint,
): Promise<void> {
  const remembered = driver.record.challenges[Record.resourceOf(url)] ?? first
  if (!remembered) throw new NotPayingError(driver.channel.status)
  const answer = await house.wire.update(driver, { ...remembered, url }, cumulative)
  if (answer.response.status === 410) await house.funds.heal(driver, refusal(answer))
  if (!answer.response.ok) throw refusal(answer)
}
