import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { JsonObject } from '../../../protocol/JsonObject.js'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import { createDeliveries } from './Deliveries.js'
import { type Bank, createBank } from './testing/bank.js'
import { codeOf, customerOf, money } from './testing/customer.js'
import { price } from './testing/draftDesk.js'
import { type DraftShop, startDraftShop, suggested } from './testing/draftShop.js'

// A whole payer over HTTP against a merchant of our own that follows the lists of draft-solana-session-00 for servers
// (generation C): nobody else's can be had. The network behind both is a stand-in, `testing/bank.ts`: neither can the binary
// of the channel program.

let bank: Bank
let shop: DraftShop

beforeAll(async () => {
  bank = createBank()
  shop = await startDraftShop(bank, new Uint8Array(32).fill(3))
})
afterEach(() => {
  shop.hooks.ask = undefined
  shop.hooks.lose = undefined
  vi.restoreAllMocks()
  shop.log.length = 0
})
afterAll(() => shop.stop())

const at = (path: string) => shop.url + path
const actions = () => shop.log.map(({ method, action }) => `${method} ${action}`)

test.each(['/page', '/own', '/shared'])('%s: opened, paid by the request, closed', async (path) => {
  const { payer, asked, signed, held, account } = await customerOf(bank)
  const before = bank.held(shop.operator)
  const session = payer.session(at(path))
  for (let n = 0; n < 3; n++) expect(await (await session.fetch()).text()).toBe('a page')
  expect(asked).toMatchObject([
    {
      amount: { value: suggested, decimals: 6, symbol: 'USDC' },
      session: { price: { value: price }, unit: 'request' },
      fees: path === '/own' ? 'payer' : 'payee',
    },
  ])
  expect(signed.map(({ message }) => message.feePayer)).toEqual([
    path === '/own' ? account.address : shop.operator,
  ])
  // What opens it buys nothing; then each request has a voucher of its own.
  expect(actions()).toEqual(['HEAD open', 'GET voucher', 'GET voucher', 'GET voucher'])
  expect(held()).toBe(money - suggested)
  expect(session.getState().channel).toMatchObject({ spent: 3n * price, authorized: 3n * price })
  const receipt = await session.close()
  expect(receipt).toMatchObject({ reference: session.getState().channel?.id, spent: String(3n * price) })
  expect(session.getState().status).toBe('closed')
  expect(held()).toBe(money - 3n * price)
  expect(bank.held(shop.operator) - before).toBe(3n * price)
})

test('opened and closed without a request, it gives all of it back', async () => {
  const { payer, held } = await customerOf(bank)
  const session = payer.session(at('/page'))
  await session.open()
  expect(actions()).toEqual(['HEAD open'])
  expect(await codeOf(createDeliveries(session).reserve(1n))).toBe('wallet_unsupported')
  await session.close()
  expect(held()).toBe(money)
})

test('is added to within what was agreed to, by what the server brings to the chain', async () => {
  const { payer, asked, signed, held } = await customerOf(bank)
  const session = payer.session(at('/page'), { deposit: '0.0003', maxDeposit: '0.0006' })
  for (let n = 0; n < 5; n++) expect((await session.fetch()).status).toBe(200)
  expect(asked.length).toBe(1)
  expect(signed.map(({ message }) => message.feePayer)).toEqual([shop.operator, shop.operator])
  expect(session.getState().channel?.deposit).toBe(600n)
  await session.close()
  expect(held()).toBe(money - 5n * price)
})

describe('where an answer was lost', () => {
  test('the voucher that the server has is not sent for another request', async () => {
    const { payer, held } = await customerOf(bank)
    const session = payer.session(at('/page'))
    await session.fetch()
    let lost = 0
    shop.hooks.lose = (action) => action === 'voucher' && lost++ === 0
    expect(await codeOf(session.fetch())).toBe('session_answer_lost')
    // The server took it; it refuses it a second time, and then gets the next one.
    expect((await session.fetch()).status).toBe(200)
    expect(actions().filter((each) => each.includes('must advance')).length).toBeGreaterThan(0)
    expect(session.getState().channel).toMatchObject({ spent: 3n * price, authorized: 3n * price })
    await session.close()
    expect(held()).toBe(money - 3n * price)
  })

  test('of the opening, the deposit is found and used', async () => {
    const { payer, signed } = await customerOf(bank)
    shop.hooks.lose = (action) => action === 'open'
    const response = await payer.session(at('/page')).fetch()
    expect(await response.text()).toBe('a page')
    expect(signed.length).toBe(1)
    expect(payer.channels?.list()).toMatchObject([{ status: 'active', spent: price }])
  })

  test('of the close, the chain says that it is closed', async () => {
    const { payer, held } = await customerOf(bank)
    const session = payer.session(at('/page'))
    await session.fetch()
    shop.hooks.lose = (action) => action === 'close'
    await session.close()
    expect(session.getState().status).toBe('closed')
    expect(held()).toBe(money - price)
  })
})

test('a page that is gone is followed by one that goes on, whatever the server says of resuming', async () => {
  const first = await customerOf(bank)
  await first.payer.session(at('/page')).fetch()
  first.payer.destroy()
  const { account, store } = first
  const next = await customerOf(bank, { account, store })
  const session = next.payer.session(at('/page'))
  const { id } = first.payer.channels?.list()[0] ?? { id: '' }
  shop.hooks.ask = ({
    recentBlockhash: _,
    recentSlot: __,
    gracePeriodSeconds: ___,
    ...details
  }: JsonObject) => ({
    ...details,
    channelId: id,
    idleTimeoutSeconds: 600,
  })
  // Another address of the same seller, where it has no challenge yet.
  expect((await next.payer.session(at('/other')).fetch()).status).toBe(200)
  expect((await session.fetch()).status).toBe(200)
  expect(next.asked).toEqual([])
  // A browser that does not have it cannot go on with it, and signs nothing.
  const stranger = await customerOf(bank)
  expect(await codeOf(stranger.payer.fetch(at('/page')))).toBe('request_invalid')
  expect(stranger.signed).toEqual([])
})

test('a browser that does not know Ed25519 pays by a key in the page, after a reload too', async () => {
  const { subtle } = crypto
  const generate = subtle.generateKey.bind(subtle)
  const known = vi.spyOn(subtle, 'generateKey')
  known.mockImplementation(((...args: Parameters<SubtleCrypto['generateKey']>) =>
    JSON.stringify(args[0]).includes('Ed25519')
      ? Promise.reject(new DOMException('Unrecognized name.', 'NotSupportedError'))
      : generate(...args)) as SubtleCrypto['generateKey'])
  const first = await customerOf(bank)
  expect((await first.payer.fetch(at('/page'))).status).toBe(200)
  first.payer.destroy()
  const { account, store } = first
  const { payer, asked, held } = await customerOf(bank, { account, store })
  const session = payer.session(at('/page'))
  for (let n = 0; n < 2; n++) expect((await session.fetch()).status).toBe(200)
  expect(asked).toEqual([])
  // What is kept of the key is sealed, and goes with the channel.
  const [[, key] = []] = await store.list('keyring/key/')
  expect(key).toMatchObject({ type: 'secp256k1', sealed: {} })
  await session.close()
  expect((await store.list('keyring/key/')).length).toBe(0)
  expect(held()).toBe(money - 3n * price)
})

test('a channel that this browser has lost is found again, and given back', async () => {
  const first = await customerOf(bank)
  await first.payer.fetch(at('/shared'))
  const [lost] = first.payer.channels?.list() ?? []
  const { payer, held } = await customerOf(bank, { account: first.account })
  expect(await payer.channels?.recover(at('/shared'))).toEqual([lost?.id])
  expect(payer.channels?.list()).toMatchObject([{ status: 'stale', deposit: suggested }])
  await payer.channels?.requestClose(lost?.id ?? '')
  bank.time += 901n
  await payer.channels?.withdraw(lost?.id ?? '')
  expect(payer.channels?.list()).toMatchObject([{ status: 'closed' }])
  expect(held()).toBe(money)
  bank.time -= 901n
})

test('whether an account can pay is known without a prompt', async () => {
  const { payer, method, account, signed } = await customerOf(bank)
  const { offers } = await payer.quote(at('/page'))
  const challenge = offers[0]?.challenge
  if (!challenge) throw new Error('nothing was offered')
  const context = { challenge, now: Date.now, store: createMemoryStore() }
  const request = method.read(challenge)
  const able = (session: object) => method.capable?.(request, { ...context, session })
  expect(await able({})).toEqual({ able: true })
  expect(await able({ deposit: '6', maxDeposit: '6' })).toMatchObject({ able: false, reason: 'balance' })
  const { signTransaction: _, ...sends } = account
  const [other] = [await customerOf(bank, { account: { ...sends, networks: ['mainnet'] } })]
  expect(await other.method.capable?.(request, context)).toMatchObject({ able: false, reason: 'chain' })
  expect(signed).toEqual([])
})

describe('nothing is signed', () => {
  test.each<[string, (details: JsonObject) => JsonObject]>([
    ['for another program', (details) => ({ ...details, channelProgram: shop.operator })],
    ['on another network', (details) => ({ ...details, network: 'devnet' })],
    ['for other decimals', (details) => ({ ...details, decimals: 9 })],
    [
      'by another token program',
      (details) => ({ ...details, tokenProgram: 'TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb' }),
    ],
    ['by a block of another network', (details) => ({ ...details, recentBlockhash: shop.operator })],
    [
      'where the server would sign for itself',
      (details) => ({ ...details, voucherSigner: 'operator', operator: shop.operator }),
    ],
  ])('%s', async (_, ask) => {
    shop.hooks.ask = ask
    const { payer, signed, held } = await customerOf(bank)
    expect(await codeOf(payer.fetch(at('/page')))).not.toBe('nothing was thrown')
    expect(signed).toEqual([])
    expect(held()).toBe(money)
    expect(payer.channels?.list() ?? []).toEqual([])
  })
})
