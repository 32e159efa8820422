import { describe, expect, test } from 'vitest'
import { parse } from './Sse.js'

/** An answer whose body comes in these pieces. */
function answer(pieces: readonly (string | Uint8Array<ArrayBuffer>)[], cancel?: () => void): Response {
  const encoder = new TextEncoder()
  const left = [...pieces]
  return new Response(
    new ReadableStream({
      pull(controller) {
        const next = left.shift()
        if (next === undefined) controller.close()
        else controller.enqueue(typeof next === 'string' ? encoder.encode(next) : next)
      },
      ...(cancel ? { cancel } : {}),
    }),
  )
}

async function collect(response: Response) {
  const events = []
  for await (const { data, event, id } of parse(response)) events.push([data, event, id])
  return events
}

const text =
  ': a comment\n\ndata: Ein Café ☕\r\ndata: zwei\r\n\r\nid: 7\nevent: note\ndata: {}\n\ndata\rdata: 4\r\rdata: 5\n\n'
const events = [
  ['Ein Café ☕\nzwei', undefined, undefined],
  ['{}', 'note', '7'],
  ['\n4', undefined, undefined],
  ['5', undefined, undefined],
]

describe('server-sent events', () => {
  test('are the same however they are cut', async () => {
    const bytes = new TextEncoder().encode(text)
    expect(await collect(answer([text]))).toEqual(events)
    for (let at = 1; at < bytes.length; at++)
      expect(await collect(answer([bytes.slice(0, at), bytes.slice(at)]))).toEqual(events)
    expect(await collect(answer([...bytes].map((byte) => Uint8Array.of(byte))))).toEqual(events)
  })

  test('may be longer than what is looked at in one go', async () => {
    const long = 'x'.repeat(20_000)
    const pieces = [
      `data: ${long.slice(0, 5_000)}`,
      long.slice(5_000, 9_000),
      `${long.slice(9_000)}\n\ndata: 2\n\n`,
    ]
    expect(await collect(answer(pieces))).toEqual([
      [long, undefined, undefined],
      ['2', undefined, undefined],
    ])
  })

  test('that have not ended with the body are none', async () => {
    expect(await collect(answer(['data: 1\n\ndata: 2\n']))).toEqual([['1', undefined, undefined]])
    expect(await collect(new Response(null))).toEqual([])
  })

  test('that are there are handed on before more is read', async () => {
    let pulls = 0
    const body = new ReadableStream({
      pull(controller) {
        pulls++
        controller.enqueue(new TextEncoder().encode('data: 1\n\ndata: 2\n\n'))
      },
    })
    const iterator = parse(new Response(body))
    await iterator.next()
    const before = pulls
    expect(await iterator.next()).toMatchObject({ done: false, value: { data: '2' } })
    expect(pulls).toBe(before)
    await iterator.return?.()
  })

  test('stop their server when nobody reads on, or when told to', async () => {
    let cancels = 0
    const endless = () => answer(Array(100).fill('data: 1\n\n'), () => cancels++)
    for await (const _ of parse(endless())) break
    expect(cancels).toBe(1)
    const told = new AbortController()
    const seen = []
    for await (const { data } of parse(endless(), told.signal)) {
      seen.push(data)
      told.abort()
    }
    expect([cancels, seen.length < 100]).toEqual([2, true])
  })

  test('end with the error of their body', async () => {
    const body = new ReadableStream({
      start: (controller) => controller.error(new TypeError('The line is dead.')),
    })
    await expect(collect(new Response(body))).rejects.toThrow('The line is dead.')
  })
})
