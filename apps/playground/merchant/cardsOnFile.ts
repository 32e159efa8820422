import type { Enabled, RsaJwk, SavedCard } from '@payerkit/core/card'
import { Hono } from 'hono'
import { acquired, card, sharedTokenLimit } from './catalog.js'
import { encrypt } from './jwe.js'
import { Problem } from './problem.js'

// The double of a client enabler and of the card networks behind it: no network takes part, and no card is real.

/** What a network would have made of a card's number. */
type KeptCard = SavedCard & { readonly paymentToken: string; readonly until: readonly [string, string] }

const kept: readonly KeptCard[] = [
  {
    ...{ id: 'card_visa', network: 'visa', panLastFour: '4242' },
    ...{ paymentToken: '4895370012003478', until: ['12', '2034'] },
  },
  {
    ...{ id: 'card_mastercard', network: 'mastercard', panLastFour: '4444' },
    ...{ paymentToken: '5204240250004444', until: ['06', '2033'] },
  },
]

type Wish = { readonly card: KeptCard; readonly challengeId: string; readonly jwk: RsaJwk }

/**
 * The application's own enabler (draft-card-charge-00, "Token Request Interface"): `GET /cards` lists what is on file, and
 * `POST /payment-tokens` makes what pays one offer, encrypted for the shop's key.
 */
export function createCardsOnFile(): Hono {
  const made = new Map<string, { wish: string; enabled: Enabled }>()
  const routes = new Hono()
  routes.get('/cards', (context) => {
    const cards = kept.map(({ id, network, panLastFour }) => ({ id, network, panLastFour }))
    return context.json(cards, 200, { 'cache-control': 'no-store' })
  })
  routes.post('/payment-tokens', async (context) => {
    const body: unknown = await context.req.json().catch(() => undefined)
    const wish = read(body)
    const text = JSON.stringify(body)
    const key = context.req.header('idempotency-key') ?? ''
    const before = made.get(key)
    if (before && before.wish !== text)
      throw new Problem(409, 'key-used', 'The idempotency key was used for another payment.')
    const enabled = before?.enabled ?? enable(wish)
    if (key) made.set(key, { wish: text, enabled })
    return context.json(enabled, 200, { 'cache-control': 'no-store' })
  })
  return routes
}

function enable({ card: { network, panLastFour, paymentToken, until }, challengeId, jwk }: Wish): Enabled {
  const [month, year] = until
  const token = {
    token: { paymentToken, tokenExpirationMonth: month, tokenExpirationYear: year, eci: '07' },
    dynamicData: {
      // What ties it to one offer; a network would make a cryptogram.
      dynamicDataValue: Buffer.from(challengeId).toString('base64'),
      dynamicDataType: 'CARD_APPLICATION_CRYPTOGRAM_SHORT_FORM',
    },
  }
  const shown = { network, panLastFour, panExpirationMonth: month, panExpirationYear: year }
  return { encryptedPayload: encrypt(token, jwk), ...shown }
}

/** Reads a page's wish strictly: the page is the payer's, but the cards are the application's to guard. */
function read(body: unknown): Wish {
  const { cardId, challenge } = record(body)
  const card = kept.find(({ id }) => id === cardId)
  if (!card) throw invalid('cardId', 'is no card on file')
  const { id, amount, expires, encryptionJwk, ...asked } = record(challenge)
  if (typeof id !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(id))
    throw invalid('challenge.id', 'must name what it is for')
  assertTerms({ ...asked, amount, expires })
  if (!Array.isArray(asked.acceptedNetworks) || !asked.acceptedNetworks.includes(card.network))
    throw invalid('challenge.acceptedNetworks', 'has not the network of this card')
  const { kty, alg, use, kid, n, e } = record(encryptionJwk)
  if (kty !== 'RSA' || alg !== 'RSA-OAEP-256' || use !== 'enc')
    throw invalid('challenge.encryptionJwk', 'is no key for RSA-OAEP-256')
  if (typeof kid !== 'string' || typeof n !== 'string' || typeof e !== 'string')
    throw invalid('challenge.encryptionJwk', 'is no public key')
  return { card, challengeId: id, jwk: { kty, alg, use, kid, n, e } }
}

/** What the application pays at all: this seller, in this currency, up to this much. */
function assertTerms({ recipient, currency, amount, expires }: Record<string, unknown>): void {
  if (recipient !== acquired.recipient)
    throw invalid('challenge.recipient', 'is not a seller this application buys from')
  if (currency !== card.currency) throw invalid('challenge.currency', `must be ${card.currency}`)
  if (typeof amount !== 'string' || !/^[1-9]\d{0,11}$/.test(amount) || Number(amount) > sharedTokenLimit)
    throw invalid('challenge.amount', `must be a whole number up to ${sharedTokenLimit}`)
  if (!(Date.parse(String(expires)) > Date.now())) throw invalid('challenge.expires', 'is in the past')
}

function invalid(field: string, reason: string): Problem {
  return new Problem(400, 'invalid-request', `${field} ${reason}.`, { field })
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
