import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { BaseError } from '../Errors.js'
import { createFeed } from './Feed.js'
import * as Frame from './Frame.js'
import type { SessionReceipt } from './SessionReceipt.js'
import type { House } from './Sessions.js'
import type { Served } from './Transmit.js'
import { railOf } from './Wire.js'

/** One event of a stream. */
export type StreamEvent = {
  readonly data: string
  /** `message` where the server named none. */
  readonly event: string
  readonly id?: string | undefined
}

/** A stream that is paid as it comes. Read it once, to its end or to a `break`. */
export type PaidStream = AsyncIterable<StreamEvent> & {
  readonly response: Response
  /** The receipt at the stream's end, checked; nothing before, or where the server sent none that fits. */
  readonly receipt: SessionReceipt | undefined
}

/**
 * Reads the events of an answer. What concerns the payment is dealt with here (draft-tempo-session-00, "Insufficient
 * Balance During Streaming"); all others are handed on.
 */
export function openStream(
  house: House,
  response: Response,
  served: Served | undefined,
  signal: AbortSignal | undefined,
): PaidStream {
  let receipt: SessionReceipt | undefined
  async function* iterate(): AsyncGenerator<StreamEvent, void, undefined> {
    const ended = new AbortController()
    const failed = () => ended.abort()
    const scheme = served && railOf(house.host, served.driver.record.rail)?.scheme
    const feed = scheme?.exact ? undefined : served && createFeed(house, { ...served, signal, failed })
    const meter = served && scheme?.desk?.(house, served, signal).meter?.()
    try {
      for await (const { data, event = 'message', id } of parse(response, ended.signal)) {
        if (await meter?.take(event, data)) continue
        const value = () => Frame.read(data) ?? {}
        if (feed && event === 'payment-receipt') receipt = feed.receipt(value()) ?? receipt
        else if (feed && event === 'payment-need-voucher') feed.needed(value())
        else {
          feed?.used()
          yield id === undefined ? { data, event } : { data, event, id }
        }
      }
    } catch (error) {
      // Why no voucher was sent says more than that the connection ended for want of it.
      feed?.check()
      throw error
    } finally {
      await feed?.end(receipt !== undefined)
    }
    await meter?.end()
    feed?.check()
  }
  if (!response.ok) throw new StreamError(response)
  const events = iterate()
  return {
    response,
    get receipt() {
      return receipt
    },
    [Symbol.asyncIterator]: () => events,
  }
}

// The longest event that is read, in characters: what does not end would fill the memory.
const longest = 16_777_216

// The parser looks for either line end through all it is given, at every line: in small pieces that is quick.
const piece = 4096

/** Reads server-sent events, one chunk of the body at a time. */
export function parse(response: Response, signal?: AbortSignal): AsyncIterableIterator<EventSourceMessage> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let events: EventSourceMessage[] = []
  let at = 0
  /** Characters since the last event or comment. */
  let length = 0
  const parser = createParser({
    onEvent(event) {
      events.push(event)
      length = 0
    },
    onComment() {
      length = 0
    },
  })
  /** The beginning of a line that has not ended. The parser would look through it anew with every chunk. */
  let begun = ''
  /** Half a line end may have come, which the parser keeps until it sees what follows. */
  let isHalf = false

  function feed(text: string): void {
    for (let from = 0; from < text.length; from += piece) {
      const part = text.length > piece ? text.slice(from, from + piece) : text
      length += part.length
      if (length > longest) throw new EventTooLongError()
      if (isHalf || part.includes('\n') || part.includes('\r')) {
        parser.feed(begun + part)
        begun = ''
        isHalf = part.endsWith('\r')
      } else begun += part
    }
  }

  // Whoever stops reading stops the server too.
  const cancel = () => void reader?.cancel().catch(() => {})
  function end(): IteratorReturnResult<undefined> {
    signal?.removeEventListener('abort', cancel)
    cancel()
    events = []
    return { done: true, value: undefined }
  }
  signal?.addEventListener('abort', cancel)

  async function read(): Promise<IteratorResult<EventSourceMessage, undefined>> {
    try {
      for (;;) {
        const event = events[at++]
        if (event) return { done: false, value: event }
        const next = await reader?.read()
        if (!next || next.done) return end()
        events = []
        at = 0
        feed(decoder.decode(next.value, { stream: true }))
      }
    } catch (error) {
      end()
      throw error
    }
  }

  return {
    // Not a generator: what is there already is handed on at once, and a chunk may hold thousands of events.
    next() {
      const event = events[at]
      if (!event) return read()
      at++
      return Promise.resolve({ done: false, value: event })
    },
    return: async () => end(),
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

/** Thrown when what was asked for as a stream is answered with an error. */
export class StreamError extends BaseError {
  override readonly name = 'Sse.StreamError'
  readonly response: Response
  constructor(response: Response) {
    super('stream_failed', `The server answered ${response.status} instead of a stream.`)
    this.response = response
  }
}

/** Thrown when one event of a stream is too long to be honest. What came before it was handed on. */
export class EventTooLongError extends BaseError {
  override readonly name = 'Sse.EventTooLongError'
  constructor() {
    super('stream_event_too_long', `The server sends an event of more than ${longest} characters.`)
  }
}
