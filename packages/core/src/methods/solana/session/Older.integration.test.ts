import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { fromBase64 } from '../Bytes.js'
import { createDeliveries } from './Deliveries.js'
import { type Bank, createBank, legacy, program } from './testing/bank.js'
import { write } from './testing/channelProgram.js'
import { type CustomerOptions, codeOf, customerOf, money, newAccount } from './testing/customer.js'
import { type OlderShop, shares, startOlderShop, wordsCost } from './testing/olderShop.js'

// A whole payer in sessions of the older SDKs (generation A), over HTTP. The shop is ours, and what their published client
// says of it is in `OlderClient.integration.test.ts`. The network behind both is a stand-in, `testing/bank.ts`, that does what
// the program's public source of May 2026 does: its binary cannot be had.

let bank: Bank
let shop: OlderShop

beforeAll(async () => {
  bank = createBank()
  shop = await startOlderShop(bank, new Uint8Array(32).fill(5))
})
afterEach(() => {
  bank.refuse = undefined
  Object.assign(shop.hooks, { lose: undefined, ask: undefined, counts: true })
  shop.log.length = 0
})
afterAll(() => shop.stop())

const at = (path: string) => shop.url + path
const programs = [{ network: 'localnet', address: legacy, generation: 'A' }] as const
const older = (options: CustomerOptions = {}) => customerOf(bank, { programs, ...options })
const losing = (action: string) => {
  let lost = 0
  shop.hooks.lose = (each) => each === action && lost++ === 0
}

test('one yes pays requests and deliveries, is added to, and the rest comes back', async () => {
  const { payer, asked, signed, held, account, store } = await older()
  const before = bank.held(shop.operator)
  const session = payer.session(at('/shared'), { deposit: '0.001', maxDeposit: '0.003' })
  for (let n = 0; n < 3; n++) expect(await (await session.fetch()).text()).toBe('a page')
  // The server pays the fee, and the payer the rent of what is opened.
  expect(asked).toMatchObject([{ amount: { value: 1_000n, symbol: 'USDC' }, fees: 'payer' }])
  const [opening] = signed.map(({ message }) => message)
  expect([opening?.feePayer, opening?.signers]).toEqual([shop.operator, [shop.operator, account.address]])
  expect(shop.log.map(({ method, action }) => `${method} ${action}`)).toEqual([
    'GET open',
    'GET voucher',
    'GET voucher',
  ])
  const { id } = session.getState().channel ?? { id: '' }
  const [[, kept] = []] = await store.list('channel/')
  expect(kept).toMatchObject({
    identity: { id, parts: { generation: 'A', program: legacy, openSlot: undefined } },
  })
  const deliveries = createDeliveries(session)
  losing('commit')
  const directive = await deliveries.reserve(250n)
  expect(await deliveries.commit(directive, 100n)).toMatchObject({ status: 'replayed', cumulative: 102n })
  await session.topUp('0.002')
  expect(signed[1]?.message.feePayer).toBe(account.address)
  expect(shop.desk.channels.get(id)).toMatchObject({ deposit: 3_000n, cumulative: 102n })
  expect(held()).toBe(money - 3_000n)
  expect(asked.length).toBe(1)
  expect(await codeOf(session.topUp('0.999'))).toBe('request_invalid')
  await session.close()
  expect(session.getState()).toMatchObject({ status: 'closed', channel: { settled: 102n } })
  expect(held()).toBe(money - 102n)
  expect(bank.held(shop.operator) - before).toBe(100n)
  expect(bank.held(shares[0].recipient)).toBe(2n)
  // One byte keeps the address, so that no old voucher ever counts for a new channel.
  const channel = bank.channels.get(id)
  expect(channel && write(channel)).toEqual(Uint8Array.of(2))
})

test.each([true, false])('answers that are lost are paid once (receipts that count: %s)', async (counts) => {
  shop.hooks.counts = counts
  const { payer, held, signed, store, account } = await older()
  losing('open')
  const session = payer.session(at('/words'), { deposit: '0.001' })
  const said: string[] = []
  for await (const { data } of await session.sse(at('/words'))) said.push(data)
  expect(said).toEqual(['words', '[DONE]'])
  losing('voucher')
  expect(await codeOf(session.fetch(at('/page')))).toBe('session_answer_lost')
  const paid = session.getState().channel?.spent ?? 0n
  // Where receipts say nothing, the server has more than is known here: it does not close with less.
  if (!counts) expect(await codeOf(session.close())).toBe('session_refused')
  expect((await session.fetch(at('/page'))).status).toBe(200)
  payer.destroy()
  // Of the close: the chain says that it is closed.
  const next = await older({ account, store })
  losing('close')
  const again = next.payer.session(at('/page'))
  expect((await again.fetch()).status).toBe(200)
  await again.close()
  expect(again.getState().status).toBe('closed')
  expect(paid).toBeGreaterThanOrEqual(wordsCost)
  expect(held()).toBe(money - paid - 2n)
  expect([signed.length, next.asked.length]).toEqual([1, 0])
})

test('is taken back on the chain where the server does nothing, by a browser that has lost it too', async () => {
  const first = await older()
  await first.payer.fetch(at('/shared'))
  const [lost] = first.payer.channels?.list() ?? []
  const id = lost?.id ?? ''
  // Another of the same payer, which is over, is none.
  const other = first.payer.session(at('/page'), { deposit: '0.001' })
  await other.open()
  await other.close()
  for (const { payer, held } of [await older({ account: first.account }), first]) {
    const channels = payer.channels
    if (payer !== first.payer) {
      // It is told what to configure where it is not.
      const without = await customerOf(bank, { account: first.account })
      expect(await codeOf(without.payer.channels?.recover(at('/shared')) ?? Promise.resolve())).toBe(
        'request_invalid',
      )
      expect(await channels?.recover(at('/shared'))).toEqual([id])
      expect(channels?.list()).toMatchObject([{ status: 'stale' }])
      await channels?.requestClose(id)
      expect(await codeOf(channels?.withdraw(id) ?? Promise.resolve())).toBe('network_would_fail')
      bank.time += 901n
      await channels?.withdraw(id)
    } else await channels?.refresh()
    expect(channels?.list().find((each) => each.id === id)).toMatchObject({ status: 'closed' })
    expect(held()).toBe(money)
  }
  bank.time -= 901n
})

describe('nothing is signed', () => {
  const other = { network: 'localnet', address: program, generation: 'A' } as const
  test.each<[string, string, CustomerOptions, object?]>([
    ['where no program of this form is named', 'unpayable', { programs: [] }],
    [
      'where it is named without the form',
      'unpayable',
      { programs: [{ network: 'localnet', address: legacy }] },
    ],
    [
      'where it is named on another network',
      'unpayable',
      { programs: [{ ...programs[0], network: 'devnet' }] },
    ],
    ['where another one is named', 'unpayable', { programs: [other] }],
    ['where another one stands there', 'network_would_fail', { programs: [other] }, { programId: program }],
    ['for what is of the next generation', 'unpayable', {}, { programId: legacy, recentSlot: '9042' }],
    ['where the server would sign for itself', 'unpayable', {}, { pullVoucherStrategy: 'operatedVoucher' }],
  ])('%s', async (_, code, options, ask) => {
    Object.assign(shop.hooks, { ask })
    const { payer, signed, held } = await older(options)
    const { offers, refused } = await payer.quote(at('/page'))
    if (code === 'unpayable') expect([offers.length, refused.length]).toEqual([0, 1])
    else expect(await codeOf(payer.fetch(at('/page')))).toBe(code)
    expect([signed.length, held()]).toEqual([0, money])
    if (options.programs?.length === 0) expect(String(refused[0]?.error.message)).toContain('programs')
  })

  test('where there is no SOL for the rent, although the server pays the fee', async () => {
    const account = await newAccount(bank)
    bank.wallets.delete(account.address)
    const { payer, signed } = await older({ account })
    expect(await codeOf(payer.fetch(at('/page')))).toBe('solana_unable')
    expect(signed).toEqual([])
  })
})

test.each<[string, (data: Uint8Array) => Uint8Array]>([
  ['of another size', (data) => new Uint8Array([...data, ...new Uint8Array(40)])],
  ['of another version', (data) => data.map((byte, n) => (n === 1 ? 2 : byte))],
  ['in a state that it does not have', (data) => data.map((byte, n) => (n === 3 ? 3 : byte))],
])('an account %s is not read, and nothing follows from it', async (_, change) => {
  const { payer, account, store } = await older()
  await payer.session(at('/page'), { deposit: '0.001' }).fetch()
  const [before] = payer.channels?.list() ?? []
  payer.destroy()
  const { rpc } = bank
  bank.rpc = async (method, params) => {
    const answer = (await rpc(method, params)) as { value: ({ owner: string; data: string[] } | null)[] }
    for (const info of method === 'getMultipleAccounts' ? answer.value : [])
      if (info?.owner === legacy)
        info.data = [Buffer.from(change(fromBase64(info.data[0] ?? ''))).toString('base64'), 'base64']
    return answer
  }
  try {
    const next = await older({ account, store })
    expect(await codeOf(next.payer.channels?.requestClose(before?.id ?? '') ?? Promise.resolve())).toBe(
      'network_unreachable',
    )
    expect(next.payer.channels?.list()).toMatchObject([
      { id: before?.id, status: before?.status, deposit: 1_000n },
    ])
    expect(next.signed).toEqual([])
  } finally {
    bank.rpc = rpc
  }
})
