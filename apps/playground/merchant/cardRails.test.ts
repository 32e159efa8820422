import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { type Approve, createPayer } from '@payerkit/core'
import { card, type Enabled, type EnablerChallenge } from '@payerkit/core/card'
import { Challenge, Credential } from '@payerkit/core/protocol'
import { points } from '@payerkit/testing/points'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStripeDouble } from '../stripe-double/createStripeDouble.js'
import { createCardsOnFile } from './cardsOnFile.js'
import { acquired } from './catalog.js'
import { Ledger } from './ledger.js'
import { createNetworkTokens } from './networkTokens.js'
import { createOwnSale } from './ownSale.js'
import { createPoints } from './points.js'
import { createPointsProgramme } from './pointsProgramme.js'
import { answerProblem } from './problem.js'
import { readSettings } from './settings.js'
import { createStripeClient } from './stripeClient.js'
import { createX402CardSale } from './x402CardSale.js'

// The shop without a chain: a card on file, points, and the gateway of x402 by card.
const servers: Server[] = []
const ledger = new Ledger()
let stripe = ''
let shop = ''

async function listen(app: Hono): Promise<string> {
  const server = createServer(getRequestListener(app.fetch))
  servers.push(server.listen(0, '127.0.0.1'))
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

beforeAll(async () => {
  stripe = await listen(createStripeDouble())
  const settings = readSettings({})
  const app = new Hono().basePath('/api')
  app.onError(answerProblem)
  const programme = createPointsProgramme()
  const own = { secretKey: settings.challengeSecret, ledger }
  app.route('/', createCardsOnFile())
  app.route('/programme', programme.routes)
  app.route('/', createOwnSale({ ...own, path: '/network-token/photo', rail: createNetworkTokens() }))
  app.route('/', createOwnSale({ ...own, path: '/points/photo', rail: createPoints(programme) }))
  const client = createStripeClient(settings.stripe, new URL(stripe))
  app.route('/', createX402CardSale({ settings, stripe: client, ledger }))
  shop = await listen(app)
})
afterAll(() => {
  for (const server of servers) {
    server.close()
    server.closeAllConnections()
  }
})

const post = (path: string, body: unknown, headers: object = {}) =>
  fetch(`${shop}/api${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

/** What an unpaid request is asked for. */
async function askedAt(path: string): Promise<Challenge.Challenge> {
  const response = await fetch(`${shop}/api${path}`)
  const [challenge] = Challenge.parse(response.headers).challenges
  if (!challenge) throw new Error('No challenge.')
  return challenge
}

const present = (path: string, challenge: Challenge.Challenge, payload: object) =>
  fetch(`${shop}/api${path}`, { headers: { authorization: Credential.serialize({ challenge, payload }) } })

const booked = () => ledger.entries.map(({ method, amount }) => `${method} ${amount}`)

const oneOffer: Approve = async ({ offers: [offer] }) => offer && { offer, input: { cardId: 'card_visa' } }

describe('a card on file', () => {
  const path = '/network-token/photo?id=7'

  const wishFor = ({ id, realm, expires, request }: Challenge.Challenge, change: object = {}) => {
    const { methodDetails, ...asked } = JSON.parse(Buffer.from(request, 'base64url').toString())
    const challenge: EnablerChallenge = { id, realm, expires, ...asked, ...methodDetails, ...change }
    return { cardId: 'card_visa', challenge }
  }

  test('pays through the payer, and the same proof again is the same sale', async () => {
    const sent: string[] = []
    const enabler = {
      cards: async () => (await fetch(`${shop}/api/cards`)).json(),
      enable: async (wish: object): Promise<Enabled> => (await post('/payment-tokens', wish)).json(),
    }
    const payer = createPayer({
      methods: [card({ enabler, recipients: { [new URL(shop).host]: acquired.recipient } })],
      approve: oneOffer,
      fetch: (input, init) => {
        sent.push(new Headers(init?.headers).get('authorization') ?? '')
        return fetch(input, init)
      },
    })
    const before = ledger.entries.length
    const response = await payer.fetch(`${shop}/api${path}`)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
    expect(payer.attempts.list()).toMatchObject([{ phase: 'paid', offer: { amount: { value: 75n } } }])
    const headers = { authorization: sent.at(-1) ?? '' }
    const again = await fetch(`${shop}/api${path}`, { headers })
    expect(again.headers.get('payment-receipt')).toBe(response.headers.get('payment-receipt'))
    expect((await fetch(`${shop}/api/network-token/photo?id=8`, { headers })).status).toBe(402)
    expect(booked().slice(before)).toEqual(['card 75'])
  })

  test('pays no offer that its token was not made for, however the proof is put together', async () => {
    const before = ledger.entries.length
    const [one, other] = [await askedAt(path), await askedAt(path)]
    const enabled: Enabled = await (await post('/payment-tokens', wishFor(one))).json()
    const [head, ...rest] = enabled.encryptedPayload.split('.')
    const broken = { ...enabled, encryptedPayload: [head, ...rest.slice(0, 3), 'A'.repeat(22)].join('.') }
    for (const [challenge, payload] of [
      [other, enabled],
      [{ ...one, realm: 'other.example' }, enabled],
      [{ ...one, expires: '2040-01-01T00:00:00Z' }, enabled],
      [one, broken],
      // Answered, with whatever it was.
      [one, enabled],
    ] as const)
      expect((await present(path, challenge, payload)).status).toBe(402)
    expect(ledger.entries.length).toBe(before)
  })

  test.each([
    ['another seller', { recipient: 'merch_thief' }, 'challenge.recipient'],
    ['another currency', { currency: 'jpy' }, 'challenge.currency'],
    ['more than the application lets it', { amount: '10001' }, 'challenge.amount'],
    ['an offer that has ended', { expires: '2020-01-01T00:00:00Z' }, 'challenge.expires'],
    ['a network that is not its own', { acceptedNetworks: ['amex'] }, 'challenge.acceptedNetworks'],
    ['a key of another kind', { encryptionJwk: { kty: 'EC' } }, 'challenge.encryptionJwk'],
  ])('makes nothing for %s', async (_, change, field) => {
    const response = await post('/payment-tokens', wishFor(await askedAt(path), change))
    expect([response.status, await response.json()]).toMatchObject([400, { field }])
  })

  test('makes one token for each key, and never another one by it', async () => {
    const wish = wishFor(await askedAt(path))
    const make = async (body: object) => {
      const response = await post('/payment-tokens', body, { 'idempotency-key': 'one' })
      return response.ok ? (await response.json()).encryptedPayload : response.status
    }
    const first = await make(wish)
    expect([await make(wish), await make({ ...wish, cardId: 'card_mastercard' })]).toEqual([first, 409])
  })
})

describe('points', () => {
  const path = '/points/photo?id=7'
  const token = 'customer-with-a-long-token'
  const headers = { authorization: `Bearer ${token}` }
  const balance = async () =>
    (await (await fetch(`${shop}/api/programme/balance`, { headers })).json()).points

  test('are taken once through the payer, and are missing when they are gone', async () => {
    const method = points({ programme: `${shop}/api/programme`, token })
    const payer = createPayer({ methods: [method], approve: oneOffer })
    for (let id = 1; id <= 4; id++)
      expect((await payer.fetch(`${shop}/api/points/photo?id=${id}`)).status).toBe(200)
    expect(await balance()).toBe('20')
    await expect(payer.fetch(`${shop}/api${path}`)).rejects.toMatchObject({ code: 'declined' })
    expect((await (await post('/programme/gifts', {}, headers)).json()).points).toBe('520')
  })

  test('that are held for less, for another shop, or given back pay nothing', async () => {
    const [had, before] = [await balance(), ledger.entries.length]
    const hold = async (wish: object): Promise<{ hold: string }> =>
      (await post('/programme/holds', wish, headers)).json()
    const back = { shop: 'demo-photos', points: '120' }
    const held = [
      await hold({ ...back, points: '1' }),
      await hold({ ...back, shop: 'other' }),
      await hold(back),
    ]
    const release = async ({ hold: id }: { hold: string }, by: object = headers) =>
      fetch(`${shop}/api/programme/holds/${id}`, { method: 'DELETE', headers: { ...by } })
    const [, , last = { hold: '' }] = held
    expect((await release(last, { authorization: 'Bearer somebody-else-entirely' })).status).toBe(404)
    await release(last)
    for (const payload of [...held, { hold: 'hold_guessed' }, {}])
      expect((await present(path, await askedAt(path), payload)).status).toBe(402)
    for (const each of held) await release(each)
    expect([await balance(), ledger.entries.length]).toEqual([had, before])
  })
})

describe('the x402 gateway', () => {
  const headers = { authorization: 'Bearer sk_test_double' }
  const url = (id: number) => `${shop}/api/x402-card/photo?id=${id}`

  async function tokenOf(paymentMethod: string, amount = '75'): Promise<string> {
    const body = new URLSearchParams({
      payment_method: paymentMethod,
      ...{ 'usage_limits[currency]': 'usd', 'usage_limits[max_amount]': amount },
      'usage_limits[expires_at]': String(Math.floor(Date.now() / 1000) + 300),
      'seller_details[network_business_profile]': 'profile_test_double',
    })
    const made = await fetch(`${stripe}/v1/shared_payment/issued_tokens`, { method: 'POST', headers, body })
    return (await made.json()).id
  }
  async function pay(id: number, payload: object) {
    const proof = Buffer.from(JSON.stringify(payload)).toString('base64')
    const response = await fetch(url(id), { headers: { 'x-payment': proof } })
    return response.status === 402
      ? (await response.json()).error
      : response.headers.get('x-payment-response')
  }

  test('charges a token once, for one photo, however often it is shown', async () => {
    const before = ledger.entries.length
    const spt = await tokenOf('pm_card_visa')
    const [one, two] = await Promise.all([pay(1, { spt }), pay(1, { payload: { spt } })])
    expect(one).toBe(two)
    expect(JSON.parse(Buffer.from(one ?? '', 'base64').toString())).toMatchObject({ method: 'stripe' })
    expect([await pay(1, { spt }), await pay(2, { spt })]).toEqual([one, 'token_used'])
    expect(booked().slice(before)).toEqual(['x402 75'])
  })

  test('says why a token does not pay, and books nothing', async () => {
    const before = ledger.entries.length
    expect(await pay(1, { spt: await tokenOf('pm_card_chargeDeclined') })).toBe('generic_decline')
    expect(await pay(1, { spt: await tokenOf('pm_card_visa', '74') })).toBe('token_refused')
    expect(await pay(1, { spt: 'spt_unknown' })).toBe('token_refused')
    expect(await pay(1, { spt: 7 })).toBe('invalid_payload')
    expect(ledger.entries.length).toBe(before)
  })
})
