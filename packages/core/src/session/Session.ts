import { parseUnits } from '../policy/Amount.js'
import type { Receipt } from '../protocol/Receipt.js'
import type { Status } from './Channel.js'
import { type ChannelState, stateOf } from './ChannelState.js'
import { type Driver, NotPayingError } from './Driver.js'
import type { Sendable, SessionOffer, SessionOptions } from './Host.js'
import { resourceOf } from './Record.js'
import type { Desk } from './Scheme.js'
import type { House } from './Sessions.js'
import { openStream, type PaidStream } from './Sse.js'
import { openSocket, type PaidSocket } from './WebSocket.js'
import { NoChallengeError, railOf } from './Wire.js'

/** Where a session stands: `idle` before it was asked for, `challenged` while the person decides, then its channel's. */
export type SessionState = {
  readonly status: Status
  /** What is asked for while nothing is open. */
  readonly offer?: SessionOffer | undefined
  /** The channel that pays, or the last that did. */
  readonly channel?: ChannelState | undefined
}

/**
 * Paying one resource as you go: one yes, then every request, stream and socket is paid from one channel
 * (draft-tempo-session-00).
 *
 * @example
 * ```ts
 * const session = payer.session('https://api.example.com/chat', { maxDeposit: '1' })
 * for await (const { data } of await session.sse('https://api.example.com/chat?q=hello')) print(data)
 * await session.close()
 * ```
 */
export type Session = {
  readonly url: string
  /** The same object until something changes. */
  getState(): SessionState
  subscribe(listener: () => void): () => void
  /** Opens the channel without fetching anything; nothing happens where one is open. */
  open(init?: { signal?: AbortSignal | undefined }): Promise<void>
  /** `fetch`, paid from the session. Default address: the session's own. */
  fetch(input?: RequestInfo | URL, init?: RequestInit): Promise<Response>
  /**
   * Reads a stream of server-sent events that is paid as it comes, signing ahead so that it never has to wait.
   *
   * @throws BaseError as `payer.fetch` does; while reading, one of code `session_deposit_used` when no more was approved.
   */
  sse(input?: RequestInfo | URL, init?: RequestInit): Promise<PaidStream>
  /** Opens a WebSocket whose messages are paid as they come. */
  ws(input?: string | URL, init?: { signal?: AbortSignal | undefined }): Promise<PaidSocket>
  /**
   * What pays for deliveries that the server meters beside the requests, for helpers of a rail that knows such.
   *
   * @throws NotPayingError while nothing is open.
   */
  desk?(): Desk | undefined
  /** Adds to the deposit, in units of the currency: `'0.1'` more than there is now. Asked for twice at once, it is added once. */
  topUp(amount: string): Promise<void>
  /** Stops and gets the rest back. The receipt, where the server gave one. */
  close(): Promise<Receipt | undefined>
}

export function createSession(house: House, input: RequestInfo | URL, payment: SessionOptions = {}): Session {
  const { host, funds, served } = house
  const url = host.prepare(input).url
  let state: SessionState = { status: 'idle' }
  let seen: number | undefined

  const driverOf = (): Driver | undefined => house.find(url)

  function compute(): SessionState {
    const driver = driverOf()
    const offer = house.openings.get(`${new URL(url).origin} ${resourceOf(url)}`)
    if (driver && (driver.pays || driver.channel.status === 'opening' || !offer)) {
      const channel = stateOf(driver)
      return { status: channel.status, channel }
    }
    if (offer) return { status: 'challenged', offer }
    return { status: 'idle' }
  }

  function live(): Driver {
    const driver = driverOf()
    if (!driver) throw new NotPayingError('idle')
    return driver
  }

  async function run(target: RequestInfo | URL = input, init: RequestInit = {}): Promise<Response> {
    const sendable = host.prepare(target, init)
    return (await house.send(sendable)) ?? host.run(sendable, payment)
  }

  const session: Session = {
    url,
    getState() {
      const version = house.version()
      if (seen !== version) state = compute()
      seen = version
      return state
    },
    subscribe(listener) {
      void house.ready().catch(() => {})
      return house.subscribe(listener)
    },
    async open(init = {}) {
      await house.ready()
      if (driverOf()?.pays) return
      const anew = { cache: 'no-store', signal: init.signal ?? null } as const
      const asks = host.prepare(url, anew)
      const opens = host.prepare(url, { ...anew, method: 'HEAD' })
      // The terms are asked for as the resource is; what opens the channel goes by HEAD, which buys nothing.
      await host.run(composed(asks, opens), payment)
      if (!driverOf()?.pays) throw new NoChallengeError(url)
    },
    fetch: run,
    async sse(target, init = {}) {
      const headers = new Headers(init.headers)
      if (!headers.has('Accept')) headers.set('Accept', 'text/event-stream')
      const response = await run(target, { ...init, headers })
      return openStream(house, response, served.get(response), init.signal ?? undefined)
    },
    async ws(target = url, init = {}) {
      await session.open(init)
      return openSocket(house, live(), target, init.signal)
    },
    desk() {
      const driver = live()
      return railOf(host, driver.record.rail)?.scheme.desk?.(house, { driver, url })
    },
    async topUp(amount) {
      const driver = live()
      const { decimals = 0 } = driver.record.asset
      const deposit = driver.channel.deposit + parseUnits(amount, decimals)
      await funds.topUp(driver, { least: deposit, wanted: deposit, mayAsk: true })
    },
    async close() {
      await house.ready()
      return funds.close(live())
    },
  }
  return session
}

/** A request that is asked for in one way and paid for in another. */
function composed(asks: Sendable, pays: Sendable): Sendable {
  const { url, method, headers, signal } = pays
  return {
    ...{ url, method, headers, signal },
    send: () => asks.send(),
    sendPaid: (paid) => pays.sendPaid(paid),
    bytes: () => pays.bytes(),
    identity: () => pays.identity(),
    release() {
      asks.release()
      pays.release()
    },
  }
}
