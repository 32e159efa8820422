import { BaseError } from '../Errors.js'
import * as JsonObject from '../protocol/JsonObject.js'
import type { Driver } from './Driver.js'
import { createFeed } from './Feed.js'
import * as Frame from './Frame.js'
import type { SessionReceipt } from './SessionReceipt.js'
import type { House } from './Sessions.js'
import { latest } from './Wire.js'

/** A WebSocket whose messages are paid as they come. Read it once, to its end or to a `break`. */
export type PaidSocket = AsyncIterable<string> & {
  /** The server's last receipt, checked. */
  readonly receipt: SessionReceipt | undefined
  /** Sends a message of the application. */
  send(data: string): void
  /** Stops; the session stays open. */
  close(): Promise<void>
}

// How long a server may take to say how much was used when it is asked to stop, in milliseconds.
const patience = 5_000

// Characters that may wait to be read, since nothing slows a socket down; an empty message takes room and time too.
const most = 16_777_216
const weigh = (message: string) => message.length + 1_024

/**
 * Opens a WebSocket and pays in it: payment frames are JSON objects with `mpp`, everything else is the application's.
 */
export async function openSocket(
  house: House,
  driver: Driver,
  target: string | URL,
  signal: AbortSignal | undefined,
): Promise<PaidSocket> {
  const address = new URL(target, driver.record.origin)
  const http = new URL(address)
  http.protocol = http.protocol.replace('ws', 'http')
  address.protocol = http.protocol.replace('http', 'ws')
  // Vouchers go to the origin that the channel was opened for, and nowhere else.
  if (http.origin !== driver.record.origin)
    throw new SocketError('The address is not of the origin that is paid.')
  const url = http.href
  if (typeof WebSocket === 'undefined') throw new SocketError('There are no WebSockets here.')
  const asked = await house.wire.at(driver, url)

  const socket = new WebSocket(address)
  const messages: string[] = []
  let unread = 0
  let wake = () => {}
  const news = () =>
    new Promise<void>((resolve) => {
      wake = resolve
    })
  let ended = false
  let trouble: BaseError | undefined
  let receipt: SessionReceipt | undefined
  const finish = (error?: BaseError) => {
    ended = true
    trouble ??= error
    wake()
  }

  async function post(cumulative: bigint): Promise<void> {
    const { challenge } = await house.wire.challenge(driver, latest(driver, asked))
    const authorization = await driver.pen.credential(challenge, 'voucher', cumulative)
    socket.send(JSON.stringify({ mpp: 'authorization', authorization }))
  }

  const opened = new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve()
    socket.onerror = () => {
      reject(new SocketError('The connection could not be made.'))
      finish(new SocketError('The connection broke.'))
    }
  })
  socket.onclose = () => finish()
  signal?.addEventListener('abort', () => socket.close())
  await opened

  const feed = createFeed(house, { driver, url, signal, post, failed: () => socket.close() })
  socket.onmessage = ({ data }) => {
    if (typeof data !== 'string') return
    const frame = Frame.read(data)
    if (frame?.mpp === undefined) return push(data)
    if (frame.mpp === 'message') return push(String(frame.data))
    const value = JsonObject.is(frame.data) ? frame.data : {}
    if (frame.mpp === 'payment-need-voucher') feed.needed(value)
    else if (frame.mpp === 'payment-receipt' || frame.mpp === 'payment-close-ready')
      receipt = feed.receipt(value) ?? receipt
    else if (frame.mpp === 'payment-error') finish(new SocketError(String(frame.message)))
    if (frame.mpp === 'payment-close-ready') finish()
  }
  function push(data: string): void {
    if (unread > most) return
    feed.used()
    messages.push(data)
    unread += weigh(data)
    if (unread > most) {
      finish(new SocketError('More came than was read.'))
      socket.close()
    }
    wake()
  }
  const claim = await driver.raise(0n, signal)
  await post(claim.cumulative)
  claim.answered(undefined, false)

  async function close(): Promise<void> {
    if (socket.readyState === WebSocket.OPEN && !ended) {
      socket.send(JSON.stringify({ mpp: 'payment-close-request' }))
      const timer = setTimeout(finish, patience)
      while (!ended) await news()
      clearTimeout(timer)
    }
    socket.close()
  }

  async function* iterate(): AsyncGenerator<string, void, undefined> {
    try {
      for (;;) {
        const next = messages.shift()
        if (next !== undefined) {
          unread -= weigh(next)
          yield next
        } else if (ended) break
        else await news()
      }
    } finally {
      await close()
      await feed.end(receipt !== undefined)
    }
    feed.check()
    if (trouble) throw trouble
  }
  const stream = iterate()
  return {
    get receipt() {
      return receipt
    },
    send: (data) => socket.send(data),
    close,
    [Symbol.asyncIterator]: () => stream,
  }
}

/** Thrown when a paid WebSocket cannot be opened, or breaks. */
export class SocketError extends BaseError {
  override readonly name = 'WebSocket.SocketError'
  constructor(details: string) {
    super('socket_failed', 'The paid connection failed.', { details: details.slice(0, 300) })
  }
}
