import { describe, expect, test } from 'vitest'
import { Digest } from '../protocol/index.js'
import { codesOf, payerOf, useShop } from '../testing/harness.js'
import { pointsChallenge } from '../testing/points.js'

const held = useShop()

describe('every shape that fetch takes', () => {
  const boughtWith = (body: string) =>
    held.current.seen.filter((seen) => seen.paid && seen.body === body).length

  test.each<[string, () => [RequestInfo | URL, RequestInit?], string]>([
    ['a string', () => [held.current.url], ''],
    ['a URL', () => [new URL(held.current.url)], ''],
    ['a Request', () => [new Request(held.current.url)], ''],
    [
      'a Request with a body',
      () => [new Request(held.current.url, { method: 'POST', body: 'from a request' })],
      'from a request',
    ],
    [
      'a Request whose body is replaced',
      () => [new Request(held.current.url, { method: 'POST', body: 'old' }), { body: 'new' }],
      'new',
    ],
    ['a text', () => [held.current.url, { method: 'POST', body: 'text' }], 'text'],
    ['bytes', () => [held.current.url, { method: 'PUT', body: new Uint8Array([104, 105]) }], 'hi'],
    [
      'a Blob',
      () => [held.current.url, { method: 'POST', body: new Blob(['blob'], { type: 'text/x' }) }],
      'blob',
    ],
    [
      'URLSearchParams',
      () => [held.current.url, { method: 'POST', body: new URLSearchParams({ a: '1 2' }) }],
      'a=1+2',
    ],
    [
      'a stream',
      () => [
        held.current.url,
        { method: 'POST', body: streamOf('one ', 'two'), duplex: 'half' } as RequestInit,
      ],
      'one two',
    ],
  ])('%s', async (_, shape, body) => {
    const { payer } = payerOf()
    const [input, init] = shape()
    expect((await payer.fetch(input, init)).status).toBe(200)
    expect(held.current.seen.map((seen) => seen.body)).toEqual([body, body])
    expect(held.current.seen[1]?.method).toBe(held.current.seen[0]?.method)
    expect(boughtWith(body)).toBe(1)
  })

  test('a form keeps its boundary, so that both bodies are the same bytes', async () => {
    const form = new FormData()
    form.set('name', 'Ada')
    form.set('file', new Blob(['content']), 'a.txt')
    await payerOf().payer.fetch(held.current.url, { method: 'POST', body: form })
    const [first, second] = held.current.seen
    expect(first?.body).toContain('content')
    expect(second?.body).toBe(first?.body)
    expect(second?.headers['content-type']).toBe(first?.headers['content-type'])
  })

  test('own headers, Accept-Payment among them, survive', async () => {
    await payerOf().payer.fetch(held.current.url, {
      headers: { 'X-Own': 'kept', 'Accept-Payment': 'points/charge;q=0.5' },
    })
    for (const { headers } of held.current.seen)
      expect(headers).toMatchObject({ 'x-own': 'kept', 'accept-payment': 'points/charge;q=0.5' })
    held.current.seen.length = 0
    await payerOf().payer.fetch(new Request(held.current.url, { headers: { 'X-Own': 'kept' } }))
    for (const { headers } of held.current.seen)
      expect(headers).toMatchObject({ 'x-own': 'kept', 'accept-payment': 'points/charge' })
  })

  test('a body the offer is not for is refused before paying', async () => {
    const digest = await Digest.compute(new TextEncoder().encode('another body'))
    held.current.challenges = () => [pointsChallenge({}, { digest })]
    const { payer, points } = payerOf()
    expect(await codesOf(payer.fetch(held.current.url, { method: 'POST', body: 'this body' }))).toContain(
      'digest_mismatch',
    )
    expect(points.authorized).toBe(0)
  })

  test.each<[string, () => [RequestInfo | URL, RequestInit?]]>([
    ['text', () => [held.current.url, { method: 'POST', body: 'x' }]],
    [
      'stream',
      () => [held.current.url, { method: 'POST', body: streamOf('x'), duplex: 'half' } as RequestInit],
    ],
    ['Request', () => [new Request(held.current.url, { method: 'POST', body: 'x' })]],
  ])('a %s that the offer is bound to is paid', async (_, shape) => {
    const digest = await Digest.compute(new TextEncoder().encode('x'))
    held.current.challenges = () => [pointsChallenge({}, { digest })]
    const { payer } = payerOf()
    expect((await payer.fetch(...shape())).status).toBe(200)
    expect(held.current.seen.map((seen) => seen.body)).toEqual(['x', 'x'])
  })
})

function streamOf(...parts: string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(encoder.encode(part))
      controller.close()
    },
  })
}
