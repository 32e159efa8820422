import { type Context, Hono } from 'hono'
import { article } from './article.js'
import { bindBody } from './bodyDigest.js'
import { expiringSeconds, prices, splits } from './catalog.js'
import type { PaymentHandler, Payments } from './payments.js'
import { photo } from './photo.js'
import { Problem } from './problem.js'
import type { Settings } from './settings.js'

/** Everything that is for sale. */
export function createShop(payments: Payments, settings: Settings): Hono {
  const shop = new Hono()
  const tempo = payments.tempo.charge
  const stripe = payments.stripe.charge

  shop.get('/photo', (context) =>
    sell(context, tempo({ amount: prices.photo, description: 'One photo', ...bound(context) }), photo),
  )
  shop.get('/photo/card', (context) => {
    const offer = {
      amount: prices.photoByCard,
      description: 'One photo',
      externalId: 'photo-card',
      ...bound(context),
    }
    return sell(context, stripe(offer), photo)
  })
  shop.get('/photo/any', (context) => {
    const offer = { amount: prices.photoByAny, description: 'One large photo', ...bound(context) }
    return sell(context, payments.compose(['tempo/charge', offer], ['stripe/charge', offer]), photo)
  })
  shop.get('/article', (context) => {
    const offer = { amount: prices.article, description: 'One article', ...bound(context) }
    return sell(context, payments.compose(['tempo/charge', offer], ['stripe/charge', offer]), () =>
      Response.json(article, { headers: { 'cache-control': 'private, no-store' } }),
    )
  })
  shop.get('/free', (context) =>
    sell(
      context,
      tempo({ amount: prices.free, description: 'Free, for a known wallet', ...bound(context) }),
      message,
    ),
  )
  shop.get('/sponsored', (context) => {
    const offer = {
      amount: prices.sponsored,
      feePayer: settings.sponsor,
      description: 'The seller pays the fee',
    }
    return sell(context, tempo({ ...offer, ...bound(context) }), message)
  })
  shop.get('/split', (context) => {
    const offer = { amount: prices.split, splits: [...splits], description: 'Shared with two photographers' }
    return sell(context, tempo({ ...offer, ...bound(context) }), message)
  })
  shop.get('/pull-only', (context) =>
    sell(context, tempo({ amount: prices.photo, supportedModes: ['pull'], ...bound(context) }), message),
  )
  shop.get('/push-only', (context) =>
    sell(context, tempo({ amount: prices.photo, supportedModes: ['push'], ...bound(context) }), message),
  )
  shop.get('/expiring', (context) => {
    const expires = new Date(Date.now() + secondsOf(context) * 1_000)
    return sell(context, tempo({ amount: prices.photo, expires, ...bound(context) }), message)
  })
  shop.post('/report', async (context) => {
    const body = await context.req.text()
    const report = readReport(body)
    const offer = { amount: prices.report, description: 'One report', ...bound(context) }
    const words = report.text.split(/\s+/).filter(Boolean)
    const content = () =>
      Response.json(
        { title: report.title, words: words.length, characters: report.text.length },
        { headers: { 'cache-control': 'private, no-store' } },
      )
    return sell(context, bindBody(tempo(offer), body, settings.challengeSecret), content)
  })
  return shop
}

async function sell(context: Context, handler: PaymentHandler, content: (context: Context) => Response) {
  // Made first: a request that cannot be served must fail before it is paid.
  const response = content(context)
  const result = await handler(context.req.raw)
  return result.status === 402 ? result.challenge : result.withReceipt(response)
}

/** Ties a challenge to its resource, so that a payment for one is not taken for another. */
function bound(context: Context) {
  return { scope: `${context.req.method} ${context.req.path}` }
}

function message(context: Context) {
  // What is bought once is not to be had again from a cache.
  const headers = { 'cache-control': 'private, no-store' }
  return Response.json({ resource: context.req.path, served: true }, { headers })
}

function secondsOf(context: Context) {
  const text = context.req.query('seconds') ?? String(expiringSeconds.default)
  const seconds = /^[1-9][0-9]{0,3}$/.test(text) ? Number(text) : Number.NaN
  if (seconds <= expiringSeconds.max) return seconds
  throw new Problem(
    400,
    'invalid-request',
    `seconds must be a whole number from 1 to ${expiringSeconds.max}.`,
  )
}

function readReport(body: string): { title: string; text: string } {
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value === 'object' && value !== null && 'title' in value && 'text' in value) {
      const { title, text } = value
      if (typeof title === 'string' && typeof text === 'string') return { title, text }
    }
  } catch {
    // Told below, together with every other body that is not a report.
  }
  throw new Problem(400, 'invalid-request', 'The body must be JSON: {"title": string, "text": string}.')
}
