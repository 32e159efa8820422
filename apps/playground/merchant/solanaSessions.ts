import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { createPayKit, type SessionRouteHandlers, Signer, session, usd } from '@solana/pay-kit'
import { Hono } from 'hono'
import { parseUnits } from 'viem'
import { deposits, prices } from './catalog.js'
import { type Chat, think } from './chatText.js'
import { streamOf } from './eventStream.js'
import type { Ledger } from './ledger.js'
import { readCredential } from './ownOffer.js'
import { Problem } from './problem.js'
import { readChat } from './sessions.js'
import type { SolanaShop } from './solanaSale.js'

const path = '/api/solana/chat'
/** Where the page brings what pays for a word. */
const commitUrl = '/api/solana/chat/commit'
/** What one word costs, in the token's smallest parts. */
const price = parseUnits(prices.chatToken, 6)
// How long a page has to pay for a word before no more is said, in milliseconds.
const patience = 20_000
// When a session that nobody uses is settled: before its payer could take all of it back alone, which is 15 minutes.
const idle = 10 * 60_000

/** What pay-kit has of a channel. */
type Kept = { cumulative: string; deposit: string; sealed: boolean; settledSignature: string | null }

/**
 * A chat on Solana that is paid by the word: the session server of @solana/pay-kit meters every word as a delivery of its
 * own. Each is paid when the next is announced, and no word is said before the one ahead of the last is paid.
 */
export async function createSolanaSessions(parameters: {
  shop: SolanaShop
  secret: string
  ledger: Ledger
  /** When an unused session is settled, in milliseconds. */
  closeDelayMs?: number
}): Promise<Hono> {
  const { shop, secret, ledger, closeDelayMs = idle } = parameters
  const kit = await createPayKit({
    network: 'localnet',
    rpcUrl: shop.rpcUrl,
    preflight: false,
    operator: { signer: await Signer.bytes(shop.key), feePayer: true },
    mpp: { challengeBindingSecret: secret, realm: 'Payerkit demo shop' },
    pricing: {
      chat: session(usd(deposits.solana), {
        unitPrice: usd(prices.chatToken),
        // The offer itself has no price.
        description: `An answer, at $${prices.chatToken} per word`,
        closeDelayMs,
      }),
    },
  })
  const handlers = kit.sessionRoutes('chat')
  /** Channels whose payment is not in the books yet. */
  const open = new Set<string>()
  /** Who waits for a delivery to be paid. */
  const waiting = new Map<string, () => void>()

  const kept = async (channelId: string): Promise<Kept | undefined> => {
    const response = await ask(handlers.receipt, { params: { channelId } })
    return response.ok ? response.json() : undefined
  }

  /** Puts into the books what was settled since. */
  async function book(): Promise<void> {
    for (const channelId of [...open]) {
      const channel = await kept(channelId)
      if (!channel?.sealed || !open.delete(channelId) || BigInt(channel.cumulative) === 0n) continue
      ledger.record({
        ...{ method: 'solana', intent: 'session', amount: channel.cumulative, currency: shop.mint },
        ...{ path, reference: channel.settledSignature ?? channelId, at: new Date().toISOString() },
      })
    }
  }

  function note(channelId: string): void {
    open.add(channelId)
    // pay-kit settles unused ones by itself, and tells nobody.
    setTimeout(() => void book().catch(console.error), closeDelayMs + 1_000).unref()
  }

  /** Resolves when a delivery is paid; `false` when it is not, in time. */
  function paid(deliveryId: string, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isPaid: boolean) => {
        waiting.delete(deliveryId)
        signal.removeEventListener('abort', gone)
        clearTimeout(timer)
        resolve(isPaid)
      }
      const gone = () => end(false)
      const timer = setTimeout(gone, patience).unref()
      signal.addEventListener('abort', gone)
      waiting.set(deliveryId, () => end(true))
    })
  }

  /** Says the answer, word by word, as far as what was put aside reaches. */
  async function* answer(chat: Chat, sessionId: string, signal: AbortSignal): AsyncGenerator<string> {
    let last: Promise<boolean> | undefined
    for await (const word of think(chat, signal)) {
      const body = { sessionId, amount: String(price), commitUrl }
      const response = await ask(handlers.deliveries, { body })
      // There is not enough left.
      if (!response.ok) break
      const directive: { deliveryId: string } = await response.json()
      const next = paid(directive.deliveryId, signal)
      yield event(JSON.stringify(directive), 'mpp.metering')
      if (last && !(await last)) return
      last = next
      yield event(word)
    }
    // The end of the stream is the end of the last delivery.
  }

  const routes = new Hono()
  routes.get('/solana/chat', async (context) => {
    const chat = readChat(new URL(context.req.url))
    const { action, channelId, voucher } = (readCredential(context)?.payload ?? {}) as Payload
    const id = voucher?.data?.channelId ?? channelId
    const isUse = action === 'open' || action === 'voucher'
    // pay-kit has no word for this: a session that is over, or that it forgot when it was started anew.
    if (id !== undefined && action !== 'open' && (await kept(id))?.sealed !== false)
      throw new Problem(410, 'channel-finalized', 'This session is over.')
    const response = await kit.fetch('chat', () => {
      if (id !== undefined) note(id)
      // What opens, adds or closes by itself buys nothing.
      if (!isUse || id === undefined || context.req.raw.method === 'HEAD')
        return new Response(null, { status: 204 })
      return new Response(
        streamOf((signal) => answer(chat, id, signal)),
        { headers: { 'content-type': 'text/event-stream', 'cache-control': 'private, no-store' } },
      )
    })(context.req.raw)
    if (action === 'close') await book()
    return response
  })
  routes.post('/solana/chat/commit', async (context) => {
    const body = await context.req.json<{ deliveryId?: unknown }>().catch(() => ({ deliveryId: undefined }))
    const response = await ask(handlers.commit, { body })
    if (response.ok) waiting.get(String(body.deliveryId))?.()
    return response
  })
  return routes
}

/** What of a payment says which channel it is for; pay-kit checks it. */
type Payload = { action?: string; channelId?: string; voucher?: { data?: { channelId?: string } } }

const event = (data: string, name?: string) => `${name ? `event: ${name}\n` : ''}data: ${data}\n\n`

/** Calls one of pay-kit's handlers, which are made for node's own servers. */
function ask(
  handler: SessionRouteHandlers['commit'],
  given: { body?: object; params?: { [name: string]: string } },
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = Object.assign(new IncomingMessage(new Socket()), { method: 'POST', ...given })
    const response = new ServerResponse(request)
    response.end = (body: unknown) => {
      const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
      resolve(new Response(String(body), { status: response.statusCode, headers }))
      return response
    }
    handler(request, response).catch(reject)
  })
}
