import { describe, expect, test } from 'vitest'
import { codeOf } from '../../../chain/testing/fakeClient.js'
import {
  allowance,
  approve,
  balance,
  coins,
  customerOf,
  live,
  money,
  newAccount,
  permit2,
  timeout,
  useLiveShop,
} from '../testing/live.js'
import { price, words } from '../testing/shop.js'

// Deposits that the payer only signs for: the shop has the escrow take them.

useLiveShop()

const at = (path: string) => live.shop.url + path

describe('a deposit that the shop makes', { timeout }, () => {
  test.each(['an account in the page', 'an ordinary wallet'] as const)(
    '%s: by EIP-3009, without a coin for fees',
    async (kind) => {
      const account = await newAccount({ pays: false })
      const { payer, prompts, asked } = customerOf(kind, { account })
      const session = payer.session(at('/authorization'), { deposit: '0.002', maxDeposit: '0.006' })
      for (let n = 0; n < 5; n++) expect((await session.fetch()).status).toBe(200)
      expect(asked).toMatchObject([
        { fees: 'payee', prompt: kind === 'an account in the page' ? 'none' : 'signature' },
      ])
      expect(new Set(prompts())).toEqual(
        new Set(kind === 'an account in the page' ? [] : ['eth_signTypedData_v4']),
      )
      await session.close()
      expect(await balance(account.address)).toBe(money - 5n * price)
      expect(await coins(account.address)).toBe(0n)
    },
  )

  test('by Permit2 that may take it already', async () => {
    const account = await newAccount()
    await approve(account, permit2)
    const before = await coins(account.address)
    const { payer, prompts } = customerOf('an ordinary wallet', { account })
    const session = payer.session(at('/permit2'), { deposit: '0.002', maxDeposit: '0.006' })
    for (let n = 0; n < 5; n++) expect((await session.fetch()).status).toBe(200)
    expect(new Set(prompts())).toEqual(new Set(['eth_signTypedData_v4']))
    await session.close()
    expect(await balance(account.address)).toBe(money - 5n * price)
    expect(await coins(account.address)).toBe(before)
  })

  test('by Permit2, after the wallet let it take all that was agreed to', async () => {
    live.shop.offers['/permit2-only'] = { feePayer: true, credentialTypes: ['permit2'] }
    const account = await newAccount()
    const { payer, prompts } = customerOf('an ordinary wallet', { account })
    const session = payer.session(at('/permit2-only'), { deposit: '0.002', maxDeposit: '0.006' })
    expect((await session.fetch()).status).toBe(200)
    expect(prompts()).toEqual(['eth_sendTransaction', 'eth_signTypedData_v4'])
    for (let n = 0; n < 4; n++) expect((await session.fetch()).status).toBe(200)
    // What is deposited later needs no other.
    expect(prompts().filter((each) => each === 'eth_sendTransaction').length).toBe(1)
    await session.close()
    expect(await balance(account.address)).toBe(money - 5n * price)
    expect(await allowance(account.address, permit2)).toBeLessThan(6n * price)
  })

  test('is by the first way that both have', async () => {
    const account = await newAccount()
    const { payer, prompts } = customerOf('an ordinary wallet', { account })
    // Permit2 comes first, but may take nothing.
    expect((await payer.fetch(at('/permit2'))).status).toBe(200)
    expect(prompts()).toEqual(['eth_signTypedData_v4'])
    expect(await allowance(account.address, permit2)).toBe(0n)
  })

  test('is not one that the application does not want', async () => {
    const account = await newAccount()
    const options = { credentialTypes: ['hash'] as const }
    const { payer } = customerOf('an account in the page', { account, options })
    expect(await codeOf(payer.fetch(at('/authorization')))).toBe('wallet_unsupported')
    expect((await payer.fetch(at('/page'))).status).toBe(200)
  })

  test('pays a stream as it comes, and adds when it runs out', async () => {
    const account = await newAccount({ pays: false })
    const { payer } = customerOf('an account in the page', { account })
    const session = payer.session(at('/words'), { deposit: '0.002', maxDeposit: '0.02', headroom: '0.001' })
    const heard: string[] = []
    for await (const { data } of await session.sse()) heard.push(data)
    expect(heard).toEqual(words)
    await session.close()
    expect(await balance(account.address)).toBe(money - BigInt(words.length) * price)
  })
})
