import { beforeEach, expect, test } from 'vitest'
import { createStripeDouble } from './createStripeDouble.js'

const start = Date.UTC(2030, 0, 1)
let now = start
let double = createStripeDouble({ now: () => now })
beforeEach(() => {
  now = start
  double = createStripeDouble({ now: () => now })
})

type Fields = Record<string, string>
type Options = { key?: string; idempotencyKey?: string; version?: string }

async function post(path: string, fields: Fields = {}, { key = 'sk_test_1', ...options }: Options = {}) {
  const headers = new Headers({ authorization: `Bearer ${key}` })
  if (options.idempotencyKey) headers.set('idempotency-key', options.idempotencyKey)
  if (options.version) headers.set('stripe-version', options.version)
  const response = await double.request(path, { method: 'POST', headers, body: new URLSearchParams(fields) })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

async function get(path: string) {
  const response = await double.request(path, { headers: { authorization: 'Bearer sk_test_1' } })
  return { status: response.status, body: await response.json() }
}

const issued = '/v1/shared_payment/issued_tokens'
const granted = '/v1/test_helpers/shared_payment/granted_tokens'

function tokenFields(paymentMethod: string, changes: Fields = {}): Fields {
  return {
    payment_method: paymentMethod,
    'usage_limits[currency]': 'usd',
    'usage_limits[max_amount]': '75',
    'usage_limits[expires_at]': String(start / 1_000 + 300),
    'seller_details[network_business_profile]': 'profile_1',
    use_stripe_sdk: 'true',
    ...changes,
  }
}

async function mint(paymentMethod: string, changes?: Fields): Promise<string> {
  const { status, body } = await post(issued, tokenFields(paymentMethod, changes))
  expect(status).toBe(200)
  return body.id
}

function charge(spt: string, changes: Fields = {}, options?: Options) {
  const fields = {
    amount: '75',
    currency: 'usd',
    confirm: 'true',
    shared_payment_granted_token: spt,
    ...changes,
  }
  return post('/v1/payment_intents', fields, options)
}

async function intents() {
  return (await get('/__ledger')).body.paymentIntents
}

test('a token pays once, up to its limit', async () => {
  const spt = await mint('pm_card_visa')
  const { status, body } = await charge(spt)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    object: 'payment_intent',
    amount: 75,
    amount_received: 75,
    status: 'succeeded',
  })
  expect((await get(`/v1/payment_intents/${body.id}`)).body).toEqual(body)
  expect((await get(`${issued}/${spt}`)).body).toMatchObject({
    status: 'deactivated',
    deactivated_reason: 'consumed',
    usage_details: { amount_captured: { currency: 'usd', value: 75 } },
  })
  const again = await charge(spt)
  expect(again.status).toBe(400)
  expect(again.body.error).not.toHaveProperty('code')
  expect(await intents()).toHaveLength(1)
})

test('the token is taken at the top and inside payment_method_data', async () => {
  const spt = await mint('pm_card_visa')
  const fields = { amount: '75', currency: 'usd', confirm: 'true' }
  const nested = { ...fields, 'payment_method_data[shared_payment_granted_token]': spt }
  expect((await post('/v1/payment_intents', nested)).body.status).toBe('succeeded')
  expect((await post('/v1/payment_intents', fields)).body.error).toMatchObject({
    code: 'parameter_missing',
    param: 'shared_payment_granted_token',
  })
})

test('the same key gives the same answer, and says so', async () => {
  const spt = await mint('pm_card_visa')
  const first = await charge(spt, {}, { idempotencyKey: 'k' })
  const second = await charge(spt, {}, { idempotencyKey: 'k' })
  expect(first.headers.get('idempotent-replayed')).toBeNull()
  expect(second.headers.get('idempotent-replayed')).toBe('true')
  expect(second.body).toEqual(first.body)
  expect(await intents()).toHaveLength(1)
})

test('the same key with other parameters is refused', async () => {
  const spt = await mint('pm_card_visa')
  await charge(spt, {}, { idempotencyKey: 'k' })
  const { status, body } = await charge(spt, { amount: '60' }, { idempotencyKey: 'k' })
  expect([status, body.error.type]).toEqual([400, 'idempotency_error'])
})

test('a decline is remembered under its key, a refused parameter is not', async () => {
  const spt = await mint('pm_card_chargeDeclined')
  const first = await charge(spt, {}, { idempotencyKey: 'k' })
  const second = await charge(spt, {}, { idempotencyKey: 'k' })
  expect([first.status, second.status]).toEqual([402, 402])
  expect(second.headers.get('idempotent-replayed')).toBe('true')
  expect(await intents()).toHaveLength(1)
  const good = await mint('pm_card_visa')
  expect((await charge(good, { amount: '76' }, { idempotencyKey: 'l' })).status).toBe(400)
  const corrected = await charge(good, { amount: '75' }, { idempotencyKey: 'l' })
  expect(corrected.status).toBe(200)
})

test.each([
  ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
  ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
  ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
  ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', 'incorrect_cvc'],
  ['pm_card_chargeDeclinedProcessingError', 'processing_error', 'processing_error'],
])('%s is declined as %s, %s', async (paymentMethod, code, decline_code) => {
  const spt = await mint(paymentMethod)
  const { status, body } = await charge(spt)
  expect(status).toBe(402)
  expect(body.error).toMatchObject({ type: 'card_error', code, decline_code })
  expect(body.error.payment_intent).toMatchObject({ status: 'requires_payment_method', amount_received: 0 })
  expect((await get(`${issued}/${spt}`)).body.status).toBe('active')
})

test('a token is held to its limit, currency and expiry, without a code', async () => {
  const over = await charge(await mint('pm_card_visa'), { amount: '76' })
  const euros = await charge(await mint('pm_card_visa'), { currency: 'eur' })
  const late = await mint('pm_card_visa')
  now += 300_000
  for (const { status, body } of [over, euros, await charge(late)]) {
    expect(status).toBe(400)
    expect(body.error.type).toBe('invalid_request_error')
    expect(body.error).not.toHaveProperty('code')
  }
  expect((await get(`${issued}/${late}`)).body.deactivated_reason).toBe('expired')
  expect(await intents()).toEqual([])
})

test('a revoked token pays nothing, and cannot be revoked twice', async () => {
  const spt = await mint('pm_card_visa')
  expect((await post(`${issued}/${spt}/revoke`)).body).toMatchObject({ deactivated_reason: 'revoked' })
  expect((await post(`${issued}/${spt}/revoke`)).status).toBe(400)
  expect((await charge(spt)).status).toBe(400)
})

test('what does not exist is told as resource_missing', async () => {
  const answers = [
    await charge('spt_nothing'),
    await get(`${issued}/spt_nothing`),
    await get('/v1/payment_intents/pi_nothing'),
    await get('/v1/payment_methods/pm_nothing'),
    await post(issued, tokenFields('pm_nothing')),
  ]
  for (const { status, body } of answers) expect([status, body.error.code]).toEqual([404, 'resource_missing'])
})

test('3-D Secure is asked of the token, and completed by the bank', async () => {
  const { body: token } = await post(issued, tokenFields('pm_card_authenticationRequired'))
  const value = token.next_action.use_stripe_sdk.value
  expect(token).toMatchObject({ status: 'requires_action', next_action: { type: 'use_stripe_sdk' } })
  expect((await charge(token.id)).status).toBe(400)
  expect(await intents()).toEqual([])
  expect((await get(`/__challenges/${value}`)).body).toMatchObject({
    amount: 75,
    currency: 'usd',
    last4: '3184',
  })
  expect((await settle(value, 'fail')).body.status).toBe('requires_action')
  expect((await settle(value, 'complete')).body.status).toBe('active')
  expect((await get(`${issued}/${token.id}`)).body).toMatchObject({ status: 'active', next_action: null })
  expect((await charge(token.id)).body.status).toBe('succeeded')
  expect((await settle('nothing', 'complete')).status).toBe(404)
})

test('an issued token that needs action must say where the action happens', async () => {
  const { use_stripe_sdk: _, ...fields } = tokenFields('pm_card_authenticationRequired')
  expect((await post(issued, fields)).body.error).toMatchObject({ param: 'return_url' })
})

test('the test helper grants a token without a seller', async () => {
  const { 'seller_details[network_business_profile]': _, ...fields } = tokenFields('pm_card_visa')
  expect((await post(issued, fields)).body.error.code).toBe('parameter_missing')
  const { body } = await post(granted, fields)
  expect(body).toMatchObject({ object: 'shared_payment.granted_token', status: 'active' })
  expect(body.payment_method_details.card).toMatchObject({ brand: 'visa', last4: '4242' })
  expect((await get(`/v1/shared_payment/granted_tokens/${body.id}`)).body).toEqual(body)
  expect((await post(`${granted}/${body.id}/revoke`)).body.status).toBe('deactivated')
})

const cardFields = (number: string, changes: Fields = {}): Fields => ({
  type: 'card',
  'card[number]': number,
  'card[exp_month]': '12',
  'card[exp_year]': '2034',
  'card[cvc]': '123',
  ...changes,
})

test('a card typed in the page becomes a payment method, with a publishable key', async () => {
  const { status, body } = await post('/v1/payment_methods', cardFields('4000 0000 0000 9995'), {
    key: 'pk_test_1',
  })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    object: 'payment_method',
    type: 'card',
    card: { last4: '9995', exp_year: 2034 },
  })
  expect(JSON.stringify(body)).not.toContain('4000000000009995')
  expect((await charge(await mint(body.id))).body.error.decline_code).toBe('insufficient_funds')
})

test('a card that is no test card, or has expired, is refused', async () => {
  const real = await post('/v1/payment_methods', cardFields('4111111111111111'))
  expect(real.body.error).toMatchObject({ code: 'card_declined', decline_code: 'test_mode_live_card' })
  const old = await post('/v1/payment_methods', cardFields('4242424242424242', { 'card[exp_year]': '2029' }))
  expect(old.body.error.code).toBe('invalid_expiry_year')
})

test('keys are needed, and a publishable one opens nothing else', async () => {
  expect((await double.request('/v1/payment_intents/pi_1')).status).toBe(401)
  expect((await post(issued, tokenFields('pm_card_visa'), { key: 'pk_test_1' })).status).toBe(401)
  const basic = { authorization: `Basic ${btoa('sk_test_1:')}` }
  expect((await double.request('/v1/payment_intents/pi_1', { headers: basic })).status).toBe(404)
})

test('parameters are checked', async () => {
  const spt = await mint('pm_card_visa')
  expect((await charge(spt, { amount: '49' })).body.error.code).toBe('amount_too_small')
  expect((await charge(spt, { amount: '7.5' })).body.error.code).toBe('parameter_invalid_integer')
  const types = { 'payment_method_types[0]': 'card' }
  expect((await charge(spt, types, { version: '2026-08-26.preview' })).body.error.code).toBe(
    'parameter_unknown',
  )
  expect((await charge(spt, types, { version: '2026-07-29.preview' })).status).toBe(200)
})

test('forgets everything when told to', async () => {
  await charge(await mint('pm_card_visa'), {}, { idempotencyKey: 'k' })
  expect((await double.request('/__reset', { method: 'POST' })).status).toBe(204)
  expect((await get('/__ledger')).body).toEqual({
    ...{ paymentIntents: [], tokens: [], subscriptions: [], invoices: [] },
  })
})

test('serves the stand-in for Stripe.js', async () => {
  const response = await double.request('/stripe-js/endive/stripe.js')
  expect(response.headers.get('content-type')).toMatch('text/javascript')
  expect(await response.text()).toMatch('window.Stripe = Stripe')
})

async function settle(value: string, outcome: string) {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ outcome }),
  }
  const response = await double.request(`/__challenges/${value}`, init)
  return { status: response.status, body: await response.json() }
}

test('a customer session shows the cards that may be shown again, as long as it lasts', async () => {
  const { body: customer } = await post('/v1/customers')
  const wish = {
    customer: customer.id,
    'components[payment_element][enabled]': 'true',
    'components[payment_element][features][payment_method_redisplay]': 'enabled',
  }
  const { body: session } = await post('/v1/customer_sessions', wish)
  const card = (changes: Fields = {}) =>
    post('/v1/payment_methods', {
      ...{ type: 'card', 'card[number]': '4242424242424242', 'card[cvc]': '123' },
      ...{ 'card[exp_month]': '12', 'card[exp_year]': '2040', ...changes },
    })
  const shown = await card({ allow_redisplay: 'always' })
  for (const { body } of [shown, await card()])
    expect((await post(`/v1/payment_methods/${body.id}/attach`, { customer: customer.id })).status).toBe(200)
  const path = `/__customer_sessions/${session.client_secret}`
  expect((await get(path)).body).toMatchObject({ save: false, payment_methods: [{ id: shown.body.id }] })
  const other = await post('/v1/customers')
  const taken = await post(`/v1/payment_methods/${shown.body.id}/attach`, { customer: other.body.id })
  expect([taken.status, taken.body.error.type]).toEqual([400, 'invalid_request_error'])
  expect((await post('/v1/customer_sessions', { ...wish, customer: 'cus_nobody' })).body.error).toMatchObject(
    {
      code: 'resource_missing',
      param: 'customer',
    },
  )
  now += 31 * 60_000
  expect((await get(path)).status).toBe(404)
})
