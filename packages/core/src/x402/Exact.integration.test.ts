import { describe, expect, test } from 'vitest'
import { codeOf } from '../chain/testing/fakeClient.js'
import { DeclinedError } from '../payer/Attempt.js'
import * as Challenge from '../protocol/Challenge.js'
import { createKeeper } from '../stores/Keeper.js'
import { createMemoryStore } from '../stores/MemoryStore.js'
import {
  allowance,
  balance,
  coins,
  customerOf,
  live,
  money,
  newAccount,
  payee,
  spend,
  timeout,
  useLiveShop,
} from './testing/live.js'
import { price } from './testing/shop.js'

// Against the x402 project's own servers in both versions, mppx, and an ordinary chain.

useLiveShop()

const at = (path: string) => live.shop.url + path

/** What a path took of an account, and gave to the payee, while something was done. */
async function moved<result>(account: { address: `0x${string}` }, work: () => Promise<result>) {
  const before = [await balance(account.address), await balance(payee.address)] as const
  const result = await work()
  const after = [await balance(account.address), await balance(payee.address)] as const
  return { result, paid: before[0] - after[0], taken: after[1] - before[1] }
}

describe('a payment by the scheme "exact"', { timeout }, () => {
  test.each([
    ['/v2/photo', 'payment-signature', false],
    ['/v2/photo', 'payment-signature', true],
    ['/v1/photo', 'x-payment', false],
    ['/mixed/photo', 'payment-signature', true],
  ])('%s by %s, with a wallet: %s', async (path, field, isWallet) => {
    const account = await newAccount()
    const { payer, asked, prompts } = customerOf(account, { isWallet })
    live.shop.paid.length = 0
    const { result, paid, taken } = await moved(account, () => payer.fetch(at(path)))
    expect([result.status, result.url]).toEqual([200, at(path)])
    expect(await result.json()).toMatchObject({ path })
    expect([paid, taken]).toEqual([price, price])
    expect(await coins(account.address)).toBe(0n)
    expect(live.shop.paid).toEqual([{ path, field }])
    expect(prompts()).toEqual(isWallet ? ['eth_signTypedData_v4'] : [])
    expect(asked).toMatchObject([
      {
        method: 'x402',
        intent: 'exact',
        realm: new URL(live.shop.url).host,
        amount: { value: price, decimals: 6, symbol: 'TUSD', currency: 'usd' },
        payee: { id: payee.address, name: 'The shop' },
        fees: 'payee',
        prompt: isWallet ? 'signature' : 'none',
        payer: account.address,
      },
    ])
    const [attempt] = payer.attempts.list()
    expect(attempt).toMatchObject({
      phase: 'paid',
      receipt: { method: 'x402', challengeId: asked[0]?.challenge.id, payer: account.address },
    })
    expect(attempt?.receipt?.reference).toMatch(/^0x[0-9a-f]{64}$/)
    expect(attempt?.receiptError).toBeUndefined()
  })

  test('keeps what the page sends: its body, its Authorization, and its description', async () => {
    const account = await newAccount()
    const { payer, asked } = customerOf(account)
    const response = await payer.fetch(at('/v2/photo'), {
      method: 'POST',
      body: 'tides',
      headers: { Authorization: 'Bearer page' },
    })
    expect(await response.json()).toEqual({ path: '/v2/photo', body: 'tides' })
    expect(asked[0]?.description).toBe('A photo')
    expect(await balance(account.address)).toBe(money - price)
  })

  test('through Permit2: approves exactly the amount first, and the next time again', async () => {
    const account = await newAccount({ pays: true })
    const { payer, asked, prompts } = customerOf(account, { isWallet: true })
    for (let times = 1; times <= 2; times++) {
      const { result, paid, taken } = await moved(account, () => payer.fetch(at('/v2/permit2')))
      expect([result.status, paid, taken]).toEqual([200, price, price])
      expect(await allowance(account.address)).toBe(0n)
    }
    expect(prompts()).toEqual([
      ...['eth_sendTransaction', 'eth_signTypedData_v4'],
      ...['eth_sendTransaction', 'eth_signTypedData_v4'],
    ])
    expect(asked[0]).toMatchObject({ fees: 'payer', prompt: 'transaction' })
    // A key in the page that has no coin cannot approve, and is told before.
    const poor = customerOf(await newAccount())
    const [offer] = (await poor.payer.quote(at('/v2/permit2'))).offers
    expect(offer && (await poor.payer.capable(offer))).toMatchObject({ able: false, reason: 'allowance' })
  })

  test('is refused before anybody signs where it cannot be right', async () => {
    const account = await newAccount()
    const { payer, prompts } = customerOf(account, { isWallet: true })
    expect(await codeOf(payer.fetch(at('/v2/dear')))).toBe('no_offer')
    expect((await payer.quote(at('/v2/dear'))).refused[0]?.error.code).toBe('limit_exceeded')
    expect(await codeOf(payer.fetch(at('/v2/misnamed')))).toBe('x402_domain_mismatch')
    const [offer] = (await payer.quote(at('/v2/misnamed'))).offers
    expect(offer && (await payer.capable(offer))).toMatchObject({ able: false, reason: 'unsupported' })
    const beggar = customerOf(await newAccount({ units: price - 1n }), { isWallet: true })
    expect(await codeOf(beggar.payer.fetch(at('/v2/photo')))).toBe('network_would_fail')
    expect([...prompts(), ...beggar.prompts()]).toEqual([])
    expect(await balance(account.address)).toBe(money)
    const rich = customerOf(await newAccount({ units: 2n * money }), { options: { maxAmount: '2' } })
    expect((await rich.payer.fetch(at('/v2/dear'))).status).toBe(200)
  })

  test('of a mixed server: its own challenges come first', async () => {
    const { payer } = customerOf(await newAccount())
    const { response, refused, offers } = await payer.quote(at('/mixed/photo'))
    const { challenges } = Challenge.parse(response.headers)
    expect(challenges.map(({ method, intent }) => `${method}/${intent}`)).toEqual([
      'evm/charge',
      'x402/exact',
    ])
    expect(refused.map(({ error }) => error.code)).toEqual(['method_unsupported'])
    expect(offers.length).toBe(1)
    expect(response.url).toBe(at('/mixed/photo'))
  })
})

describe('what became of it', { timeout }, () => {
  test.each(['/v2/photo', '/v2/permit2'])(
    '%s: a lost answer is known from the chain, by the next page too',
    async (path) => {
      const account = await newAccount({ pays: true })
      const store = { ...createMemoryStore(), keeper: createKeeper }
      const { payer, asked } = customerOf(account, { store })
      live.shop.lost.set(path, 1)
      expect(await codeOf(payer.fetch(at(path)))).toBe('unknown')
      expect(await balance(account.address)).toBe(money - price)
      payer.destroy()
      const next = customerOf(account, { store })
      await next.payer.attempts.ready()
      live.shop.paid.length = 0
      // The same proof again: the server has used it, and the chain says so. Nobody is asked, and nothing is paid anew.
      expect(await codeOf(next.payer.fetch(at(path)))).toBe('paid_undelivered')
      expect(live.shop.paid).toEqual([{ path, field: 'payment-signature' }])
      expect([asked.length, next.asked.length]).toEqual([1, 0])
      expect(next.payer.attempts.list().map(({ phase }) => phase)).toEqual(['paidUndelivered'])
      expect(await balance(account.address)).toBe(money - price)
    },
  )

  test('a refusal is one for certain once the signature has ended', async () => {
    const account = await newAccount({ pays: true })
    let isEmptied = false
    const { payer, asked } = customerOf(account, {
      maxChallenges: 1,
      options: { authorizationLifetime: 60 },
      // The money goes elsewhere between the signature and the server.
      async fetch(input, init) {
        if (!isEmptied && new Headers(init?.headers).has('PAYMENT-SIGNATURE')) {
          isEmptied = true
          await spend(account, payee.address, money)
        }
        return fetch(input, init)
      },
    })
    expect(await codeOf(payer.fetch(at('/v2/photo')))).toBe('unknown')
    const [attempt] = payer.attempts.list()
    await live.chain.increaseTime(80)
    const error = await payer.attempts.resume(attempt?.id ?? '').catch((error: unknown) => error)
    if (!(error instanceof DeclinedError)) throw error
    expect(error.problem).toMatchObject({
      type: 'https://paymentauth.org/problems/verification-failed',
      detail: 'invalid_exact_evm_transaction_simulation_failed',
    })
    const { challenges } = Challenge.parse(error.response.headers)
    expect(challenges.map(({ method }) => method)).toEqual(['x402'])
    expect(challenges[0]?.id).not.toBe(asked[0]?.challenge.id)
    expect(payer.attempts.list().map(({ phase }) => phase)).toEqual(['declined'])
    expect(await balance(account.address)).toBe(0n)
    await live.chain.resetTime()
  })
})
