import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createPayKit, Signer, session as sessionGate, usd } from '@solana/pay-kit'
import type { Bank } from './bank.js'

// The session server of `@solana/pay-kit`, made by others, as its documents mount it; only the network behind it is a
// stand-in. `/page` sells a request, `/words` streams what it meters.

// What a delivery of `/words` is set aside for.
const reserved = 250n
/** What of it is used. */
export const used = 120n

export type PayKitShop = Awaited<ReturnType<typeof startPayKitShop>>

export async function startPayKitShop(bank: Bank, secret: Uint8Array) {
  const rpc = await listen(async (request, response) => {
    const { id, method, params } = JSON.parse(await bodyOf(request))
    const answer = await bank.rpc(method, params).then(
      (result) => ({ result }),
      ({ message, code = -32603 }) => ({
        error: { code, message, data: { err: 'AccountNotFound', logs: [] } },
      }),
    )
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }))
  })
  const operator = await Signer.bytes(secret)
  bank.wallets.add(operator.pubkey)
  const pay = await createPayKit({
    network: 'solana_localnet',
    operator: { signer: operator },
    rpcUrl: rpc.url,
    preflight: false,
    mpp: { challengeBindingSecret: 'a secret of tests, of some length', realm: 'shop.test' },
    pricing: { stream: sessionGate(usd('1.00'), { unitPrice: usd('0.0001') }) },
  })
  const routes = pay.sessionRoutes('stream')
  /** What arrived, and hooks to break it. */
  const log: { path: string; method: string; body: string }[] = []
  const hooks = {
    lose: undefined as ((path: string) => boolean) | undefined,
    /** Changes what a stream says of what it costs. */
    directive: {} as object,
    usage: {} as object,
  }
  const served: string[] = []

  const shop = await listen(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://shop').pathname
    const body = await bodyOf(request)
    log.push({ path, method: request.method ?? '', body })
    if (path.startsWith('/__402/')) {
      const route = path.endsWith('/commit') ? routes.commit : routes.deliveries
      const lost = hooks.lose?.(path) ? swallow(response) : response
      await route(Object.assign(request, { body: JSON.parse(body) }), lost)
      if (lost !== response) request.socket.destroy()
      return
    }
    const url = `http://${request.headers.host}${request.url}`
    const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    const answer = await pay.fetch('stream', () => content(path, url))(
      new Request(url, { method: request.method ?? 'GET', headers }),
    )
    if (answer.ok) served.push(`${request.method} ${path}`)
    if (hooks.lose?.(path)) return void request.socket.destroy()
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(Buffer.from(await answer.arrayBuffer()))
  })

  async function content(path: string, url: string): Promise<Response> {
    if (path !== '/words') return new Response('a page')
    const id = [...bank.channels.keys()].at(-1) ?? ''
    const asked = { sessionId: id, amount: String(reserved) }
    const directive = await (
      await fetch(new URL('/__402/session/deliveries', url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(asked),
      })
    ).json()
    const say = (data: string, event?: string) => `${event ? `event: ${event}\n` : ''}data: ${data}\n\n`
    const text = [
      say(JSON.stringify({ ...directive, ...hooks.directive }), 'mpp.metering'),
      ...words.map((word) => say(word)),
      say(
        JSON.stringify({ deliveryId: directive.deliveryId, amount: String(used), ...hooks.usage }),
        'mpp.usage',
      ),
      say('[DONE]'),
    ]
    return new Response(text.join(''), { headers: { 'content-type': 'text/event-stream' } })
  }

  return {
    url: shop.url,
    operator: operator.pubkey,
    log,
    hooks,
    served,
    async kept(channelId: string): Promise<{ cumulative: string; sealed: boolean } | undefined> {
      let text = ''
      const response = Object.assign({} as ServerResponse, {
        setHeader() {},
        end(body: string) {
          text = body
        },
      })
      await routes.receipt(Object.assign({} as IncomingMessage, { params: { channelId } }), response)
      return JSON.parse(text)
    },
    stop() {
      shop.stop()
      rpc.stop()
    },
  }
}

/** What `/words` says. */
export const words = ['pay', 'for', 'these']

/** An answer that is made and never arrives. */
function swallow(response: ServerResponse): ServerResponse {
  return Object.assign(Object.create(response), { writeHead() {}, end() {} })
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString()
}

async function listen(serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>) {
  const server = createServer((request, response) => {
    serve(request, response).catch(() => {
      response.statusCode = 500
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}
