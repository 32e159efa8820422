import { devAccounts } from '@payerkit/devnet'
import { Challenge, Credential, Receipt } from 'mppx'
import { tempo } from 'mppx/client'
import { Methods } from 'mppx/tempo'
import {
  type Address,
  concat,
  createWalletClient,
  defineChain,
  http,
  keccak256,
  pad,
  parseUnits,
  slice,
  toHex,
} from 'viem'
import { waitForTransactionReceipt } from 'viem/actions'
import { Abis } from 'viem/tempo'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { prices, splits } from './catalog.js'
import { type Backend, startBackend } from './test/backend.js'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend()
})
afterAll(() => backend?.stop())

const units = (amount: string) => parseUnits(amount, 6)
const merchant = devAccounts.merchant().address

/** Pays once and gives what the merchant got and the payer no longer has. */
async function pay(path: string, mode: 'push' | 'pull', init?: RequestInit) {
  const payer = await backend.fundedAccount()
  const before = await backend.balance(merchant)
  const funded = await backend.balance(payer.address)
  const response = await backend.payFrom(payer, mode)(path, init)
  const got = (await backend.balance(merchant)) - before
  const spent = funded - (await backend.balance(payer.address))
  return { response, got, spent }
}

function receiptOf(response: Response) {
  return Receipt.deserialize(response.headers.get('payment-receipt') ?? '')
}

test.each([
  ['/api/photo', 'pull', prices.photo],
  ['/api/photo?id=2', 'push', prices.photo],
  ['/api/photo/any', 'pull', prices.photoByAny],
  ['/api/pull-only', 'pull', prices.photo],
  ['/api/push-only', 'push', prices.photo],
  ['/api/expiring?seconds=120', 'pull', prices.photo],
] as const)('%s by %s pays the merchant exactly %s', async (path, mode, price) => {
  const { response, got, spent } = await pay(path, mode)
  expect(response.status).toBe(200)
  expect(receiptOf(response)).toMatchObject({ method: 'tempo', status: 'success' })
  expect(got).toBe(units(price))
  // The payer pays the network's fee on top.
  expect(spent).toBeGreaterThan(got)
})

test('a photo is a picture, and another id is another picture', async () => {
  const payer = backend.payFrom(await backend.fundedAccount())
  const [first, second] = [await payer('/api/photo?id=a'), await payer('/api/photo?id=b')]
  expect(first.headers.get('content-type')).toBe('image/svg+xml')
  const [one, other] = [await first.text(), await second.text()]
  expect(one).toMatch(/^<svg .*<\/svg>$/)
  expect(one).not.toBe(other)
})

test('a sponsored payer pays the price and no fee', async () => {
  const sponsor = devAccounts.sponsor().address
  const before = await backend.balance(sponsor)
  const { response, got, spent } = await pay('/api/sponsored', 'pull')
  expect(response.status).toBe(200)
  expect(got).toBe(units(prices.sponsored))
  expect(spent).toBe(got)
  expect(await backend.balance(sponsor)).toBeLessThan(before)
})

test.each(['pull', 'push'] as const)('a split pays everyone exactly, by %s', async (mode) => {
  const balances = () => Promise.all(splits.map(({ recipient }) => backend.balance(recipient)))
  const before = await balances()
  const { response, got } = await pay('/api/split', mode)
  expect(response.status).toBe(200)
  const gains = (await balances()).map((balance, index) => balance - (before[index] ?? 0n))
  const shares = splits.map(({ amount }) => units(amount))
  expect(gains).toEqual(shares)
  expect(got).toBe(units(prices.split) - shares.reduce((sum, share) => sum + share))
})

test('a free resource costs nothing', async () => {
  const { response, got, spent } = await pay('/api/free', 'pull')
  expect(response.status).toBe(200)
  expect([got, spent]).toEqual([0n, 0n])
})

test('a report is paid for with its body', async () => {
  const body = JSON.stringify({ title: 'Tides', text: 'high water, low water' })
  const headers = { 'content-type': 'application/json' }
  const { response, got } = await pay('/api/report', 'pull', { method: 'POST', headers, body })
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ title: 'Tides', words: 4, characters: 21 })
  expect(got).toBe(units(prices.report))
})

test.each([
  ['/api/push-only', 'pull'],
  ['/api/pull-only', 'push'],
] as const)('%s is not to be had by %s', async (path, mode) => {
  const payer = await backend.fundedAccount()
  const authorization = await credentialFor(path, mode, payer)
  const before = await backend.balance(merchant)
  const response = await backend.get(path, { headers: { authorization } })
  expect(response.status).toBe(402)
  expect(response.headers.get('payment-receipt')).toBeNull()
  // A push has moved the money by itself; a pull must not have been broadcast.
  if (mode === 'pull') expect(await backend.balance(merchant)).toBe(before)
})

test.each(['pull', 'push'] as const)('a %s credential is good once', async (mode) => {
  const payer = await backend.fundedAccount()
  const authorization = await credentialFor('/api/photo', mode, payer)
  const before = await backend.balance(merchant)
  const statuses = []
  for (const _ of [1, 2, 3])
    statuses.push((await backend.get('/api/photo', { headers: { authorization } })).status)
  expect(statuses).toEqual([200, 402, 402])
  if (mode === 'pull') expect((await backend.balance(merchant)) - before).toBe(units(prices.photo))
})

test('a wallet that knows only ordinary transactions can push', async () => {
  const account = await backend.fundedAccount()
  const challenge = Challenge.fromResponse(await backend.get('/api/photo'), { methods: [Methods.charge] })
  const { amount, currency, recipient } = challenge.request
  const chain = defineChain({
    ...{ id: 42431, name: 'As seen by the wallet' },
    nativeCurrency: { name: 'USD', symbol: 'USD', decimals: 18 },
    rpcUrls: { default: { http: [`${backend.url}/rpc`] } },
  })
  const wallet = createWalletClient({ account, chain, transport: http() })
  const hash = await wallet.writeContract({
    ...{ address: currency as Address, abi: Abis.tip20, functionName: 'transferWithMemo' },
    args: [recipient as Address, BigInt(amount), memoFor(challenge.realm, challenge.id)],
  })
  await waitForTransactionReceipt(wallet, { hash })
  const authorization = Credential.serialize({ challenge, payload: { type: 'hash', hash } })
  expect((await backend.get('/api/photo', { headers: { authorization } })).status).toBe(200)
})

test('a free proof is good once', async () => {
  const payer = await backend.fundedAccount()
  const authorization = await credentialFor('/api/free', 'pull', payer)
  expect((await backend.get('/api/free', { headers: { authorization } })).status).toBe(200)
  expect((await backend.get('/api/free', { headers: { authorization } })).status).toBe(402)
})

test('a payment for one resource is not taken for another at the same price', async () => {
  const payer = await backend.fundedAccount()
  const authorization = await credentialFor('/api/pull-only', 'pull', payer)
  const response = await backend.get('/api/photo', { headers: { authorization } })
  expect(response.status).toBe(402)
})

test('a payment for one body is not taken for another', async () => {
  const payer = await backend.fundedAccount()
  const paid = JSON.stringify({ title: 'Tides', text: 'one' })
  const other = JSON.stringify({ title: 'Tides', text: 'two' })
  const authorization = await credentialFor('/api/report', 'pull', payer, { method: 'POST', body: paid })
  const before = await backend.balance(merchant)
  const refused = await backend.get('/api/report', {
    method: 'POST',
    body: other,
    headers: { authorization },
  })
  expect(refused.status).toBe(400)
  expect(await backend.balance(merchant)).toBe(before)
  const served = await backend.get('/api/report', { method: 'POST', body: paid, headers: { authorization } })
  expect(served.status).toBe(200)
})

test('an expired challenge is refused and nothing moves', async () => {
  const payer = await backend.fundedAccount()
  const response = await backend.get('/api/expiring?seconds=3')
  const challenge = Challenge.fromResponse(response)
  const authorization = await credentialFrom(response, 'pull', payer)
  const before = await backend.balance(merchant)
  await expect.poll(() => Date.parse(challenge.expires ?? '') < Date.now(), { timeout: 10_000 }).toBe(true)
  const late = await backend.get('/api/expiring?seconds=3', { headers: { authorization } })
  expect(late.status).toBe(402)
  expect(await backend.balance(merchant)).toBe(before)
})

test('the ledger tells the balance and what was paid', async () => {
  const before = await (await backend.get('/api/ledger')).json()
  const { response } = await pay('/api/photo', 'pull')
  const after = await (await backend.get('/api/ledger')).json()
  expect(after.payments).toBe(before.payments + 1)
  expect(BigInt(after.balance) - BigInt(before.balance)).toBe(units(prices.photo))
  expect(after.entries.at(-1)).toMatchObject({
    ...{ method: 'tempo', amount: '10000', path: '/api/photo' },
    reference: receiptOf(response).reference,
  })
})

async function credentialFor(path: string, mode: 'push' | 'pull', account: Payer, init?: RequestInit) {
  return credentialFrom(await backend.get(path, init), mode, account)
}

/** The memo that ties a transfer to a challenge: scheme, version, realm, no client id, challenge id. */
function memoFor(realm: string, id: string) {
  const hash = (text: string, bytes: number) => slice(keccak256(toHex(text)), 0, bytes)
  return concat([hash('mpp', 4), '0x01', hash(realm, 10), pad('0x', { size: 10 }), hash(id, 7)])
}

type Payer = Awaited<ReturnType<Backend['fundedAccount']>>

/** Answers a challenge without looking at its modes or its sponsor, as a careless payer would. */
async function credentialFrom(response: Response, mode: 'push' | 'pull', account: Payer) {
  const challenge = Challenge.fromResponse(response, { methods: [Methods.charge] })
  const {
    supportedModes: _modes,
    feePayer: _feePayer,
    ...methodDetails
  } = challenge.request.methodDetails ?? {}
  const careless = { ...challenge, request: { ...challenge.request, methodDetails } }
  const charge = tempo.charge({ account, getClient: () => backend.client, mode })
  const credential = await charge.createCredential({ challenge: careless, context: {} })
  // The server wants its own challenge back, as it sent it.
  return Credential.serialize({ ...Credential.deserialize(credential), challenge })
}
