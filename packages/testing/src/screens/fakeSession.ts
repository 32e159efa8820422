import {
  BaseError,
  type ChannelState,
  type Channels,
  createPayer,
  type Payer,
  type Session,
  type SessionOffer,
  type SessionState,
  type StreamEvent,
} from '@payerkit/core'
import { gate, origin } from './shop.js'

export const chat = `${origin}/chat`

const asset = {
  decimals: 6,
  symbol: 'pathUSD',
  asset: '0x20c0000000000000000000000000000000000000',
  currency: 'usd',
}

/** A channel in which $0.0342 of $0.10 is spent. */
export const channelOf = (news: Partial<ChannelState> = {}): ChannelState => ({
  id: '0x9f00000000000000000000000000000000000000000000000000000000000c1d',
  status: 'active',
  origin,
  realm: 'photos.example',
  payee: { id: '0x742d35Cc6634C0532925a3b844Bc9e7595f8fE00' },
  asset,
  price: 100n,
  unit: 'llm_token',
  deposit: 100_000n,
  step: 100_000n,
  limit: 1_000_000n,
  spent: 34_200n,
  authorized: 46_000n,
  settled: 0n,
  refund: 65_800n,
  busy: 0,
  openedAt: 1,
  usedAt: 1,
  ...news,
})

/** What opens such a channel. */
export const offerOf = (): SessionOffer => {
  const money = (value: bigint) => ({ ...asset, value })
  return {
    challenge: { id: 'c1', realm: 'photos.example', method: 'points', intent: 'session', request: 'e30' },
    amount: money(100_000n),
    payee: { id: '0x742d35Cc6634C0532925a3b844Bc9e7595f8fE00' },
    origin,
    realm: 'photos.example',
    method: 'points',
    intent: 'session',
    fees: 'payee',
    prompt: 'transaction',
    session: {
      price: money(100n),
      unit: 'llm_token',
      limit: money(1_000_000n),
      headroom: money(12_000n),
    },
  }
}

/** A session of no chain and no network: what is done to it is counted, and ends when the test says so. */
export type FakeSession = Session & {
  set(state: SessionState): void
  /** Changes the channel that is shown. */
  update(news: Partial<ChannelState>): void
  readonly calls: string[]
  /** Ends what is under way. */
  end(error?: Error): void
  /** Sends an event of the stream that is open. */
  send(...data: string[]): void
  /** Ends the stream that is open. */
  finish(error?: Error): void
  /** Streams that were opened, and whether each was called off. */
  readonly streams: { url: string; signal: AbortSignal | undefined }[]
  readonly listening: () => number
}

export function createFakeSession(first: SessionState = { status: 'idle' }): FakeSession {
  const listeners = new Set<() => void>()
  const calls: string[] = []
  const streams: FakeSession['streams'] = []
  let state = first
  let current = gate<Error | undefined>()
  let queue: StreamEvent[] = []
  let wake = () => {}
  let ended: { error: Error | undefined } | undefined

  async function act(name: string, signal?: AbortSignal): Promise<void> {
    calls.push(name)
    current = gate<Error | undefined>()
    const aborted = new Promise<Error>((resolve) =>
      signal?.addEventListener('abort', () => resolve(signal.reason)),
    )
    const error = await Promise.race([current.promise, aborted])
    if (error) throw error
  }

  const session: FakeSession = {
    url: chat,
    calls,
    streams,
    listening: () => listeners.size,
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set(next) {
      state = next
      for (const listener of listeners) listener()
    },
    update(news) {
      const channel = { ...(state.channel ?? channelOf()), ...news }
      session.set({ status: channel.status, channel })
    },
    end: (error) => current.open(error),
    open: (init) => act('open', init?.signal),
    async fetch() {
      await act('fetch')
      return new Response('paid')
    },
    async sse(input, init) {
      const signal = init?.signal ?? undefined
      streams.push({ url: String(input), signal })
      await act('sse', signal)
      queue = []
      ended = undefined
      signal?.addEventListener('abort', () => wake())
      async function* iterate() {
        for (;;) {
          signal?.throwIfAborted()
          const ready = queue
          queue = []
          yield* ready
          if (queue.length > 0) continue
          if (ended?.error) throw ended.error
          if (ended) return
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      }
      const events = iterate()
      return { response: new Response(), receipt: undefined, [Symbol.asyncIterator]: () => events }
    },
    send(...data) {
      queue.push(...data.map((each) => ({ data: each, event: 'message' })))
      wake()
    },
    finish(error) {
      ended = { error }
      wake()
    },
    async ws() {
      throw new BaseError('socket_failed', 'There is no socket here.')
    },
    topUp: (amount) => act(`topUp ${amount}`),
    async close() {
      await act('close')
      return undefined
    },
  }
  return session
}

/** Kept sessions of no chain. */
export type FakeChannels = Channels & {
  set(list: readonly ChannelState[]): void
  readonly calls: string[]
  end(error?: Error): void
}

export function createFakeChannels(first: readonly ChannelState[] = []): FakeChannels {
  const listeners = new Set<() => void>()
  const calls: string[] = []
  let list = first
  let current = gate<Error | undefined>()
  const act = (name: string) => async (id: string) => {
    calls.push(`${name} ${id.slice(0, 4)}`)
    current = gate<Error | undefined>()
    const error = await current.promise
    if (error) throw error
  }
  return {
    calls,
    set(next) {
      list = next
      for (const listener of listeners) listener()
    },
    end: (error) => current.open(error),
    list: () => list,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async refresh() {
      calls.push('refresh')
    },
    close: act('close'),
    requestClose: act('requestClose'),
    withdraw: act('withdraw'),
    forget: act('forget'),
    export: async (id) => `payerkit-channel.1.${id}`,
    import: async (text) => text.slice('payerkit-channel.1.'.length),
    recover: async () => [],
  }
}

/** A payer of one session and of kept channels, which otherwise is a real one. */
export function fakePayer(session: Session, channels?: Channels, now = () => 1_750_000_000_000): Payer {
  return { ...createPayer({ methods: [], now }), channels, session: () => session }
}
