import { describe, expect, test } from 'vitest'
import { codeOf } from '../../../chain/testing/fakeClient.js'
import { RpcError } from '../../../chain/testing/wallets.js'
import { createDisk } from '../../../session/testing/disk.js'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import {
  allowance,
  balance,
  customerOf,
  kinds,
  live,
  money,
  newAccount,
  payee,
  timeout,
  useLiveShop,
} from '../testing/live.js'
import { price, suggested } from '../testing/shop.js'

// A whole payer against an escrow of the draft on an ordinary chain, and a shop of our own: nobody else has one yet.

useLiveShop()

const at = (path: string) => live.shop.url + path

describe('a deposit by a transaction of the payer', { timeout }, () => {
  const asks = {
    'an account in the page': [],
    'an ordinary wallet': ['eth_sendTransaction', 'eth_sendTransaction'],
    'a wallet that makes calls at once': ['wallet_sendCalls'],
  }
  test.each(kinds)('%s: pays by the unit, and the rest comes back', async (kind) => {
    const account = await newAccount()
    const { payer, prompts, asked } = customerOf(kind, { account })
    const before = await balance(payee.address)
    const session = payer.session(at('/page'))
    for (let n = 0; n < 3; n++) expect((await session.fetch()).status).toBe(200)
    expect(prompts()).toEqual(asks[kind])
    expect(asked).toMatchObject([
      {
        method: 'evm',
        intent: 'session',
        fees: 'payer',
        prompt: kind === 'an account in the page' ? 'none' : 'transaction',
        amount: { value: suggested, decimals: 6, symbol: 'TUSD', asset: live.token.toLowerCase() },
        payee: { id: payee.address },
        payer: account.address,
      },
    ])
    expect(await balance(account.address)).toBe(money - suggested)
    expect(session.getState()).toMatchObject({ status: 'active', channel: { spent: 3n * price } })
    const receipt = await session.close()
    expect(receipt).toMatchObject({ method: 'evm', txHash: expect.stringMatching(/^0x[0-9a-f]{64}$/) })
    expect(session.getState().status).toBe('closed')
    expect(await balance(account.address)).toBe(money - 3n * price)
    expect((await balance(payee.address)) - before).toBe(3n * price)
    expect(await balance(live.escrow)).toBe(0n)
    expect(await allowance(account.address, live.escrow)).toBe(0n)
  })

  test('is topped up by another, within what was agreed to', async () => {
    const account = await newAccount()
    const { payer, prompts, asked } = customerOf('an ordinary wallet', { account })
    const session = payer.session(at('/page'), { deposit: '0.002', maxDeposit: '0.01' })
    for (let n = 0; n < 7; n++) expect((await session.fetch()).status).toBe(200)
    expect(asked.length).toBe(1)
    const deposit = session.getState().channel?.deposit ?? 0n
    expect(deposit).toBeGreaterThanOrEqual(7n * price)
    expect(deposit).toBeLessThanOrEqual(10n * price)
    expect(await balance(live.escrow)).toBe(deposit)
    expect(prompts().length % 2).toBe(0)
    await session.close()
    expect(await balance(account.address)).toBe(money - 7n * price)
  })

  test('that the person refuses is none', async () => {
    const account = await newAccount()
    const { payer, wallet, client } = customerOf('an ordinary wallet', { account })
    wallet?.answers.set('eth_sendTransaction', 4001)
    expect(await codeOf(payer.fetch(at('/page')))).toBe('cancelled')
    expect(await balance(account.address)).toBe(money)
    expect(client.account?.address).toBe(account.address)
    wallet?.answers.clear()
    expect((await payer.fetch(at('/page'))).status).toBe(200)
    expect(await balance(account.address)).toBe(money - suggested)
  })

  test('of a page that is gone is not made a second time', async () => {
    const account = await newAccount()
    const disk = createDisk()
    const tab = disk.open()
    const gone = customerOf('an ordinary wallet', { account, store: tab.store })
    const { wallet: hidden } = customerOf('an ordinary wallet', { account })
    // The wallet sends it, and its answer never comes.
    let asked = 0
    gone.wallet?.answers.set('eth_sendTransaction', async (params) => {
      const hash = await hidden?.request({ method: 'eth_sendTransaction', params })
      return ++asked === 1 ? hash : new Promise(() => {})
    })
    void gone.payer.fetch(at('/page')).catch(() => {})
    await expect.poll(() => balance(account.address), { timeout }).toBe(money - suggested)
    tab.die()
    const next = customerOf('an ordinary wallet', { account, store: disk.open().store })
    const session = next.payer.session(at('/page'), { deposit: '0.01' })
    expect((await session.fetch()).status).toBe(200)
    expect(next.prompts()).toEqual([])
    expect(session.getState().channel?.deposit).toBe(suggested)
    expect(await balance(account.address)).toBe(money - suggested)
    await session.close()
    expect(await balance(account.address)).toBe(money - price)
  })

  test('is added to once, although the wallet lost its answer', async () => {
    const account = await newAccount()
    const { payer, wallet } = customerOf('an ordinary wallet', { account })
    const { wallet: hidden } = customerOf('an ordinary wallet', { account })
    const session = payer.session(at('/page'))
    await session.fetch()
    let asked = 0
    wallet?.answers.set('eth_sendTransaction', async (params) => {
      const hash = await hidden?.request({ method: 'eth_sendTransaction', params })
      if (++asked === 2) throw new RpcError(-32603)
      return hash
    })
    await session.topUp('0.005')
    expect(session.getState().channel?.deposit).toBe(suggested + 5_000n)
    expect(await balance(account.address)).toBe(money - suggested - 5_000n)
    await session.topUp('0.005')
    expect(await balance(account.address)).toBe(money - suggested - 10_000n)
    expect(asked).toBe(4)
  })

  test('that was given up while the network had it is used by the next', async () => {
    const account = await newAccount()
    const { payer, wallet, prompts } = customerOf('an ordinary wallet', { account })
    const giveUp = new AbortController()
    wallet?.answers.set('eth_getTransactionReceipt', async (params) => {
      if (prompts().length === 2 && !giveUp.signal.aborted) {
        giveUp.abort()
        return null
      }
      return live.chain.rpc('eth_getTransactionReceipt', params)
    })
    expect(await codeOf(payer.fetch(at('/page'), { signal: giveUp.signal }))).toBe('unknown')
    expect((await payer.fetch(at('/page'))).status).toBe(200)
    expect(prompts().length).toBe(2)
    expect(await balance(account.address)).toBe(money - suggested)
  })
})

describe('a channel whose shop does nothing', { timeout }, () => {
  test.each(kinds)('%s: gives the rest back on the chain, after the grace period', async (kind) => {
    const account = await newAccount()
    const { payer, prompts } = customerOf(kind, { account })
    const session = payer.session(at('/page'))
    await session.fetch()
    await session.fetch()
    const id = session.getState().channel?.id as `0x${string}`
    await live.shop.settle(id)
    const taken = live.shop.accounts.get(id)?.accepted ?? 0n
    const opening = prompts().length
    await payer.channels?.requestClose(id)
    const [asked] = payer.channels?.list() ?? []
    expect(asked).toMatchObject({ status: 'closeRequested', settled: taken })
    expect(await codeOf(payer.channels?.withdraw(id) ?? Promise.resolve())).toBe('channel_too_early')
    await live.chain.increaseTime(901)
    await payer.channels?.refresh()
    expect(payer.channels?.list()[0]?.status).toBe('withdrawable')
    await payer.channels?.withdraw(id)
    expect(payer.channels?.list()[0]).toMatchObject({ status: 'closed', refund: suggested - taken })
    expect(await balance(account.address)).toBe(money - taken)
    expect(prompts().slice(opening)).toEqual(
      kind === 'an account in the page' ? [] : ['eth_sendTransaction', 'eth_sendTransaction'],
    )
  })

  test('and that this browser has lost is found again, and given back', async () => {
    const account = await newAccount()
    const first = customerOf('an account in the page', { account })
    await first.payer.fetch(at('/page'))
    const [lost] = first.payer.channels?.list() ?? []
    const { payer } = customerOf('an account in the page', { account })
    expect(await payer.channels?.recover(at('/page'))).toEqual([lost?.id])
    expect(payer.channels?.list()).toMatchObject([{ status: 'stale', deposit: suggested }])
    await payer.channels?.requestClose(lost?.id ?? '')
    await live.chain.increaseTime(901)
    await payer.channels?.withdraw(lost?.id ?? '')
    expect(await balance(account.address)).toBe(money)
  })

  test('is not closed by another account', async () => {
    const store = createMemoryStore()
    const { payer } = customerOf('an account in the page', { account: await newAccount(), store })
    await payer.fetch(at('/page'))
    const [channel] = payer.channels?.list() ?? []
    const other = customerOf('an account in the page', { account: await newAccount(), store })
    expect(await codeOf(other.payer.channels?.requestClose(channel?.id ?? '') ?? Promise.resolve())).toBe(
      'channel_payer_mismatch',
    )
  })
})

describe('what a shop cannot make us do', { timeout }, () => {
  test('deposit at an escrow that the application does not know', async () => {
    const account = await newAccount()
    const options = { escrows: [{ chainId: live.chain.chainId, address: payee.address }] }
    const { payer } = customerOf('an account in the page', { account, options })
    expect(await codeOf(payer.fetch(at('/page')))).toBe('no_offer')
    expect(await balance(account.address)).toBe(money)
  })

  test('switch the network', async () => {
    const account = await newAccount()
    const { payer, wallet } = customerOf('an ordinary wallet', { account })
    wallet?.answers.set('eth_chainId', () => '0x1')
    expect(await codeOf(payer.fetch(at('/page')))).toBe('chain_mismatch')
    expect(wallet?.log.some((method) => /switch/i.test(method))).toBe(false)
  })
})
