import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createFaultProxy, type FaultProxy } from './createFaultProxy.js'
import type { Fault } from './Fault.js'

// A shop that counts, and says of each request which one it was.

const seen: string[] = []
const shop = createServer((request, response) => {
  const { method, url, headers } = request
  seen.push(`${method} ${url} ${headers.authorization ?? '-'}`)
  if (url === '/stream') {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: 1\n\n')
    setTimeout(() => response.end('data: 2\n\n'), 60)
    return
  }
  if (url === '/endless') {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('data: 1\n\n')
    response.once('close', () => seen.push('gone'))
    return
  }
  const paid = headers.authorization !== undefined
  const body = JSON.stringify({ request: seen.length })
  response.writeHead(paid ? 200 : 402, {
    'content-type': 'application/json',
    'content-length': body.length,
    ...(paid ? { 'payment-receipt': 'abcdefgh' } : { 'www-authenticate': 'Payment id="1", method="points"' }),
  })
  response.end(body)
})
let proxy: FaultProxy
beforeAll(async () => {
  shop.listen(0, '127.0.0.1')
  await once(shop, 'listening')
  const address = shop.address()
  if (address === null || typeof address === 'string') throw new Error('The shop has no port.')
  proxy = await createFaultProxy({ target: `http://127.0.0.1:${address.port}` })
})
afterAll(async () => {
  await proxy.stop()
  shop.close()
  shop.closeAllConnections()
})
afterEach(() => {
  proxy.clear()
  seen.length = 0
})

const pay = () => fetch(`${proxy.url}/thing`, { headers: { authorization: 'Payment proof' } })
const plan = (fault: Fault, nth?: number) => proxy.plan({ on: 'paid', fault, nth })

test('what is not planned passes, body and headers intact', async () => {
  const priced = await fetch(`${proxy.url}/thing`)
  expect([priced.status, priced.headers.get('www-authenticate')]).toEqual([
    402,
    'Payment id="1", method="points"',
  ])
  expect(await (await pay()).json()).toEqual({ request: 2 })
  expect(proxy.log.map(({ lane, status }) => [lane, status])).toEqual([
    ['unpaid', 402],
    ['paid', 200],
  ])
})

test('a dropped request never reaches the server; the next one does', async () => {
  plan({ at: 'request', what: 'drop' })
  await expect(pay()).rejects.toThrow()
  expect(seen).toEqual([])
  expect((await pay()).status).toBe(200)
  expect(proxy.left).toBe(0)
})

test('only the request that is meant is struck', async () => {
  plan({ at: 'request', what: 'drop' }, 2)
  await fetch(`${proxy.url}/thing`)
  expect((await pay()).status).toBe(200)
  await expect(pay()).rejects.toThrow()
})

test('a lost answer has reached the server, and so has a late request', async () => {
  plan({ at: 'answer', what: 'drop' })
  await expect(pay()).rejects.toThrow()
  expect(seen).toHaveLength(1)
  plan({ at: 'request', what: 'late' })
  await expect(pay()).rejects.toThrow()
  await proxy.idle()
  expect(seen).toHaveLength(2)
})

test.each<Fault>([
  { at: 'request', what: 'late' },
  { at: 'request', what: 'duplicate', answer: 'first' },
  { at: 'answer', what: 'drop' },
  { at: 'body', what: 'cut' },
])('a stream that nobody reads is ended at the server: $at, $what', async (fault) => {
  proxy.plan({ on: ({ path }) => path === '/endless', fault })
  const given = new AbortController()
  const { signal } = given
  const read = async () => (await fetch(`${proxy.url}/endless`, { signal })).body?.getReader().read()
  await read().catch(() => {})
  given.abort()
  await proxy.idle()
  const streams = seen.filter((line) => line.startsWith('GET /endless')).length
  await expect.poll(() => seen.filter((line) => line === 'gone').length).toBe(streams)
})

test('a stream whose reader went before it began is ended at the server', async () => {
  proxy.plan({ on: ({ path }) => path === '/endless', fault: { at: 'request', what: 'delay' } })
  const given = new AbortController()
  const arrived = proxy.arrived()
  const asked = fetch(`${proxy.url}/endless`, { signal: given.signal })
  await arrived
  given.abort()
  await expect(asked).rejects.toThrow()
  await proxy.idle()
  await expect.poll(() => seen).toEqual(['GET /endless -', 'gone'])
})

test.each([
  ['first', 1],
  ['last', 2],
] as const)('a doubled request has the %s answer', async (answer, request) => {
  plan({ at: 'request', what: 'duplicate', answer })
  expect(await (await pay()).json()).toEqual({ request })
  expect(seen).toHaveLength(2)
})

test('a request is overtaken by the next', async () => {
  plan({ at: 'request', what: 'reorder' })
  const first = pay()
  await expect.poll(() => proxy.log.at(-1)?.fault?.what).toBe('reorder')
  const second = await fetch(`${proxy.url}/second`)
  expect((await first).status).toBe(200)
  expect(second.status).toBe(402)
  expect(seen).toEqual(['GET /second -', 'GET /thing Payment proof'])
})

test('a cut body has its headers and then fails, and a cut stream has its first piece', async () => {
  plan({ at: 'body', what: 'cut' })
  const response = await pay()
  expect(response.status).toBe(200)
  await expect(response.text()).rejects.toThrow()
  proxy.plan({ on: ({ path }) => path === '/stream', fault: { at: 'body', what: 'cut' } })
  const reader = (await fetch(`${proxy.url}/stream`)).body?.getReader()
  const { value } = (await reader?.read()) ?? {}
  expect(new TextDecoder().decode(value)).toMatch(/^d/)
  await expect(reader?.read()).rejects.toThrow()
})

test('a delayed body comes whole', async () => {
  plan({ at: 'body', what: 'delay' })
  expect(await (await pay()).json()).toEqual({ request: 1 })
})

test('answers can be made wrong', async () => {
  plan({ at: 'answer', what: '402 again' })
  const again = await pay()
  expect([again.status, again.headers.get('www-authenticate')]).toEqual([
    402,
    'Payment id="1", method="points"',
  ])
  plan({ at: 'answer', what: '402 expired' })
  expect(await (await pay()).json()).toMatchObject({
    type: 'https://paymentauth.org/problems/payment-expired',
  })
  plan({ at: 'answer', what: 'status 502' })
  expect((await pay()).status).toBe(502)
  plan({ at: 'answer', what: 'receipt cut' })
  expect((await pay()).headers.get('payment-receipt')).toBe('abcd')
  plan({ at: 'answer', what: 'receipt missing' })
  expect((await pay()).headers.get('payment-receipt')).toBeNull()
  plan({ at: 'answer', what: 'broken JSON' })
  await expect((await pay()).json()).rejects.toThrow()
})
