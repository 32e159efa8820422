import type { PaidStream, Payer, Session, SessionOptions, SessionReceipt, StreamEvent } from '@payerkit/core'
import { framed, type Watchable } from './frames.js'
import { addressOf, anySignal, handled, isSame, NothingToPayError } from './request.js'
import { errorOf, isAgreed, sessionOf } from './sessionControl.js'

/** What one paid stream looks like from outside. */
export type StreamView = {
  /** `pending` until the answer is there, `streaming` until it ends. One that was stopped is a `success` too. */
  readonly status: 'idle' | 'pending' | 'streaming' | 'success' | 'error'
  readonly events: readonly StreamEvent[]
  /** All that came, in one. */
  readonly text: string
  /** The receipt at the stream's end, checked. */
  readonly receipt: SessionReceipt | undefined
  readonly response: Response | undefined
  readonly error: Error | undefined
}

/** How a stream is read. */
export type StreamOptions = {
  /** Where it comes from, unless `start` says otherwise. */
  readonly input?: string | URL | undefined
  /** What the session may deposit. */
  readonly session?: SessionOptions | undefined
  /** What an event adds to `text`. Default: its data. */
  readonly text?: ((event: StreamEvent) => string) | undefined
  /** How many events are kept, the latest. Default: all. */
  readonly keep?: number | undefined
}

/** One stream at a time, watched from outside. */
export type Stream = Watchable<StreamView> & {
  setOptions(options: StreamOptions): void
  start(input?: unknown, init?: RequestInit): Promise<void>
  stop(): void
  reset(): void
}

type Run = {
  readonly wanted: { input: string | URL; init: RequestInit | undefined }
  readonly session: Session
  readonly control: AbortController
  stopped: boolean
  promise: Promise<void>
  events: StreamEvent[]
  text: string
  rest: Pick<StreamView, 'status' | 'receipt' | 'response' | 'error'>
}

export const idleStream: StreamView = {
  status: 'idle',
  events: [],
  text: '',
  receipt: undefined,
  response: undefined,
  error: undefined,
}

/** Creates what is behind `usePaidStream`; it knows nothing of React. */
export function createStream(payer: Payer, first: StreamOptions): Stream {
  let options = first
  let shown: Run | undefined
  let changed = () => {}
  let view: StreamView | undefined

  const isUnderWay = ({ rest }: Run) => rest.status === 'pending' || rest.status === 'streaming'

  function publish(run: Run, news: Partial<Run['rest']> = {}): void {
    run.rest = { ...run.rest, ...news }
    if (run !== shown) return
    view = undefined
    changed()
  }

  function read(): StreamView {
    const { keep = Number.POSITIVE_INFINITY } = options
    view ??= shown ? { ...shown.rest, events: shown.events.slice(-keep), text: shown.text } : idleStream
    return view
  }

  function halt(run: Run | undefined): void {
    if (!run || !isUnderWay(run)) return
    run.stopped = true
    // An opening that was agreed to is seen through; its stream is then not read.
    if (run.rest.status === 'pending' && isAgreed(payer, run.session)) return
    run.control.abort()
  }

  async function follow(run: Run): Promise<void> {
    const { input, init } = run.wanted
    try {
      const signal = anySignal([run.control.signal, init?.signal])
      const stream = await run.session.sse(input, { ...init, signal })
      publish(run, { response: stream.response, status: 'streaming' })
      if (!run.stopped) await drain(run, stream)
      publish(run, { status: 'success', receipt: stream.receipt })
    } catch (cause) {
      const begun = run.rest.status === 'streaming'
      if (run.stopped) return publish(run, { status: begun ? 'success' : 'idle' })
      publish(run, { status: 'error', error: errorOf(cause) })
      throw cause
    } finally {
      // Whatever is not read any more is not sent, and not paid for.
      run.control.abort()
    }
  }

  async function drain(run: Run, stream: PaidStream): Promise<void> {
    for await (const event of stream) {
      if (run.stopped) break
      const { text = ({ data }: StreamEvent) => data, keep = Number.POSITIVE_INFINITY } = options
      run.events.push(event)
      // Not one by one, which would move all of them each time.
      if (run.events.length > keep * 2) run.events = run.events.slice(-keep)
      run.text += text(event)
      publish(run)
    }
  }

  const { getSnapshot, subscribe } = framed(read, (tell) => {
    changed = tell
    return () => {
      changed = () => {}
      halt(shown)
    }
  })

  return {
    getSnapshot,
    subscribe,
    setOptions(next) {
      options = next
    },
    start(given, init) {
      // `onClick={start}` brings an event along.
      const isAddress = typeof given === 'string' || given instanceof URL
      const input = isAddress ? given : options.input
      if (input === undefined) return handled(Promise.reject(new NothingToPayError()))
      const wanted = { input, init: isAddress || given === undefined ? init : undefined }
      if (shown && isUnderWay(shown) && !shown.stopped && isSame(shown.wanted, wanted)) return shown.promise
      halt(shown)
      const { origin, pathname } = new URL(addressOf(input))
      const run: Run = {
        wanted,
        session: sessionOf(payer, origin + pathname, options.session),
        control: new AbortController(),
        stopped: false,
        promise: Promise.resolve(),
        events: [],
        text: '',
        rest: { status: 'pending', receipt: undefined, response: undefined, error: undefined },
      }
      shown = run
      publish(run)
      run.promise = handled(follow(run))
      return run.promise
    },
    stop() {
      halt(shown)
    },
    reset() {
      halt(shown)
      shown = undefined
      view = undefined
      changed()
    },
  }
}
