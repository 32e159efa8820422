import { request } from 'node:http'
import { Challenge, Credential, Receipt } from 'mppx'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Backend, startBackend } from './test/backend.js'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend()
})
afterAll(() => backend?.stop())
beforeEach(() => backend.post('/stripe/__reset', {}))

const networkId = 'profile_test_double'

async function ledger() {
  return (await backend.get('/stripe/__ledger')).json()
}

function wish(changes: Record<string, unknown> = {}) {
  const expiresAt = Math.floor(Date.now() / 1_000) + 300
  return { paymentMethod: 'pm_card_visa', amount: '75', currency: 'usd', networkId, expiresAt, ...changes }
}

async function mint(changes?: Record<string, unknown>) {
  const response = await backend.post('/api/spt', wish(changes))
  return { status: response.status, body: await response.json() }
}

async function challengeOf(path: string) {
  const offers = Challenge.fromResponseList(await backend.get(path))
  const challenge = offers.find(({ method }) => method === 'stripe')
  if (!challenge) throw new Error('no card offer')
  return challenge
}

function present(path: string, challenge: Challenge.Challenge, payload: object) {
  return backend.get(path, { headers: { authorization: Credential.serialize({ challenge, payload }) } })
}

test.each(['/api/photo/card'])('mppx pays %s with exactly one PaymentIntent', async (path) => {
  const response = await backend.payByCard('pm_card_visa')(path)
  expect(response.status).toBe(200)
  const { paymentIntents, tokens } = await ledger()
  expect(paymentIntents).toHaveLength(1)
  expect(tokens).toHaveLength(1)
  expect(paymentIntents[0]).toMatchObject({ amount: 75, currency: 'usd', status: 'succeeded' })
  expect(tokens[0]).toMatchObject({
    deactivated_reason: 'consumed',
    seller_details: { network_business_profile: networkId },
  })
  const receipt = Receipt.deserialize(response.headers.get('payment-receipt') ?? '')
  expect(receipt).toMatchObject({
    method: 'stripe',
    reference: paymentIntents[0].id,
    externalId: 'photo-card',
  })
})

test('the card offer of a combined 402 can be taken', async () => {
  const challenge = await challengeOf('/api/photo/any')
  const { body } = await mint()
  const response = await present('/api/photo/any', challenge, { spt: body.spt })
  expect(response.status).toBe(200)
  expect((await ledger()).paymentIntents).toHaveLength(1)
})

test('a decline is a 402 that says why, and takes nothing', async () => {
  const challenge = await challengeOf('/api/photo/card')
  const { body } = await mint({ paymentMethod: 'pm_card_chargeDeclinedInsufficientFunds' })
  const response = await present('/api/photo/card', challenge, { spt: body.spt, externalId: 'photo-card' })
  expect(response.status).toBe(402)
  expect((await response.json()).detail).toMatch('insufficient funds')
  expect((await ledger()).paymentIntents).toMatchObject([{ amount_received: 0 }])
})

test('a credential that is sent twice is charged once', async () => {
  const challenge = await challengeOf('/api/photo/card')
  const { body } = await mint()
  const payload = { spt: body.spt, externalId: 'photo-card' }
  expect((await present('/api/photo/card', challenge, payload)).status).toBe(200)
  expect((await present('/api/photo/card', challenge, payload)).status).toBe(402)
  expect((await ledger()).paymentIntents).toHaveLength(1)
})

test('a token for less than the price buys nothing', async () => {
  const challenge = await challengeOf('/api/photo/card')
  const { body } = await mint({ amount: '74' })
  const response = await present('/api/photo/card', challenge, { spt: body.spt, externalId: 'photo-card' })
  expect(response.status).toBe(402)
  expect((await ledger()).paymentIntents).toEqual([])
})

test('3-D Secure: the token waits for the payer, then pays', async () => {
  const challenge = await challengeOf('/api/photo/card')
  const { body } = await mint({ paymentMethod: 'pm_card_authenticationRequired' })
  expect(body).toMatchObject({ status: 'requires_action', nextAction: { type: 'use_stripe_sdk' } })
  const payload = { spt: body.spt, externalId: 'photo-card' }
  expect((await present('/api/photo/card', challenge, payload)).status).toBe(402)
  await backend.post(`/stripe/__challenges/${body.nextAction.hashedValue}`, { outcome: 'complete' })
  expect(await (await backend.get(`/api/spt/${body.spt}`)).json()).toEqual({
    spt: body.spt,
    status: 'active',
  })
  expect((await present('/api/photo/card', challenge, payload)).status).toBe(200)
  expect((await ledger()).paymentIntents).toHaveLength(1)
})

test('a token can be revoked before it is spent', async () => {
  const { body } = await mint()
  const revoked = await backend.get(`/api/spt/${body.spt}`, { method: 'DELETE' })
  expect(await revoked.json()).toEqual({ spt: body.spt, status: 'deactivated', deactivatedReason: 'revoked' })
  expect((await backend.get('/api/spt/spt_nothing')).status).toBe(404)
})

test('the same idempotency key mints one token', async () => {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'attempt-1' },
    body: JSON.stringify(wish()),
  }
  const [first, second] = [await backend.get('/api/spt', init), await backend.get('/api/spt', init)]
  expect(await second.json()).toEqual(await first.json())
  expect((await ledger()).tokens).toHaveLength(1)
})

test.each([
  ['amount', 75],
  ['amount', '0'],
  ['amount', '075'],
  ['amount', '7.5'],
  ['amount', '10001'],
  ['currency', 'USD'],
  ['currency', 'eur'],
  ['networkId', 'profile_of_someone_else'],
  ['paymentMethod', 'card_1'],
  ['paymentMethod', 'pm_../../x'],
  ['expiresAt', '1'],
  ['expiresAt', 1],
  ['expiresAt', 9_999_999_999],
  ['metadata', { externalId: 'x' }],
  ['metadata', { order: 1 }],
  ['metadata', []],
  ['surprise', true],
])('a token request with %s %j is refused', async (field, value) => {
  const { status, body } = await mint({ [field]: value })
  expect(status).toBe(400)
  expect(body.field.split('.')[0]).toBe(field)
  expect((await ledger()).tokens).toEqual([])
})

test('an unknown payment method is not answered with 402', async () => {
  const { status, body } = await mint({ paymentMethod: 'pm_nothing' })
  expect([status, body.code]).toEqual([404, 'resource_missing'])
})

test('a card is kept for the customer who wants that, and pays again for nobody else', async () => {
  const open = async (cookie = '') => {
    const response = await backend.get('/api/customer-session', { method: 'POST', headers: { cookie } })
    const { clientSecret } = await response.json()
    return {
      cookie: response.headers.getSetCookie().join().replace(/;.*/, ''),
      attributes: response.headers.getSetCookie().join(),
      cards: await (await backend.get(`/stripe/__customer_sessions/${clientSecret}`)).json(),
    }
  }
  const ask = (paymentMethod: string, cookie: string) =>
    backend.get('/api/spt', {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(wish({ paymentMethod })),
    })
  const card = async (number: string, redisplay?: string) => {
    const body = new URLSearchParams({
      ...{ type: 'card', 'card[number]': number, 'card[exp_month]': '12', 'card[exp_year]': '2040' },
      ...(redisplay && { allow_redisplay: redisplay }),
    })
    const headers = { authorization: 'Bearer pk_test_double' }
    return (await (await backend.get('/stripe/v1/payment_methods', { method: 'POST', headers, body })).json())
      .id
  }
  const mine = await open()
  expect(mine.cards).toEqual({ save: true, payment_methods: [] })
  expect(mine.attributes).toMatch(/HttpOnly/i)
  expect(mine.attributes).toMatch(/SameSite=Strict/i)
  const [kept, passing] = [await card('4242424242424242', 'always'), await card('5555555555554444')]
  // A card that the bank declines is not kept, and the decline is the payment's to tell.
  const declined = await card('4000000000000002', 'always')
  for (const id of [kept, passing, declined]) expect((await ask(id, mine.cookie)).status).toBe(200)
  const again = await open(mine.cookie)
  expect(again.cookie).toBe(mine.cookie)
  expect(again.cards.payment_methods).toMatchObject([{ id: kept, card: { last4: '4242' } }])
  expect((await ask(kept, mine.cookie)).status).toBe(200)
  const theirs = await open()
  expect(theirs.cards.payment_methods).toEqual([])
  for (const cookie of ['', theirs.cookie, mine.cookie.replace(/.$/, 'x')]) {
    const refused = await ask(kept, cookie)
    expect([refused.status, (await refused.json()).title]).toEqual([403, 'not your card'])
  }
  await backend.post('/stripe/__reset', {})
  expect((await open(mine.cookie)).cards).toEqual({ save: true, payment_methods: [] })
})

test('the double varies the letter case of its headers', async () => {
  const spellings = new Set<string>()
  for (const _ of [1, 2, 3]) {
    const names = await rawHeaderNames('/v1/payment_intents/pi_1')
    for (const name of names) if (name.toLowerCase() === 'request-id') spellings.add(name)
  }
  expect(spellings).toEqual(new Set(['request-id', 'REQUEST-ID', 'Request-Id']))
})

test('the double answers below /stripe too, where the page finds it', async () => {
  const body = new URLSearchParams({
    ...{ type: 'card', 'card[number]': '4242424242424242', 'card[cvc]': '123' },
    ...{ 'card[exp_month]': '12', 'card[exp_year]': '2040' },
  })
  const headers = { authorization: 'Bearer pk_test_double', origin: 'https://page.example' }
  const response = await backend.get('/stripe/v1/payment_methods', { method: 'POST', headers, body })
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  const { id } = await response.json()
  expect((await mint({ paymentMethod: id })).body.status).toBe('active')
})

function rawHeaderNames(path: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const options = { headers: { authorization: 'Bearer sk_test_1' } }
    const sent = request(`${backend.url}${path}`, options, (response) => {
      response.resume()
      resolve(response.rawHeaders.filter((_, index) => index % 2 === 0))
    })
    sent.on('error', reject).end()
  })
}
