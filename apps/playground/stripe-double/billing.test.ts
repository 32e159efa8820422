import { expect, test } from 'vitest'
import { createStripeDouble } from './createStripeDouble.js'

const now = Date.UTC(2030, 0, 31, 12)
const double = createStripeDouble({ now: () => now })

async function post(path: string, fields: Record<string, string> = {}) {
  const headers = { authorization: 'Bearer sk_test_1' }
  const response = await double.request(path, { method: 'POST', headers, body: new URLSearchParams(fields) })
  return { status: response.status, body: await response.json() }
}

async function cardOf(number: string): Promise<string> {
  const fields = { type: 'card', 'card[number]': number, 'card[exp_month]': '12', 'card[exp_year]': '2040' }
  return (await post('/v1/payment_methods', fields)).body.id
}

const setUp = (payment_method: string, customer: string) =>
  post('/v1/setup_intents', { payment_method, customer, usage: 'off_session', confirm: 'true' })

test('a card is set up, subscribed with, and billed once, to the end of a month', async () => {
  const customer = (await post('/v1/customers')).body.id
  const card = await cardOf('4242424242424242')
  const price = await post('/v1/prices', {
    ...{ unit_amount: '500', currency: 'usd', 'product_data[name]': 'News' },
    ...{ 'recurring[interval]': 'month', 'recurring[interval_count]': '1' },
  })
  const subscribe = (changes = {}) =>
    post('/v1/subscriptions', {
      ...{ customer, default_payment_method: card, payment_behavior: 'error_if_incomplete' },
      ...{ 'items[0][price]': price.body.id, 'items[0][quantity]': '1', ...changes },
    })
  // What is not the customer's cannot be charged for them.
  expect((await subscribe()).body.error.param).toBe('default_payment_method')
  expect((await setUp(card, customer)).body).toMatchObject({ status: 'succeeded', payment_method: card })
  const { body } = await subscribe()
  const headers = { authorization: 'Bearer sk_test_1' }
  const invoice = await (await double.request(`/v1/invoices/${body.latest_invoice}`, { headers })).json()
  expect(invoice).toMatchObject({
    ...{ status: 'paid', customer, amount_paid: 500, total: 500, currency: 'usd' },
    parent: { subscription_details: { subscription: body.id } },
    lines: {
      data: [{ amount: 500, period: { start: now / 1_000, end: Date.UTC(2030, 1, 28, 12) / 1_000 } }],
    },
  })
  expect((await subscribe({ payment_behavior: 'default_incomplete' })).status).toBe(400)
})

test('a card asks its bank before it is kept; one that can only be kept is declined when it is charged', async () => {
  const customer = (await post('/v1/customers')).body.id
  const { body } = await setUp(await cardOf('4000002760003184'), customer)
  expect(body.status).toBe('requires_action')
  const challenge = `/__challenges/${body.client_secret}`
  expect(await (await double.request(challenge)).json()).toMatchObject({ amount: null, last4: '3184' })
  const answer = async (outcome: string) => {
    const response = await double.request(challenge, { method: 'POST', body: JSON.stringify({ outcome }) })
    return (await response.json()).status
  }
  expect([await answer('fail'), await answer('complete')]).toEqual(['requires_action', 'succeeded'])
  expect((await setUp(await cardOf('4000000000000002'), customer)).status).toBe(402)
  expect((await setUp(await cardOf('4000000000000341'), customer)).body.status).toBe('succeeded')
})
