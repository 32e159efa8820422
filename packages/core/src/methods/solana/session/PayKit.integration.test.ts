import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { CancelledError } from '../../../chain/Rpc.js'
import { createDeliveries } from './Deliveries.js'
import { type Bank, createBank } from './testing/bank.js'
import { codeOf, customerOf, money, newAccount } from './testing/customer.js'
import { type PayKitShop, startPayKitShop, used, words } from './testing/payKitShop.js'

// A whole payer against the session server of `@solana/pay-kit` 0.5, made by others, over HTTP (generation B). The network
// behind both is a stand-in of our own, `testing/bank.ts`: the binary of the channel program cannot be had, so that no
// open can be executed on a chain here.

let bank: Bank
let shop: PayKitShop

beforeAll(async () => {
  bank = createBank()
  shop = await startPayKitShop(bank, new Uint8Array(32).fill(2))
})
afterEach(() => {
  bank.refuse = undefined
  Object.assign(shop.hooks, { lose: undefined, directive: {}, usage: {} })
})
afterAll(() => shop.stop())

const page = () => `${shop.url}/page`
const commits = () => shop.log.filter(({ path }) => path.endsWith('/commit'))

test('one yes pays requests and what a stream meters, to the last part, and the rest comes back', async () => {
  const { payer, asked, signed, held } = await customerOf(bank)
  const before = bank.held(shop.operator)
  const session = payer.session(page(), { deposit: '0.5' })
  for (let n = 0; n < 3; n++) expect(await (await session.fetch()).text()).toBe('a page')
  expect(asked).toMatchObject([
    {
      method: 'solana',
      amount: { value: 500_000n, decimals: 6, symbol: 'USDC' },
      payee: { id: shop.operator },
      network: 'Solana localnet',
      fees: 'payee',
      prompt: 'none',
      // Its offers name no price: the least step of a voucher is not shown as one.
      session: { price: { value: 0n } },
    },
  ])
  expect(session.getState().channel?.price).toBe(0n)
  // The server pays fee and rent, and has yet to sign.
  expect(signed.map(({ message }) => message.feePayer)).toEqual([shop.operator])
  expect(held()).toBe(money - 500_000n)
  // The request that opened it carried no voucher.
  const { id } = session.getState().channel ?? { id: '' }
  expect(await shop.kept(id)).toMatchObject({ cumulative: '2', deposit: '500000' })
  const said: string[] = []
  const before402 = commits().length
  for await (const { data } of await session.sse(`${shop.url}/words`)) said.push(data)
  expect(said).toEqual([...words, '[DONE]'])
  const total = 3n + used
  expect(await shop.kept(id)).toMatchObject({ cumulative: String(total) })
  expect(commits().length - before402).toBe(1)
  expect(session.getState().channel).toMatchObject({ spent: total, authorized: total })
  expect(await session.close()).toMatchObject({ method: 'solana', status: 'success' })
  expect(session.getState()).toMatchObject({ status: 'closed', channel: { settled: total } })
  expect(held()).toBe(money - total)
  expect(bank.held(shop.operator) - before).toBe(total)
  expect(asked.length).toBe(1)
})

test('requests that set out together are paid one after the other, each by a voucher of its own', async () => {
  const { payer } = await customerOf(bank)
  const session = payer.session(page(), { deposit: '0.5' })
  await session.open()
  const answers = await Promise.all(Array.from({ length: 5 }, () => session.fetch()))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  const { id } = session.getState().channel ?? { id: '' }
  expect(await shop.kept(id)).toMatchObject({ cumulative: '5' })
})

test('a session that nothing was paid from is closed, and all of it comes back', async () => {
  const { payer, held } = await customerOf(bank)
  const session = payer.session(page(), { deposit: '0.5' })
  await session.open()
  await session.close()
  expect(session.getState().status).toBe('closed')
  expect(held()).toBe(money)
})

describe('a delivery', () => {
  test('is paid as far as it was used, once, although the answer was lost', async () => {
    const { payer, held } = await customerOf(bank)
    const session = payer.session(page(), { deposit: '0.5' })
    await session.open()
    const deliveries = createDeliveries(session)
    const directive = await deliveries.reserve(250n)
    const before = commits().length
    let lost = 0
    shop.hooks.lose = (path) => path.endsWith('/commit') && lost++ === 0
    expect(await deliveries.commit(directive, 120n)).toEqual({
      deliveryId: directive.deliveryId,
      sessionId: session.getState().channel?.id,
      amount: 120n,
      cumulative: 120n,
      status: 'replayed',
    })
    // The same voucher to the byte: its end too.
    const [first, second] = commits().slice(before)
    expect(second?.body).toBe(first?.body)
    expect(JSON.parse(first?.body ?? '').voucher.data.expiresAt).toBe(4_102_444_800)
    expect(session.getState().channel).toMatchObject({ spent: 120n, authorized: 120n })
    expect(await deliveries.commit(await deliveries.reserve(30n))).toMatchObject({ cumulative: 150n })
    // Nothing used is nothing paid.
    expect(await deliveries.commit(await deliveries.reserve(30n), 0n)).toBeUndefined()
    await session.close()
    expect(held()).toBe(money - 150n)
  })

  test('that the server refuses costs nothing, then or later', async () => {
    const { payer, held } = await customerOf(bank)
    const session = payer.session(page(), { deposit: '0.5' })
    await session.open()
    const deliveries = createDeliveries(session)
    const directive = await deliveries.reserve(250n)
    const unknown = { ...directive, deliveryId: 'another' }
    expect(await codeOf(deliveries.commit(unknown))).toBe('session_delivery_refused')
    expect((await session.fetch()).status).toBe(200)
    expect(session.getState().channel).toMatchObject({ spent: 1n })
    await session.close()
    expect(held()).toBe(money - 1n)
  })

  test('of another session, of another origin, that is over or dearer is not signed for', async () => {
    const { payer } = await customerOf(bank)
    const session = payer.session(page(), { deposit: '0.5', headroom: '0.0001' })
    await session.open()
    const deliveries = createDeliveries(session)
    const directive = await deliveries.reserve(200n)
    const before = commits().length
    for (const changed of [
      { sessionId: shop.operator },
      { commitUrl: 'https://thief.test/commit' },
      { expiresAt: 1 },
    ])
      expect(await codeOf(deliveries.commit({ ...directive, ...changed }))).toBe('request_invalid')
    expect(await codeOf(deliveries.commit(directive, 201n))).toBe('request_invalid')
    expect(await codeOf(deliveries.commit(directive))).toBe('session_headroom')
    expect(commits().length).toBe(before)
    expect(session.getState().channel?.authorized).toBe(0n)
    expect(await deliveries.commit(directive, 100n)).toMatchObject({ status: 'committed' })
  })
})

test.each([
  ['is for another session', { sessionId: 'AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9' }, {}],
  ['is to be paid at another origin', { commitUrl: 'https://thief.test/__402/session/commit' }, {}],
  ['is over', { expiresAt: 1_000 }, {}],
  ['costs more than it said', {}, { amount: '251' }],
  ['is followed by the usage of another', {}, { deliveryId: 'another' }],
])('a stream that %s is ended, and nothing is paid for it', async (_, directive, usage) => {
  const { payer, held } = await customerOf(bank)
  const session = payer.session(page(), { deposit: '0.5' })
  await session.open()
  Object.assign(shop.hooks, { directive, usage })
  const before = commits().length
  const read = async () => {
    for await (const { event } of await session.sse(`${shop.url}/words`)) expect(event).toBe('message')
  }
  expect(await codeOf(read())).toBe('request_invalid')
  expect(commits().length).toBe(before)
  expect(session.getState().channel).toMatchObject({ spent: 1n, authorized: 1n })
  await session.close()
  expect(held()).toBe(money - 1n)
})

test('a lost answer is not paid twice, nor is the voucher lost with it', async () => {
  const { payer, held, store, account } = await customerOf(bank)
  const session = payer.session(page(), { deposit: '0.5' })
  await session.open()
  await session.fetch()
  let lost = 0
  shop.hooks.lose = () => lost++ === 0
  expect(await codeOf(session.fetch())).toBe('session_answer_lost')
  expect((await session.fetch()).status).toBe(200)
  const { id } = session.getState().channel ?? { id: '' }
  expect(await shop.kept(id)).toMatchObject({ cumulative: '2' })
  // Lost again, and the page with it: the next one goes on, and asks nobody.
  lost = 0
  expect(await codeOf(session.fetch())).toBe('session_answer_lost')
  payer.destroy()
  const next = await customerOf(bank, { account, store })
  const again = next.payer.session(page())
  expect((await again.fetch()).status).toBe(200)
  expect(next.asked).toEqual([])
  await again.close()
  expect(again.getState().status).toBe('closed')
  expect(held()).toBe(money - 3n)
})

test('is added to by a transaction of the payer, which the server is told of', async () => {
  const { payer, held, signed, account } = await customerOf(bank)
  const session = payer.session(page(), { deposit: '0.1', maxDeposit: '0.5' })
  await session.fetch()
  await session.topUp('0.2')
  expect(signed[1]?.message.feePayer).toBe(account.address)
  const { id } = session.getState().channel ?? { id: '' }
  expect(await shop.kept(id)).toMatchObject({ deposit: '300000' })
  expect(session.getState().channel).toMatchObject({ status: 'active', deposit: 300_000n })
  expect(held()).toBe(money - 300_000n)
  // More than the server's cap is not asked for.
  expect(await codeOf(session.topUp('0.9'))).toBe('request_invalid')
  await session.close()
  expect(held()).toBe(money)
})

test('is taken back on the chain where the server does nothing', async () => {
  const { payer, held, store } = await customerOf(bank)
  const session = payer.session(page(), { deposit: '0.5' })
  await session.fetch()
  const { id } = session.getState().channel ?? { id: '' }
  const other = await customerOf(bank, { store })
  expect(await codeOf(other.payer.channels?.requestClose(id) ?? Promise.resolve())).toBe('channel_invalid')
  await payer.channels?.requestClose(id)
  expect(payer.channels?.list()).toMatchObject([{ status: 'closeRequested' }])
  expect(await codeOf(payer.channels?.withdraw(id) ?? Promise.resolve())).toBe('network_would_fail')
  bank.time += 901n
  await payer.channels?.refresh()
  expect(payer.channels?.list()).toMatchObject([{ status: 'withdrawable' }])
  await payer.channels?.withdraw(id)
  expect(payer.channels?.list()).toMatchObject([{ status: 'closed' }])
  expect(held()).toBe(money)
  bank.time -= 901n
})

describe('nothing is signed', () => {
  test('for a deposit that is not there, or a block that is over', async () => {
    const { payer, signed } = await customerOf(bank)
    expect(await codeOf(payer.session(page(), { deposit: '1' }).fetch())).toBe('nothing was thrown')
    const poor = await newAccount(bank)
    bank.give(poor.address, -money)
    const without = await customerOf(bank, { account: poor })
    expect(await codeOf(without.payer.fetch(page()))).toBe('solana_unable')
    const late = await customerOf(bank, { asked: () => bank.age() })
    expect(await codeOf(late.payer.fetch(page()))).toBe('network_would_fail')
    expect([signed, without.signed, late.signed].map(({ length }) => length)).toEqual([1, 0, 0])
  })

  test('where the person says no in the wallet', async () => {
    const account = await newAccount(bank)
    const no = () => Promise.reject(new CancelledError())
    const { payer, held } = await customerOf(bank, { account: { ...account, signTransaction: no } })
    expect(await codeOf(payer.fetch(page()))).toBe('cancelled')
    expect(payer.channels?.list()).toEqual([])
    expect(held()).toBe(money)
  })
})

test('an opening that the network does not take is none, once it cannot come any more', async () => {
  // The server says on its console why.
  const said = vi.spyOn(console, 'error').mockImplementation(() => {})
  let ahead = 0
  const { payer, held, store } = await customerOf(bank, { now: () => Date.now() + ahead })
  bank.refuse = (method) => {
    if (method !== 'sendTransaction') return
    ahead += 100_000
    bank.age()
    throw Object.assign(new Error('no'), { code: -32002 })
  }
  expect(await codeOf(payer.fetch(page()))).toBe('declined')
  expect(payer.channels?.list()).toMatchObject([{ status: 'closed', deposit: 0n }])
  expect(held()).toBe(money)
  expect((await store.list('channel/')).length).toBe(1)
  said.mockRestore()
})
