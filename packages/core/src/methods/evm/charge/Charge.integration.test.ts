import type { Address, Hex, LocalAccount } from 'viem'
import { describe, expect, test } from 'vitest'
import { codeOf } from '../../../chain/testing/fakeClient.js'
import type { Receipt } from '../../../protocol/Receipt.js'
import type { Authorization } from '../../Method.js'
import { price } from '../testing/chargeShop.js'
import {
  allowance,
  approve,
  balance,
  coins,
  live,
  money,
  newAccount,
  payee,
  permit2,
  timeout,
} from '../testing/live.js'
import { openPage, partner, settler, shops, useChargeShops } from '../testing/liveCharges.js'
import type { ChargePayload } from './Charge.js'

// A whole payer on an ordinary chain: against a server of mppx, which takes authorizations, and against a shop of our own
// for what no server of others takes yet.

useChargeShops()

type Page = ReturnType<typeof openPage>
type Type = ChargePayload['type']

/** Where a type is paid with. */
const at = (type: Type) => (type === 'authorization' ? `${shops.mppx.url}/photo` : `${shops.own.url}/${type}`)
const left = (account: LocalAccount) => balance(account.address)
const parties = () => [payee.address, partner, settler.address]

/** Buys at an address, and looks at every balance, the fee and the receipt. */
async function buy(url: string, page: Page, account: LocalAccount, splits = [0n, 0n]) {
  const read = () => Promise.all([...parties().map(balance), coins(account.address)])
  const before = await read()
  expect((await page.payer.fetch(url)).status).toBe(200)
  const after = await read()
  const [toPayee, toPartner, toSettler, fee = 0n] = after.map((value, n) => value - (before[n] ?? 0n))
  const rest = splits.reduce((sum, split) => sum - split, price)
  expect([toPayee, toPartner, toSettler]).toEqual([rest, ...splits])
  expect(await left(account)).toBe(money - price)
  const [attempt] = page.payer.attempts.list()
  expect(attempt).toMatchObject({ phase: 'paid', offer: { payer: account.address } })
  expect(attempt?.receiptError).toBeUndefined()
  const receipt = attempt?.receipt as Receipt
  expect(receipt).toMatchObject({ method: 'evm', status: 'success' })
  const mined = await live.chain.rpc('eth_getTransactionReceipt', [receipt.reference])
  expect(mined).toMatchObject({ status: '0x1' })
  return { type: page.net.types[0], paidFee: fee < 0n, offer: page.asked[0] }
}

describe('a purchase', { timeout }, () => {
  const sending = ['eth_sendTransaction']
  const signing = ['eth_signTypedData_v4']
  test.each<
    [string, string, { isLocal?: boolean; type: Type; prompt: string; prompts?: string[]; splits?: bigint[] }]
  >([
    ['mppx, from the page', 'mppx', { isLocal: true, type: 'authorization', prompt: 'none' }],
    ['mppx, from a wallet', 'mppx', { type: 'authorization', prompt: 'signature', prompts: signing }],
    ['/permit2, from the page', '/permit2', { isLocal: true, type: 'permit2', prompt: 'none' }],
    ['/permit2', '/permit2', { type: 'permit2', prompt: 'transaction', prompts: [...sending, ...signing] }],
    [
      '/split, to three payees',
      '/split',
      { type: 'permit2', prompt: 'transaction', prompts: [...sending, ...signing], splits: [3_000n, 1n] },
    ],
    ['/transaction', '/transaction', { isLocal: true, type: 'transaction', prompt: 'none' }],
    ['/hash, from the page', '/hash', { isLocal: true, type: 'hash', prompt: 'none' }],
    ['/hash', '/hash', { type: 'hash', prompt: 'transaction', prompts: sending }],
    ['/any, from the page', '/any', { isLocal: true, type: 'transaction', prompt: 'none' }],
    ['/any', '/any', { type: 'hash', prompt: 'transaction', prompts: sending }],
  ])('at %s', async (_, path, { isLocal = false, type, prompt, prompts = [], splits }) => {
    const isFree = type === 'authorization'
    const account = await newAccount({ pays: !isFree })
    const page = openPage(account, { isLocal })
    const url = path === 'mppx' ? at('authorization') : shops.own.url + path
    const bought = await buy(url, page, account, splits)
    expect(bought).toMatchObject({ type, paidFee: !isFree })
    expect(bought.offer).toMatchObject({
      amount: { value: price, decimals: 6, symbol: 'TUSD', asset: live.token.toLowerCase() },
      ...{ payee: { id: payee.address }, fees: isFree ? 'payee' : 'payer', prompt },
      splits: (splits ?? []).map((value, n) => ({ payee: { id: parties()[n + 1] }, value })),
    })
    expect(page.prompts()).toEqual(prompts)
    // Permit2 was allowed to take what it took.
    expect(await allowance(account.address, permit2)).toBe(0n)
  })

  test('by Permit2, which may take it already, costs a signature', async () => {
    const account = await newAccount()
    await approve(account, permit2)
    const page = openPage(account)
    expect(await buy(`${shops.own.url}/any`, page, account)).toMatchObject({
      ...{ type: 'permit2', paidFee: false, offer: { fees: 'payee', prompt: 'signature' } },
    })
    expect(page.prompts()).toEqual(['eth_signTypedData_v4'])
  })

  test('is never paid for twice with one challenge', async () => {
    const account = await newAccount({ pays: false })
    let proof: Authorization<ChargePayload> | undefined
    const page = openPage(account, {
      isLocal: true,
      change: ({ authorize }) => ({
        async authorize(...parameters) {
          proof ??= await authorize(...parameters)
          return proof
        },
      }),
    })
    const { offers, pay } = await page.payer.quote(at('authorization'))
    expect((await pay()).status).toBe(200)
    // The same proof again: the server refuses it, and nobody says that nothing was paid.
    expect(await codeOf(page.payer.fetch(at('authorization')))).toBe('paid_undelivered')
    expect(page.phases()).toEqual(['paid', 'paidUndelivered'])
    // The same challenge again, as a server that gives it out twice would: it is not signed for.
    const [offer] = offers
    if (!offer) throw new Error('There was no offer.')
    expect(await page.payer.capable(offer)).toMatchObject({ able: false, reason: 'unsupported' })
    expect(await left(account)).toBe(money - price)
  })
})

describe('what is known of the money', { timeout }, () => {
  const types: Type[] = ['authorization', 'permit2', 'transaction', 'hash']

  test.each(types)('%s: after a lost answer it is open, and then it is known to be paid', async (type) => {
    const account = await newAccount()
    const { payer, net, phases, resume } = openPage(account, { isLocal: true })
    net.isLossy = true
    expect(await codeOf(payer.fetch(at(type)))).toBe('unknown')
    expect(phases()).toEqual(['unknown'])
    expect(await left(account)).toBe(money - price)
    net.isLossy = false
    // Buying it again buys nothing: the open one is looked after first, and the server has used its proof.
    expect(await codeOf(payer.fetch(at(type)))).toBe('paid_undelivered')
    expect(await codeOf(resume())).toBe('paid_undelivered')
    expect(phases()).toEqual(['paidUndelivered'])
    expect(await left(account)).toBe(money - price)
  })

  test('a page that dies while the wallet signs has paid nothing', async () => {
    const account = await newAccount()
    const gone = openPage(account)
    const hasAsked = new Promise<void>((resolve) => {
      gone.wallet.answers.set('eth_signTypedData_v4', () => {
        resolve()
        return new Promise(() => {})
      })
    })
    void gone.payer.fetch(at('authorization')).catch(() => {})
    await hasAsked
    gone.tab.die()
    const next = openPage(account, { disk: gone.disk })
    expect(await codeOf(next.resume())).toBe('declined')
    expect((await next.payer.fetch(at('authorization'))).status).toBe(200)
    expect(await left(account)).toBe(money - price)
  })

  test.each([
    ['before it says so', false],
    ['and says so', true],
  ])('a page that dies when the wallet has sent, %s: it is known to be paid', async (_, isTold) => {
    const account = await newAccount()
    const gone = openPage(account)
    const { wallet: hidden } = openPage(account)
    const never = new Promise<never>(() => {})
    gone.wallet.answers.set('eth_sendTransaction', async (params) => {
      const hash = await hidden.request({ method: 'eth_sendTransaction', params })
      return isTold ? hash : never
    })
    const isWaiting = new Promise<void>((resolve) => {
      gone.wallet.answers.set('eth_getTransactionReceipt', () => {
        resolve()
        return never
      })
    })
    void gone.payer.fetch(at('hash')).catch(() => {})
    if (isTold) await isWaiting
    else await expect.poll(() => left(account), { timeout }).toBe(money - price)
    gone.tab.die()
    const next = openPage(account, { disk: gone.disk })
    expect(await codeOf(next.resume())).toBe('paid_undelivered')
    expect(await codeOf(next.payer.fetch(at('hash')))).toBe('paid_undelivered')
    expect(next.prompts()).toEqual([])
    expect(await left(account)).toBe(money - price)
  })

  test('a transfer that the shop refused was made, and still buys what it is for', async () => {
    const account = await newAccount()
    const { payer, resume } = openPage(account)
    shops.own.state.refuses = true
    expect(await codeOf(payer.fetch(at('hash')))).toBe('paid_undelivered')
    shops.own.state.refuses = false
    expect((await resume()).status).toBe(200)
    expect(await left(account)).toBe(money - price)
  })

  test('a transfer in whose place the wallet sent another was not made', async () => {
    const account = await newAccount()
    const { payer, wallet, resume } = openPage(account)
    const gone = new AbortController()
    // The chain's heartbeat would have it: so it waits where one node alone knows of it.
    const waiting = { from: account.address, nonce: '0x0' }
    wallet.answers.set('eth_sendTransaction', () => `0x${'5a'.repeat(32)}`)
    wallet.answers.set('eth_getTransactionByHash', () => waiting)
    wallet.answers.set('eth_getTransactionReceipt', () => {
      gone.abort()
      return null
    })
    await payer.fetch(at('hash'), { signal: gone.signal }).catch(() => {})
    wallet.answers.clear()
    shops.own.state.refuses = true
    // While nothing has taken its place it may still be mined.
    expect(await codeOf(resume())).toBe('unknown')
    // It has the same number, and moves nothing.
    await approve(account, permit2)
    await live.chain.rpc('anvil_mine', ['0x10', '0x4'])
    expect(await codeOf(resume())).toBe('declined')
    expect(await left(account)).toBe(money)
  })

  test('a signed transaction that the shop refused is open until another takes its place', async () => {
    const account = await newAccount()
    const page = openPage(account, { isLocal: true })
    shops.own.state.refuses = true
    expect(await codeOf(page.payer.fetch(at('transaction')))).toBe('unknown')
    await approve(account, permit2)
    expect(await codeOf(page.resume())).toBe('declined')
    expect(await left(account)).toBe(money)
  })

  test('a signature that the shop refused is open until its time is over', async () => {
    const account = await newAccount()
    await approve(account, permit2)
    const page = openPage(account)
    shops.own.state.refuses = true
    expect(await codeOf(page.payer.fetch(at('permit2')))).toBe('unknown')
    await live.chain.increaseTime(310)
    try {
      expect(await codeOf(page.resume())).toBe('declined')
    } finally {
      await live.chain.resetTime()
    }
    expect(await left(account)).toBe(money)
  })
})

describe('an account that is a contract', { timeout }, () => {
  const become = (address: Address, code: Hex) => live.chain.rpc('anvil_setCode', [address, code])
  // Answers every question with the magic word of ERC-1271: that the signature is its own.
  const agreeing = '0x631626ba7e60e01b5f5260205ff3'

  test('is told that it cannot pay by authorization before anything is asked', async () => {
    const account = await newAccount()
    await become(account.address, agreeing)
    const { payer, prompts } = openPage(account)
    const { offers } = await payer.quote(at('authorization'))
    expect(offers[0] && (await payer.capable(offers[0]))).toEqual({
      able: false,
      reason: 'unsupported',
      message: 'This wallet is a contract, and nobody but itself can say whether a signature is its own.',
    })
    expect(await codeOf(payer.fetch(at('authorization')))).toBe('wallet_unsupported')
    expect(prompts()).toEqual([])
  })

  test('pays by Permit2, which asks it whether the signature is its own', async () => {
    const account = await newAccount()
    await approve(account, permit2)
    await become(account.address, agreeing)
    const page = openPage(account)
    expect((await buy(at('permit2'), page, account)).type).toBe('permit2')
  })

  test('by EIP-7702 alone pays as the key that it is', async () => {
    const account = await newAccount()
    await become(account.address, `0xef0100${permit2.slice(2).toLowerCase()}`)
    expect((await buy(at('authorization'), openPage(account), account)).type).toBe('authorization')
  })
})
