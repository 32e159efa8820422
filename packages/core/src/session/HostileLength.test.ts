import { afterEach, describe, expect, test, vi } from 'vitest'
import { codeOf } from '../testing/harness.js'
import { parse } from './Sse.js'
import { useFoe } from './testing/foe.js'

// What a server that means harm can do by saying more than anybody can keep.

const foe = useFoe()
afterEach(() => void vi.unstubAllGlobals())

const mebibyte = 1_048_576

/** A stream of events that comes in pieces, and how many were asked for. */
function stream(piece: (n: number) => string | undefined) {
  const encoder = new TextEncoder()
  const state = { pulls: 0, cancelled: false, response: new Response() }
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = piece(state.pulls++)
      if (next === undefined) controller.close()
      else controller.enqueue(encoder.encode(next))
    },
    cancel() {
      state.cancelled = true
    },
  })
  state.response = new Response(body, { headers: { 'Content-Type': 'text/event-stream' } })
  return state
}

async function read(response: Response): Promise<number[]> {
  const lengths: number[] = []
  for await (const { data } of parse(response)) lengths.push(data.length)
  return lengths
}

describe('a gigantic event', () => {
  const line = 'x'.repeat(mebibyte)

  test.each<[string, (n: number) => string]>([
    ['of one line', (n) => (n === 0 ? 'data: ' : line)],
    ['of many lines', () => `data: ${line}\n`],
    ['of fields that nobody knows', () => `field: ${line}\n`],
  ])('%s ends the stream before it fills the memory', async (_, piece) => {
    const endless = stream(piece)
    expect(await codeOf(read(endless.response))).toBe('stream_event_too_long')
    expect(endless.pulls).toBeLessThanOrEqual(20)
    expect(endless.cancelled).toBe(true)
  })

  test('is one event: many that are long are read, and so are comments without end', async () => {
    const long = stream((n) => (n < 24 ? `data: ${line}\n\n` : undefined))
    expect(await read(long.response)).toEqual(Array(24).fill(mebibyte))
    const comments = stream((n) => (n < 24 ? `: ${line}\n` : n === 24 ? 'data: 1\n\n' : undefined))
    expect(await read(comments.response)).toEqual([1])
  })
})

describe('a socket that floods', () => {
  /** A WebSocket of this process: what the server says comes by `say`. */
  class Socket {
    static readonly OPEN = 1
    static last: Socket
    readyState = 1
    onopen = () => {}
    onclose = () => {}
    onmessage: (event: { data: string }) => void = () => {}
    constructor() {
      Socket.last = this
      setTimeout(() => this.onopen())
    }
    send(_: string) {}
    close() {
      this.readyState = 3
      setTimeout(() => this.onclose())
    }
  }

  test.each([
    ['with long messages', 'x'.repeat(mebibyte), 40],
    ['with empty messages', '', 20_000],
  ])('%s is closed, what was kept is handed on, and the rest is not counted', async (_, data, count) => {
    vi.stubGlobal('WebSocket', Socket)
    await foe.begin()
    const socket = await foe.payer.session(`${foe.meter.url}/a`).ws()
    for (let n = 0; n < count; n++) Socket.last.onmessage({ data })
    expect(Socket.last.readyState).toBe(3)
    let messages = 0
    const drain = async () => {
      for await (const _ of socket) messages++
    }
    expect(await codeOf(drain())).toBe('socket_failed')
    expect(messages * (data.length + 1_024)).toBeLessThan(18 * mebibyte)
    // What floods is signed for no further than anything else: one headroom ahead of what was counted.
    const { authorized, deposit } = foe.channel()
    expect(authorized).toBeLessThanOrEqual(deposit)
    expect(foe.asked).toBe(1)
  })
})
