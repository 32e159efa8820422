import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import * as Base58 from '../Base58.js'
import { toBase64 } from '../Bytes.js'
import { type Bank, createBank } from './testing/bank.js'
import { codeOf, customerOf, money, newAccount } from './testing/customer.js'
import { price } from './testing/draftDesk.js'
import { type DraftShop, startDraftShop, suggested } from './testing/draftShop.js'

// Sessions whose vouchers the server signs itself (draft-solana-session-00, `voucherSigner: "operator"`), against the merchant
// of our own that follows the draft's lists. It bills every `use`, by whatever method it comes.

let bank: Bank
let shop: DraftShop

beforeAll(async () => {
  bank = createBank()
  shop = await startDraftShop(bank, new Uint8Array(32).fill(3))
})
afterEach(() => {
  shop.hooks.lose = undefined
  shop.hooks.lives = 300_000
  shop.desk.hooks.cost = price
  shop.desk.hooks.receipt = undefined
  shop.log.length = 0
})
afterAll(() => shop.stop())

const url = () => `${shop.url}/operated`
const actions = () => shop.log.map(({ method, action }) => `${method} ${action}`)

test('one proof pays for everything, and the offer says that all of the deposit is at stake', async () => {
  let clock = 0
  const { payer, asked, signed, messages, account, store, held } = await customerOf(bank, {
    operatorSigns: true,
    now: () => Date.now() + clock,
  })
  const session = payer.session(url(), { maxDeposit: '0.02' })
  expect(await (await session.fetch()).text()).toBe('a page')
  expect(asked).toMatchObject([
    {
      amount: { value: suggested },
      network: 'Solana localnet',
      session: { limit: { value: 20_000n }, headroom: { value: 20_000n } },
    },
  ])
  expect(asked[0]?.amount.asset).toBe('EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v')
  const { channel } = session.getState()
  const opening = shop.log[0]
  expect(messages).toEqual([
    `{"channelId":"${channel?.id}","domain":"mpp-session-auth-v1","payer":"${account.address}","sessionChallengeId":"${opening?.challenge}"}`,
  ])
  expect(channel).toMatchObject({ spent: price, authorized: suggested, deposit: suggested })
  // The challenge ends, and the proof does not.
  clock = 600_000
  shop.hooks.lives = 1_200_000
  expect((await session.fetch()).status).toBe(200)
  await session.close()
  expect(actions()).toEqual(['HEAD open', 'GET use', 'GET use', 'HEAD close'])
  const [, first, second, close] = shop.log
  const { authentication } = opening?.payload ?? {}
  for (const each of [first, second]) {
    expect(each?.challenge).toBe(opening?.challenge)
    expect(JSON.stringify(each?.payload)).toBe(
      JSON.stringify({ action: 'use', channelId: channel?.id, authentication }),
    )
  }
  expect(close?.payload).toEqual({ action: 'close', channelId: channel?.id, authentication })
  expect(signed.length).toBe(1)
  expect(session.getState()).toMatchObject({ status: 'closed', channel: { spent: 2n * price } })
  expect(held()).toBe(money - 2n * price)
  // What opens the proof is gone with the channel, and what is kept of attempts never had it.
  const { signature } = authentication as { signature: string }
  const kept = JSON.stringify(await store.list(''), (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  expect(kept).toContain('sealed')
  expect(kept).not.toContain(signature)
  expect(kept).not.toContain(toBase64(Base58.decode(signature)))
  expect((await store.list('keyring/key/')).length).toBe(0)
})

test('what the server counts is what was used, and never above the deposit', async () => {
  const { payer, held } = await customerOf(bank, { operatorSigns: true })
  const session = payer.session(url())
  shop.desk.hooks.cost = 7n * price
  await session.fetch()
  expect(session.getState().channel).toMatchObject({ spent: 7n * price, authorized: suggested })
  shop.desk.hooks.receipt = { acceptedCumulative: String(suggested + 1n), spent: String(suggested + 1n) }
  await session.fetch()
  expect(session.getState().channel?.spent).toBe(8n * price)
  // It takes everything and says that it took nothing; the chain says what came back.
  const [[id, kept] = []] = [...shop.channels].slice(-1)
  if (!id || !kept) throw new Error('no channel')
  await shop.desk.signFor(id, kept, suggested)
  shop.desk.hooks.receipt = { acceptedCumulative: '0', spent: '0' }
  await session.close()
  expect(session.getState().channel).toMatchObject({ status: 'closed', settled: suggested, refund: 0n })
  expect(held()).toBe(money - suggested)
})

test('nothing is asked after by a request that would be billed: no lost answer, and no refusal', async () => {
  const { payer, held } = await customerOf(bank, { operatorSigns: true })
  const session = payer.session(url())
  await session.fetch()
  let lost = 0
  shop.hooks.lose = (action) => action === 'use' && lost++ === 0
  expect(await codeOf(session.fetch())).toBe('session_answer_lost')
  expect((await session.fetch()).status).toBe(200)
  expect(session.getState().channel?.spent).toBe(3n * price)
  shop.desk.hooks.cost = suggested
  expect(await codeOf(session.fetch())).toBe('session_refused')
  await session.close()
  const paid = ['HEAD open', 'GET use', 'GET use', 'GET use', 'HEAD close']
  expect(actions().filter((each) => each !== 'GET refused: nothing is left')).toEqual(paid)
  expect(held()).toBe(money - 3n * price)
})

test('is added to: within what was agreed to, and by a question that says what is at stake then', async () => {
  const { payer, asked, signed, messages, held } = await customerOf(bank, { operatorSigns: true })
  const session = payer.session(url(), { deposit: '0.0002', maxDeposit: '0.0004' })
  for (let n = 0; n < 5; n++) expect((await session.fetch()).status).toBe(200)
  expect(asked.map(({ session }) => [session?.adds, session?.headroom.value])).toEqual([
    [undefined, 400n],
    [true, 600n],
  ])
  expect(session.getState().channel).toMatchObject({ deposit: 600n, authorized: 600n, spent: 500n })
  await session.topUp('0.001')
  expect(session.getState().channel).toMatchObject({ deposit: 1_600n, authorized: 1_600n })
  expect([signed.length, messages.length]).toEqual([4, 1])
  await session.close()
  expect(held()).toBe(money - 5n * price)
})

test('the next page goes on without a question; a browser that lost it takes it back', async () => {
  const first = await customerOf(bank, { operatorSigns: true })
  await first.payer.fetch(url())
  first.payer.destroy()
  const { account, store } = first
  const next = await customerOf(bank, { account, store, operatorSigns: true })
  expect((await next.payer.session(url()).fetch()).status).toBe(200)
  expect([next.asked, next.signed, next.messages]).toEqual([[], [], []])
  // What the payer signs for elsewhere is another channel.
  await next.payer.fetch(`${shop.url}/page`)
  expect(next.payer.channels?.list().length).toBe(2)
  const stranger = await customerOf(bank, { account, operatorSigns: true })
  const [id] = (await stranger.payer.channels?.recover(url())) ?? []
  expect(id).toBe(first.payer.channels?.list()[0]?.id)
  await stranger.payer.channels?.requestClose(id ?? '')
  bank.time += 901n
  await stranger.payer.channels?.withdraw(id ?? '')
  expect(stranger.payer.channels?.list()).toMatchObject([{ id, status: 'closed' }])
  expect(stranger.messages).toEqual([])
  bank.time -= 901n
})

test('nothing is opened unless the application allows it, and the payer signs what was asked', async () => {
  const refusals: unknown[] = []
  const attempt = async (
    options: Parameters<typeof customerOf>[1],
    asks: { headroom?: string } = {},
  ): Promise<number> => {
    const { payer, signed, messages, held, store } = await customerOf(bank, options)
    refusals.push(await codeOf(payer.session(url(), asks).fetch()))
    expect(held()).toBe(money)
    expect(payer.channels?.list() ?? []).toEqual([])
    expect((await store.list('keyring/key/')).length).toBe(0)
    return signed.length + messages.length
  }
  expect(await attempt({})).toBe(0)
  // Who wants less at stake cannot have it here.
  expect(await attempt({ operatorSigns: true }, { headroom: '0.001' })).toBe(0)
  const { signMessage: _, ...mute } = await newAccount(bank)
  expect(await attempt({ operatorSigns: true, account: mute })).toBe(0)
  const account = await newAccount(bank)
  const other = await newAccount(bank)
  await attempt({
    operatorSigns: true,
    account: { ...account, signMessage: async (message) => (await other.signMessage?.(message)) ?? message },
  })
  expect(refusals).toEqual(['no_offer', 'no_offer', 'solana_unable', 'wallet_changed_transaction'])
  expect(shop.log).toEqual([])
})
