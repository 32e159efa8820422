import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { type Approve, createPayer, type Payer } from '@payerkit/core'
import { Credential } from '@payerkit/core/protocol'
import { setupEndpoint, stripeSubscription } from '@payerkit/core/stripe'
import { Hono } from 'hono'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createStripeDouble } from '../stripe-double/createStripeDouble.js'
import { createCardNews } from './cardNews.js'
import { createCustomers } from './customers.js'
import { Ledger } from './ledger.js'
import { answerProblem } from './problem.js'
import { readSettings } from './settings.js'
import { createSetups } from './setups.js'
import { createStripeClient } from './stripeClient.js'

// The newspaper and Stripe's test double, without a chain.
const servers: Server[] = []
let stripe = ''
let shop = ''
let ledger: Ledger
/** What goes wrong with Stripe's next answer to a merchant. */
let trouble: ((path: string) => 'lose' | undefined) | undefined

async function listen(app: Hono): Promise<string> {
  const server = createServer(getRequestListener(app.fetch))
  servers.push(server.listen(0, '127.0.0.1'))
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

beforeAll(async () => {
  const double = createStripeDouble()
  const before = new Hono()
  before.all('*', async (context) => {
    const answer = await double.fetch(context.req.raw)
    return trouble?.(context.req.path) === 'lose'
      ? context.json({ error: { type: 'api_error' } }, 500)
      : answer
  })
  stripe = await listen(before)
  const settings = readSettings({})
  const client = createStripeClient(settings.stripe, new URL(stripe))
  const customers = createCustomers(client, settings.challengeSecret)
  const app = new Hono()
  app.onError(answerProblem)
  ledger = new Ledger()
  app.route('/api/setup', createSetups(client, settings.stripe, customers))
  app.route('/api', createCardNews({ settings, stripe: client, ledger }))
  shop = await listen(app)
})
afterAll(() => {
  for (const server of servers) {
    server.close()
    server.closeAllConnections()
  }
})
beforeEach(async () => {
  trouble = undefined
  await fetch(`${stripe}/__reset`, { method: 'POST' })
})

const books = async () => (await fetch(`${stripe}/__ledger`)).json()

async function cardOf(number: string): Promise<string> {
  const fields = { type: 'card', 'card[number]': number, 'card[exp_month]': '12', 'card[exp_year]': '2040' }
  const headers = { authorization: 'Bearer pk_test_double' }
  const init = { method: 'POST', headers, body: new URLSearchParams(fields) }
  return (await (await fetch(`${stripe}/v1/payment_methods`, init)).json()).id
}

/** A page of a reader's own, whose form holds these cards in turn, and who says this to the bank. */
function open(numbers: string[], outcome = 'complete') {
  const proofs: string[] = []
  const jar = { cookie: '' }
  const send: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers)
    if (jar.cookie) headers.set('cookie', jar.cookie)
    const proof = headers.get('authorization')
    if (proof) proofs.push(proof)
    const response = await fetch(input, { ...init, headers })
    const [set] = response.headers.getSetCookie()
    if (set) jar.cookie = set.replace(/;.*/, '')
    return response
  }
  const approve: Approve = async ({ offers: [offer] }) => {
    const number = numbers.shift()
    if (!offer || !number) return undefined
    const confirmSetup = async (secret: string) => {
      const body = JSON.stringify({ outcome })
      await fetch(`${stripe}/__challenges/${secret}`, { method: 'POST', body })
      return {}
    }
    const input = { paymentMethod: await cardOf(number), paymentMethodType: 'card', confirmSetup }
    return { offer, input }
  }
  const methods = [stripeSubscription(setupEndpoint(`${shop}/api/setup`))]
  const payer: Payer = createPayer({ methods, approve, fetch: send, retries: 0 })
  return { payer, send, proofs, jar }
}

const news = () => `${shop}/api/news/card`

test('a card subscribes once, by the profile of the draft, and reads until the period ends', async () => {
  const { payer, send } = open(['4242424242424242'])
  const { offers } = await payer.quote(news())
  expect(offers).toMatchObject([
    {
      amount: { value: 6000n, currency: 'usd' },
      recurrence: { price: { value: 500n }, period: { unit: 'month', count: 1 } },
    },
  ])
  const response = await payer.fetch(news())
  expect(await response.json()).toMatchObject({ title: 'Fog until noon' })
  const { subscriptions, invoices, paymentIntents } = await books()
  expect([subscriptions.length, invoices.length, paymentIntents.length]).toEqual([1, 1, 0])
  expect(subscriptions[0]).toMatchObject({
    ...{ status: 'active', collection_method: 'charge_automatically', cancel_at_period_end: false },
    items: { data: [{ quantity: 1, price: { unit_amount: 500, recurring: { interval: 'month' } } }] },
  })
  const [attempt] = payer.attempts.list()
  expect(attempt).toMatchObject({
    phase: 'paid',
    receipt: {
      ...{ method: 'stripe', status: 'success', reference: invoices[0].id, externalId: 'harbour-news' },
      ...{ subscriptionId: expect.any(String), stripeSubscription: subscriptions[0].id },
    },
  })
  expect(ledger.entries.at(-1)).toMatchObject({ intent: 'subscription', reference: invoices[0].id })
  expect((await send(news())).status).toBe(200)
  expect((await fetch(news())).status).toBe(402)

  const cancelled = await (await send(news(), { method: 'DELETE' })).json()
  expect(cancelled.subscriptionId).toBe(attempt?.receipt?.subscriptionId)
  expect((await books()).subscriptions).toMatchObject([{ cancel_at_period_end: true }])
  // What is paid for stays readable.
  expect((await send(news())).status).toBe(200)
})

test('3-D Secure comes before the credential; who fails it is charged nothing', async () => {
  const secure = '4000002760003184'
  await expect(open([secure], 'fail').payer.fetch(news())).rejects.toMatchObject({
    code: 'authentication_failed',
  })
  expect((await books()).subscriptions).toEqual([])
  expect((await open([secure]).payer.fetch(news())).status).toBe(200)
  expect((await books()).invoices).toMatchObject([{ status: 'paid', amount_paid: 500 }])
})

test('a card that cannot be kept is told so before, one that cannot be charged afterwards; another one pays', async () => {
  const early = open(['4000000000000002'])
  await expect(early.payer.fetch(news())).rejects.toMatchObject({ code: 'declined' })
  expect(early.proofs).toEqual([])
  const late = open(['4000000000000341', '4242424242424242'])
  await expect(late.payer.fetch(news())).rejects.toMatchObject({ code: 'declined' })
  expect((await books()).subscriptions).toEqual([])
  expect((await late.payer.fetch(news())).status).toBe(200)
  expect((await books()).subscriptions).toHaveLength(1)
  // A refused challenge stays refused, whatever card comes with it.
  const { challenge } = Credential.parse(late.proofs[0] ?? '')
  const authorization = Credential.serialize({ challenge, payload: { paymentMethod: 'pm_card_visa' } })
  expect((await fetch(news(), { headers: { authorization } })).status).toBe(402)
  expect((await books()).subscriptions).toHaveLength(1)
})

test('an answer of Stripe that is lost leaves one subscription, found by presenting the same credential', async () => {
  const { payer, proofs } = open(['4242424242424242'])
  trouble = (path) => (path === '/v1/subscriptions' ? 'lose' : undefined)
  await expect(payer.fetch(news())).rejects.toMatchObject({ code: 'unknown' })
  trouble = undefined
  const { id = '' } = payer.attempts.list().at(-1) ?? {}
  expect((await payer.attempts.resume(id)).status).toBe(200)
  expect(new Set(proofs).size).toBe(1)
  const { subscriptions, invoices } = await books()
  const booked = ledger.entries.filter(({ reference }) => reference === invoices[0].id)
  expect([subscriptions.length, invoices.length, booked.length]).toEqual([1, 1, 1])
})

test("what does not fit the draft's verification is refused before Stripe is asked to subscribe", async () => {
  const { payer, proofs } = open(['4242424242424242'])
  await payer.fetch(news())
  const { challenge, payload } = Credential.parse(proofs[0] ?? '')
  const present = async (changes: object, other: object = payload) => {
    const credential = { challenge: { ...challenge, ...changes }, payload: other }
    const response = await fetch(news(), { headers: { authorization: Credential.serialize(credential) } })
    return [response.status, response.headers.has('payment-receipt')]
  }
  const before = (await books()).subscriptions.length
  for (const changes of [
    { id: 'x'.repeat(43) },
    { realm: 'elsewhere.example' },
    { intent: 'charge' },
    { expires: '2020-01-01T00:00:00Z' },
    { request: challenge.request.slice(0, -4) },
  ])
    expect(await present(changes)).toEqual([402, false])
  // A second card, somebody else's customer, and no card at all, for a challenge of one's own.
  const fresh = open(['4242424242424242'])
  await fresh.payer.quote(news())
  const [offer] = (await fresh.payer.quote(news())).offers
  const own = offer?.challenge ?? challenge
  for (const other of [
    { paymentMethod: await cardOf('4242424242424242') },
    { ...payload, customer: 'cus_somebody' },
    { paymentMethod: 'spt_1' },
    {},
  ])
    expect(await present(own, other)).toEqual([402, false])
  expect((await books()).subscriptions).toHaveLength(before)
  // The same credential again is the same subscription.
  expect(await present({})).toEqual([200, true])
  expect((await books()).subscriptions).toHaveLength(before)
})
