import { type Context, Hono } from 'hono'
import { chatLimits, deposits, prices } from './catalog.js'
import { type Chat, speak } from './chatText.js'
import type { Payments } from './payments.js'
import { Problem } from './problem.js'
import { seededBy } from './random.js'

/** What is sold by the piece, through a channel. */
export function createSessions(payments: Payments): Hono {
  const routes = new Hono()
  let readings = 0

  routes.on(['GET', 'POST'], '/chat', async (context) => {
    const chat = readChat(new URL(context.req.url))
    const result = await chatOffer(payments, '/api/chat')(manageable(context))
    return result.status === 402 ? result.challenge : result.withReceipt(speak(chat))
  })
  // A payer asks here what the socket costs; what is paid for is said through the socket.
  routes.on(['GET', 'POST'], '/chat/ws', async (context) => {
    const result = await chatOffer(payments, '/api/chat/ws')(manageable(context))
    return result.status === 402 ? result.challenge : result.withReceipt(new Response(null, { status: 426 }))
  })
  routes.on(['GET', 'POST'], '/metered', (context) => sellReading(context, '/api/metered', false))
  routes.on(['GET', 'POST'], '/metered/sponsored', (context) =>
    sellReading(context, '/api/metered/sponsored', true),
  )
  return routes

  async function sellReading(context: Context, scope: string, feePayer: boolean) {
    const station = readWhole(new URL(context.req.url), 'n', { default: 1, max: 1_000_000 })
    const offer = {
      amount: prices.reading,
      unitType: 'reading',
      suggestedDeposit: deposits.metered,
      description: 'Weather, by the reading',
      scope,
      feePayer,
    }
    const result = await payments.tempo.session(offer)(manageable(context))
    if (result.status === 402) return result.challenge
    const response = result.withReceipt(reading(station, readings + 1))
    // A voucher, a top-up or a close by itself is answered by mppx, with nothing in it.
    if (response.status === 200) readings++
    return response
  }
}

function reading(station: number, number: number): Response {
  const random = seededBy(`station ${station}`)
  const body = {
    ...{ station, reading: number },
    ...{ celsius: Math.round(random() * 350 - 50) / 10, wind: Math.round(random() * 20) },
  }
  return Response.json(body, { headers: { 'cache-control': 'private, no-store' } })
}

/** The offer behind a chat, over HTTP or a socket. */
export function chatOffer(payments: Payments, scope: string) {
  return payments.tempo.session({
    amount: prices.chatToken,
    unitType: 'token',
    suggestedDeposit: deposits.chat,
    description: 'An answer, by the token',
    feePayer: false,
    scope,
  })
}

/** What a chat is asked for. */
export function readChat(url: URL): Chat {
  const prompt = url.searchParams.get('prompt') ?? ''
  if (prompt.length > chatLimits.prompt.max)
    throw new Problem(400, 'invalid-request', `prompt must have at most ${chatLimits.prompt.max} characters.`)
  return {
    prompt,
    tokens: readWhole(url, 'tokens', chatLimits.tokens),
    delay: readWhole(url, 'delay', chatLimits.delay, 0),
  }
}

function readWhole(url: URL, name: string, limits: { default: number; max: number }, min = 1): number {
  const text = url.searchParams.get(name) ?? String(limits.default)
  const value = /^(0|[1-9][0-9]{0,6})$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= limits.max) return value
  throw new Problem(400, 'invalid-request', `${name} must be a whole number from ${min} to ${limits.max}.`)
}

/** mppx takes a POST with a query for a purchase; here it only ever brings a voucher, a top-up or a close. */
function manageable(context: Context): Request {
  const request = context.req.raw
  if (request.method !== 'POST') return request
  const url = new URL(request.url)
  url.search = ''
  return new Request(url, { method: 'POST', headers: request.headers, signal: request.signal })
}
