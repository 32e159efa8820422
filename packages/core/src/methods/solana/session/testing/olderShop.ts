import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getPublicKeyAsync } from '@noble/ed25519'
import * as Base64Url from '../../../../protocol/Base64Url.js'
import * as Challenge from '../../../../protocol/Challenge.js'
import * as Credential from '../../../../protocol/Credential.js'
import type { JsonObject } from '../../../../protocol/JsonObject.js'
import * as Base58 from '../../Base58.js'
import { type Bank, legacy } from './bank.js'
import { need, Refusal } from './draftDesk.js'
import { createOlderDesk, type Sale } from './olderDesk.js'

// A merchant for tests, of our own, that speaks as the older SDKs do (generation A). That it understands what was published
// is shown by their own client, which pays here too. `/page` sells a request, `/shared` shares what it takes, `/words`
// streams what it meters.

/** What a delivery of `/words` is set aside for, and what of it is used. */
const [reserved, used] = ['250', '120']
export const wordsCost = BigInt(used)
export const shares = [{ recipient: 'EdmxWPmx2WH6WgFfTdu9xfkYf3k1g5wD1zccTVySEEh1', bps: 250 }] as const

export type OlderShop = Awaited<ReturnType<typeof startOlderShop>>

export async function startOlderShop(bank: Bank, secret: Uint8Array) {
  const operator = Base58.encode(await getPublicKeyAsync(secret))
  bank.wallets.add(operator)
  const desk = createOlderDesk(bank, operator, secret)
  const issued = new Map<string, Sale>()
  const log: { path: string; method: string; action: string; payload?: JsonObject }[] = []
  const hooks = {
    lose: undefined as ((action: string) => boolean) | undefined,
    /** Changes what a challenge asks for. */
    ask: undefined as JsonObject | undefined,
    /** Whether receipts name what was paid, as those of the SDKs' successor do. */
    counts: true,
  }

  function challengeFor(path: string): Challenge.Challenge {
    const splits = path === '/shared' ? shares : []
    const sale = { cap: 1_000_000n, splits, blockhash: bank.blockhash() }
    const request = {
      cap: String(sale.cap),
      currency: 'USDC',
      decimals: 6,
      network: 'localnet',
      operator,
      recipient: operator,
      ...(splits.length > 0 && { splits: [...splits], programId: legacy }),
      modes: ['pull'],
      pullVoucherStrategy: 'clientVoucher',
      recentBlockhash: sale.blockhash,
      ...hooks.ask,
    }
    const id = `challenge-${issued.size + 1}`
    issued.set(id, sale)
    return {
      id,
      realm: 'shop.test',
      method: 'solana',
      intent: 'session',
      request: Base64Url.fromText(JSON.stringify(request)),
    }
  }

  /** Takes a credential; the channel that it is for, and what else is to be said. */
  async function take(header: string) {
    const { challenge, payload } = Credential.parse(header) as {
      challenge: Challenge.Challenge
      payload: JsonObject
    }
    const sale = issued.get(challenge.id)
    need(sale !== undefined, 'no challenge of ours', 'invalid-challenge')
    const action = String(payload.action)
    if (action === 'commit') return { action, payload, answer: await desk.commit(payload) }
    const tell = { open: desk.open, topUp: desk.topUp }[action]
    if (tell) return { action, payload, id: await tell(payload, sale) }
    if (action === 'close') return { action, payload, id: await desk.close(payload) }
    need(action === 'voucher', 'no such action')
    return { action, payload, id: await desk.voucher(payload, 1n) }
  }

  function receipt(id: string): string {
    const reference = hooks.counts ? `${id}:${desk.channels.get(id)?.cumulative}` : id
    const timestamp = new Date().toISOString()
    const said = { method: 'solana', intent: 'session', status: 'success', timestamp, reference }
    return Base64Url.fromText(JSON.stringify(said))
  }

  function words(sessionId: string): string {
    const say = (data: unknown, event: string) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
    const directive = desk.reserve({ sessionId, amount: reserved })
    const usage = { deliveryId: directive.deliveryId, amount: used }
    return `${say(directive, 'mpp.metering')}data: words\n\n${say(usage, 'mpp.usage')}data: [DONE]\n\n`
  }

  const server = createServer(async (request, response) => {
    const { pathname: path } = new URL(request.url ?? '/', 'http://shop')
    const { authorization } = request.headers
    const { method = 'GET' } = request
    const text = await bodyOf(request)
    const end = (status: number, body: string, headers: { [name: string]: string } = {}) =>
      response.writeHead(status, headers).end(body)
    try {
      if (path.startsWith('/__402/')) {
        const action = path.endsWith('/commit') ? 'commit' : 'reserve'
        const asked = JSON.parse(text)
        log.push({ path, method, action, payload: asked })
        const answer = await desk[action](asked)
        if (hooks.lose?.(action)) return void request.socket.destroy()
        return end(200, JSON.stringify(answer), { 'Content-Type': 'application/json' })
      }
      need(authorization !== undefined, 'pay first', 'payment-required')
      const { action, id, answer, payload } = await take(authorization)
      log.push({ path, method, action, payload })
      if (hooks.lose?.(action)) return void request.socket.destroy()
      if (!id) return end(200, JSON.stringify(answer), { 'Content-Type': 'application/json' })
      const headers = { 'Payment-Receipt': receipt(id) }
      const delivers = method !== 'HEAD' && (action === 'open' || action === 'voucher')
      if (delivers && path === '/words')
        return end(200, words(id), { ...headers, 'Content-Type': 'text/event-stream' })
      end(200, delivers ? 'a page' : '', headers)
    } catch (error) {
      if (!(error instanceof Refusal)) return end(500, String(error))
      if (path.startsWith('/__402/')) return end(400, JSON.stringify({ error: error.message }))
      const problem = {
        type: `https://paymentauth.org/problems/${error.type}`,
        status: 402,
        detail: error.message,
      }
      end(402, JSON.stringify(problem), {
        'WWW-Authenticate': Challenge.serialize(challengeFor(path)),
        'Cache-Control': 'no-store',
        'Content-Type': 'application/problem+json',
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    operator,
    desk,
    log,
    hooks,
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString()
}
