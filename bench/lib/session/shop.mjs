// A shop that sells by the unit, on mppx's server: the other side of every payer.
import { once, setMaxListeners } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { Credential } from 'mppx'
import { Mppx, Request as NodeRequest, Store, tempo } from 'mppx/server'
import { createClient, http } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { tempoModerato } from 'viem/tempo/chains'

const host = '127.0.0.1'
const pathUsd = '0x20c0000000000000000000000000000000000000'
const fixed = {
  'Cache-Control': 'no-store',
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, HEAD, POST',
  'Access-Control-Allow-Headers':
    'Authorization, Payment-Authorization, Accept-Payment, Idempotency-Key, Payment-Session',
  'Access-Control-Expose-Headers':
    'WWW-Authenticate, Payment-Receipt, Payment-Session, Payment-Session-Snapshot',
  'Access-Control-Max-Age': '600',
}

/** Noted where a stream stands still until there is a larger voucher. */
const wait = { method: 'WAIT', path: '/stream' }

/**
 * Starts the shop: `/page` and `/quick` cost a unit, `/stream` a unit for each token, `/free` and
 * `/free/stream` nothing; `/seen` gives what was
 * asked for since it was last looked at.
 *
 * @param {{ rpcUrl: string, chainId: number, payee: number }} options The payee by its number among the development accounts.
 */
export async function startShop({ rpcUrl, chainId, payee }) {
  const account = mnemonicToAccount('test test test test test test test test test test test junk', {
    addressIndex: payee,
  })
  const client = createClient({ chain: { ...tempoModerato, id: chainId }, transport: http(rpcUrl) })
  const store = Store.memory()
  const { session } = Mppx.create({
    secretKey: 'a secret of at least thirty-two characters',
    realm: 'shop.test',
    methods: [
      tempo.session({
        ...{ account, chainId, recipient: account.address, currency: pathUsd, suggestedDeposit: '20' },
        store,
        sse: true,
        getClient: () => client,
      }),
    ],
  })
  /** @type {{ method: string, path: string }[]} */
  let seen = []

  /** @param {Request} request */
  async function answer(request) {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname === '/seen') {
      const all = seen
      seen = []
      return Response.json(all)
    }
    seen.push({ method: request.method, path: pathname })
    if (request.method === 'OPTIONS') return new Response(null, { status: 204 })
    const [tokens, delay] = [Number(searchParams.get('tokens')), Number(searchParams.get('delay'))]
    if (pathname === '/free') return Response.json({ path: pathname })
    if (pathname === '/free/stream') return freely(speak(tokens, delay))
    if (pathname === '/quick' && request.headers.has('Authorization')) return sellQuickly(request)
    const isStream = pathname === '/stream'
    const result = await session({ amount: '0.001', unitType: isStream ? 'token' : 'page' })(pure(request))
    if (result.status === 402) return result.challenge
    if (!isStream) return result.withReceipt(Response.json({ path: pathname }))
    return result.withReceipt(speak(tokens, delay))
  }

  /** @type {Map<string, number>} */
  const sold = new Map()

  /** Takes a voucher at its word: what is left of a request when the server does no cryptography. @param {Request} request */
  async function sellQuickly(request) {
    const { challenge, payload } = Credential.fromRequest(request)
    const { channelId, cumulativeAmount } = /** @type {Record<string, string>} */ (payload)
    const before = /** @type {{ spent: bigint } | null} */ (await store.get(channelId ?? ''))
    const units = (sold.get(channelId ?? '') ?? 0) + 1
    sold.set(channelId ?? '', units)
    const receipt = {
      ...{ method: 'tempo', intent: 'session', status: 'success', timestamp: new Date().toISOString() },
      ...{ challengeId: challenge.id, reference: channelId, channelId, acceptedCumulative: cumulativeAmount },
      ...{ spent: String((before?.spent ?? 0n) + BigInt(units * 1000)), units },
    }
    const value = Buffer.from(JSON.stringify(receipt)).toString('base64url')
    return Response.json({ path: '/quick' }, { headers: { 'Payment-Receipt': value } })
  }

  const server = createServer(
    NodeRequest.toNodeListener(async (request) => {
      const response = await answer(request)
      const headers = new Headers(response.headers)
      for (const [name, value] of Object.entries(fixed)) headers.set(name, value)
      const isStream = headers.get('Content-Type')?.startsWith('text/event-stream')
      const body = isStream
        ? (response.body?.pipeThrough(watched(() => seen.push(wait))) ?? null)
        : response.body
      return new Response(body, { status: response.status, headers })
    }),
  )
  server.listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The shop has no port.')
  return `http://${host}:${address.port}`
}

/**
 * What it says comes by the clock, as from a model that does not wait for whoever pays.
 *
 * @param {number} tokens
 * @param {number} delay In milliseconds, from one to the next.
 */
function speak(tokens, delay) {
  return async function* (/** @type {{ charge(): Promise<void>, signal: AbortSignal }} */ till) {
    // mppx listens once for every token that is waited for.
    setMaxListeners(0, till.signal)
    const start = performance.now()
    for (let at = 0; at < tokens && !till.signal.aborted; at++) {
      const early = start + at * delay - performance.now()
      if (early > 0) await sleep(early)
      await till.charge()
      yield `token ${at}`
    }
  }
}

/** A stream for which nothing is paid. @param {ReturnType<typeof speak>} tokens */
function freely(tokens) {
  const till = { charge: async () => {}, signal: new AbortController().signal }
  const encoder = new TextEncoder()
  const all = tokens(till)
  const body = new ReadableStream({
    async pull(controller) {
      const { done, value } = await all.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(`data: ${value}\n\n`))
    },
  })
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } })
}

/** @param {() => void} waits Called when the stream asks for a voucher. */
function watched(waits) {
  const decoder = new TextDecoder()
  return new TransformStream({
    transform(bytes, controller) {
      // mppx writes an event at a time.
      if (decoder.decode(bytes).includes('event: payment-need-voucher')) waits()
      controller.enqueue(bytes)
    },
  })
}

/** mppx bills a POST with a query, even one that only brings a voucher. @param {Request} request */
function pure(request) {
  if (request.method !== 'POST') return request
  const url = new URL(request.url)
  url.search = ''
  return new Request(url, { method: 'POST', headers: request.headers, signal: request.signal })
}
