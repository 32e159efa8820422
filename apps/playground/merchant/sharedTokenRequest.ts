import { card, sharedTokenLimit } from './catalog.js'
import { Problem } from './problem.js'

export type SharedTokenRequest = {
  paymentMethod: string
  amount: number
  currency: string
  networkId: string
  expiresAt: number
  metadata: Record<string, string> | undefined
}

const fields = ['paymentMethod', 'amount', 'currency', 'networkId', 'expiresAt', 'metadata']
const longestLife = 24 * 60 * 60

/** Reads a page's wish for a token strictly: the page is the payer's, but the Stripe account is the application's. */
export function readSharedTokenRequest(
  value: unknown,
  networkId: string,
  now = Date.now(),
): SharedTokenRequest {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('body', 'must be a JSON object')
  const body: Record<string, unknown> = { ...value }
  for (const name of Object.keys(body)) if (!fields.includes(name)) throw invalid(name, 'is not known')
  const paymentMethod = text(body.paymentMethod, 'paymentMethod', /^pm_\w{1,200}$/)
  const currency = text(body.currency, 'currency', /^[a-z]{3}$/)
  if (currency !== card.currency) throw invalid('currency', `must be ${card.currency}`)
  // Pinned, because it decides whose account is paid.
  if (body.networkId !== networkId) throw invalid('networkId', 'is not a seller this application buys from')
  return {
    paymentMethod,
    currency,
    networkId,
    amount: readAmount(body.amount),
    expiresAt: readExpiry(body.expiresAt, now),
    metadata: readMetadata(body.metadata),
  }
}

function readAmount(value: unknown) {
  const amount = Number(text(value, 'amount', /^[1-9][0-9]{0,15}$/))
  if (amount > sharedTokenLimit) throw invalid('amount', `must be at most ${sharedTokenLimit}`)
  return amount
}

function readExpiry(value: unknown, now: number) {
  const seconds = now / 1_000
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw invalid('expiresAt', 'must be whole Unix seconds')
  if (value <= seconds) throw invalid('expiresAt', 'is in the past')
  if (value > seconds + longestLife) throw invalid('expiresAt', 'is more than a day away')
  return value
}

function readMetadata(value: unknown) {
  if (value === undefined) return undefined
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('metadata', 'must be an object')
  const entries = Object.entries(value).map(([key, entry]): [string, string] => {
    if (key === 'externalId') throw invalid('metadata.externalId', 'is reserved')
    if (typeof entry !== 'string' || entry.length > 500 || key.length > 40)
      throw invalid('metadata', 'must map names of at most 40 characters to strings of at most 500')
    return [key, entry]
  })
  if (entries.length > 50) throw invalid('metadata', 'must have at most 50 entries')
  return Object.fromEntries(entries)
}

function text(value: unknown, field: string, pattern: RegExp) {
  if (typeof value === 'string' && pattern.test(value)) return value
  throw invalid(field, `must be a string that matches ${pattern.source}`)
}

function invalid(field: string, reason: string) {
  return new Problem(400, 'invalid-request', `${field} ${reason}.`, { field })
}
