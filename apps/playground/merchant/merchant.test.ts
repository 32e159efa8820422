import { Challenge } from 'mppx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSettings, SettingsError } from './settings.js'
import { type Backend, startBackend } from './test/backend.js'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend({ ALLOWED_ORIGINS: 'https://shop.example' })
})
afterAll(() => backend?.stop())

async function challenges(path: string, init?: RequestInit) {
  const response = await backend.get(path, init)
  expect(response.status).toBe(402)
  return Challenge.fromResponseList(response)
}

test.each([
  ['/api/photo', '10000', {}],
  ['/api/photo?id=7', '10000', {}],
  ['/api/free', '0', {}],
  ['/api/sponsored', '20000', { feePayer: true }],
  ['/api/pull-only', '10000', { supportedModes: ['pull'] }],
  ['/api/push-only', '10000', { supportedModes: ['push'] }],
  ['/api/expiring?seconds=60', '10000', {}],
])('%s asks for %s of the token', async (path, amount, details) => {
  const [challenge, ...others] = await challenges(path)
  expect(others).toEqual([])
  expect(challenge).toMatchObject({
    realm: '127.0.0.1',
    method: 'tempo',
    intent: 'charge',
    request: { amount, currency: '0x20c0000000000000000000000000000000000000', methodDetails: details },
  })
  expect(challenge?.request.methodDetails).toMatchObject({ chainId: 42431 })
})

test('a split names two more recipients, who get less than everything', async () => {
  const [challenge] = await challenges('/api/split')
  expect(challenge?.request).toMatchObject({
    amount: '50000',
    methodDetails: { splits: [{ amount: '20000' }, { amount: '5000' }] },
  })
})

test('the card route asks in cents and names seller, card and reference', async () => {
  const [challenge] = await challenges('/api/photo/card')
  expect(challenge).toMatchObject({ method: 'stripe', intent: 'charge' })
  expect(challenge?.request).toMatchObject({
    amount: '75',
    currency: 'usd',
    externalId: 'photo-card',
    methodDetails: { networkId: 'profile_test_double', paymentMethodTypes: ['card'] },
  })
})

test('one 402 can carry both offers', async () => {
  const offers = await challenges('/api/photo/any')
  expect(offers.map(({ method, request }) => [method, request.amount])).toEqual([
    ['tempo', '750000'],
    ['stripe', '75'],
  ])
})

test('an expiring challenge expires when the caller says', async () => {
  const expiry = async (seconds: number) => {
    const [challenge] = await challenges(`/api/expiring?seconds=${seconds}`)
    return Date.parse(challenge?.expires ?? '')
  }
  const [late, soon] = [await expiry(300), await expiry(30)]
  expect(soon).toBeLessThan(late)
  for (const seconds of ['0', '-1', '301', '1e1', 'x'])
    expect((await backend.get(`/api/expiring?seconds=${seconds}`)).status).toBe(400)
})

test('what cannot be served is refused before it is paid', async () => {
  const response = await backend.get('/api/photo?id=%3Cscript%3E')
  expect(response.status).toBe(400)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect((await backend.post('/api/report', { title: 1 })).status).toBe(400)
})

test('the report challenge is bound to its body', async () => {
  const response = await backend.post('/api/report', { title: 'a', text: 'b' })
  const problem = await response.json()
  const [challenge] = Challenge.fromResponseList(response)
  expect(challenge?.digest).toMatch(/^sha-256=/)
  expect(problem.challengeId).toBe(challenge?.id)
})

test('the page learns how to pay from the configuration', async () => {
  const config = await (await backend.get('/api/config')).json()
  expect(config).toMatchObject({
    network: 'local',
    chainId: 42431,
    rpcUrl: '/rpc',
    currency: { symbol: 'pathUSD', decimals: 6 },
    stripe: {
      mode: 'double',
      publishableKey: 'pk_test_double',
      scriptUrl: '/stripe/stripe-js/endive/stripe.js',
    },
  })
  expect(JSON.stringify(config)).not.toContain('sk_')
  expect((await backend.get(config.stripe.scriptUrl)).headers.get('content-type')).toMatch('text/javascript')
})

test('a listed origin may read challenges and receipts, another may not', async () => {
  const listed = await backend.get('/api/photo', { headers: { origin: 'https://shop.example' } })
  expect(listed.headers.get('access-control-allow-origin')).toBe('https://shop.example')
  expect(listed.headers.get('access-control-expose-headers')?.split(',')).toEqual([
    ...['WWW-Authenticate', 'Payment-Receipt', 'Payment-Session', 'Payment-Session-Snapshot'],
    ...['PAYMENT-REQUIRED', 'PAYMENT-RESPONSE', 'X-PAYMENT-RESPONSE'],
  ])
  const other = await backend.get('/api/photo', { headers: { origin: 'https://other.example' } })
  expect(other.headers.get('access-control-allow-origin')).toBeNull()
  const preflight = await backend.get('/api/photo', {
    method: 'OPTIONS',
    headers: { origin: 'https://shop.example', 'access-control-request-method': 'GET' },
  })
  expect(preflight.headers.get('access-control-allow-headers')).toMatch(
    /Authorization.*Payment-Authorization.*Idempotency-Key.*Last-Event-ID.*PAYMENT-SIGNATURE,X-PAYMENT/,
  )
  expect(preflight.headers.get('access-control-allow-methods')).toMatch(/HEAD/)
  expect(preflight.headers.get('access-control-max-age')).toBe('600')
})

test('the faucet funds an address once', async () => {
  const address = '0x00000000000000000000000000000000000000AA'
  for (const spelling of [address, address.toLowerCase()]) {
    const answer = await (await backend.post('/devnet/fund', { address: spelling })).json()
    expect(answer).toMatchObject({ address, balance: '25000000' })
  }
  expect((await backend.post('/devnet/fund', { address: '0x1' })).status).toBe(400)
})

test('unknown paths are told as problems', async () => {
  const response = await backend.get('/api/nothing')
  expect(response.status).toBe(404)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
})

test.each([
  [{ TEMPO_NETWORK: 'testnet', MERCHANT_PRIVATE_KEY: '0x1' }],
  [{ MERCHANT_SECRET: 'short' }],
  [{ STRIPE_SECRET_KEY: 'pk_test_1' }],
  [{ STRIPE_SECRET_KEY: 'sk_test_1' }],
  [{ STRIPE_SECRET_KEY: 'sk_live_1', VITE_STRIPE_PUBLISHABLE_KEY: 'pk_live_1' }],
  [{ STRIPE_SECRET_KEY: 'sk_live_1', VITE_STRIPE_PUBLISHABLE_KEY: 'pk_test_1' }],
])('refuses to start with %o', (env) => {
  expect(() => readSettings(env)).toThrow(SettingsError)
})

test('real keys and the testnet are taken from the environment', () => {
  const settings = readSettings({
    TEMPO_NETWORK: 'testnet',
    STRIPE_SECRET_KEY: 'sk_test_1',
    VITE_STRIPE_PUBLISHABLE_KEY: 'pk_test_1',
  })
  expect(settings).toMatchObject({ network: 'testnet', stripe: { mode: 'test', networkId: 'internal' } })
  expect(settings.rpcUrl).toMatch(/^https:/)
})

test('live keys name the seller, and a merchant of its own is kept', () => {
  const settings = readSettings({
    TEMPO_NETWORK: 'testnet',
    MERCHANT_PRIVATE_KEY: `0x${'1'.repeat(64)}`,
    STRIPE_SECRET_KEY: 'sk_live_1',
    VITE_STRIPE_PUBLISHABLE_KEY: 'pk_live_1',
    STRIPE_NETWORK_ID: 'profile_1',
  })
  expect(settings.merchant.address).toBe('0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A')
  expect(settings.stripe).toMatchObject({ mode: 'live', networkId: 'profile_1' })
})
