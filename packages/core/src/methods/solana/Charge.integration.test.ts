import { describe, expect, test, vi } from 'vitest'
import { BaseError } from '../../Errors.js'
import { createKeeper } from '../../stores/Keeper.js'
import { createMemoryStore } from '../../stores/MemoryStore.js'
import { last } from '../../testing/harness.js'
import * as Account from './Account.js'
import * as Base58 from './Base58.js'
import * as Transaction from './Transaction.js'
import { createWallet } from './testing/charges.js'
import {
  changes,
  fresh,
  isFee,
  live,
  partner,
  payerOf,
  post,
  rent,
  rewrite,
  rich,
  seller,
  useLiveShops,
} from './testing/live.js'

// Charges that litesvm runs for real: the programs for SOL, tokens, Token-2022, associated accounts and memos are those of
// the mainnet. What is asked and sent goes over HTTP, to the charge server of @solana/pay-kit 0.5.0 and to a shop of our
// own (see testing/startShop.ts). Balances are compared to the unit.

useLiveShops()

describe('the server of pay-kit', () => {
  const gates = [
    ['own/plain', { usdc: -1_250_000n }, { usdc: 1_250_000n }, {}],
    ['own/order', { usdc: -1_000_000n }, { usdc: 1_000_000n }, {}],
    ['own/split', { usdc: -2_000_000n }, { usdc: 1_700_000n }, { usdc: 300_000n }],
    ['own/new', { pyusd: -1_000_000n }, { pyusd: 1_000_000n }, {}],
    ['sponsored/order', { usdc: -1_000_000n }, { usdc: 1_000_000n }, {}],
    ['sponsored/split', { usdc: -2_000_000n }, { usdc: 1_700_000n }, { usdc: 300_000n }],
    ['sponsored/new', { pyusd: -1_000_000n }, { pyusd: 1_000_000n }, {}],
  ] as const

  test.each(gates)('is paid for %s, to the unit', async (path, paid, earned, shared) => {
    const account = await rich()
    const payer = payerOf({ account })
    const { buyer, ...others } = await changes({ buyer: account.address, seller, partner }, async () => {
      const response = await payer.fetch(`${live.payKit.url}/${path}`)
      expect(await response.json()).toEqual({ photo: path.split('/')[1] })
    })
    const { sol = 0n, ...tokens } = { ...buyer } as { sol?: bigint }
    expect(path.startsWith('own') ? isFee(-sol) : sol === 0n, `${sol}`).toBe(true)
    expect({ tokens, ...others }).toEqual({ tokens: paid, seller: earned, partner: shared })
    expect(last(payer)).toMatchObject({ phase: 'paid', receipt: { method: 'solana', status: 'success' } })
  })

  test('is paid by a wallet that sets the fee itself, and not by one that moves more', async () => {
    const account = await rich()
    const raised = (change: number | 'more') => (transaction: Uint8Array) =>
      rewrite(Transaction.parse(transaction).message, change)
    const good = createWallet(account, { before: raised(9000) })
    const paid = payerOf({ account: Account.walletAccount(good.wallet, good.account) })
    expect((await paid.fetch(`${live.payKit.url}/sponsored/plain`)).status).toBe(200)
    expect(good.asked).toMatchObject([{ chain: 'solana:localnet' }])

    for (const before of [raised('more'), raised(10_001)]) {
      const bad = createWallet(account, { before })
      const refused = payerOf({ account: Account.walletAccount(bad.wallet, bad.account) })
      const moved = await changes({ buyer: account.address }, async () => {
        await expect(refused.fetch(`${live.payKit.url}/sponsored/plain`)).rejects.toMatchObject({
          code: 'wallet_changed_transaction',
        })
      })
      expect(moved).toEqual({ buyer: {} })
      expect(last(refused)).toMatchObject({ phase: 'failed' })
    }
  })

  test('is not paid twice for two requests of the same price in the same block', async () => {
    const account = await rich()
    const payer = payerOf({ account })
    const moved = await changes({ buyer: account.address, seller }, () =>
      Promise.all(
        ['a', 'b'].map(async (which) => {
          const response = await payer.fetch(`${live.payKit.url}/own/plain?${which}`)
          expect(response.status).toBe(200)
        }),
      ),
    )
    expect(moved).toMatchObject({ buyer: { usdc: -2_500_000n }, seller: { usdc: 2_500_000n } })
  })

  test.each(['own/plain', 'sponsored/plain'])(
    'whose answer to %s is lost leaves what was paid known',
    async (path) => {
      const account = await rich()
      const payer = payerOf({ account })
      // The server tells its console that it was asked to send twice.
      vi.spyOn(console, 'error').mockReturnValue()
      live.payKit.loses = 1
      await expect(payer.fetch(`${live.payKit.url}/${path}`)).rejects.toMatchObject({ code: 'unknown' })
      // The proof, presented again, is refused by a server that has used it up; the chain says that it was paid.
      const moved = await changes({ buyer: account.address }, async () => {
        await expect(payer.fetch(`${live.payKit.url}/${path}`)).rejects.toMatchObject({
          code: 'paid_undelivered',
        })
      })
      expect(moved).toEqual({ buyer: {} })
      expect(last(payer)).toMatchObject({ phase: 'paidUndelivered' })
    },
  )
})

describe('a shop that keeps to the draft', () => {
  test('is paid in SOL, with its parts and memos', async () => {
    const account = await rich()
    const payer = payerOf({ account })
    const quote = await payer.quote(`${live.own.url}/sol`)
    expect(quote.offers).toMatchObject([
      {
        amount: { value: 1_000_000n, decimals: 9, symbol: 'SOL', asset: 'sol' },
        splits: [{ value: 400_000n }, { value: 400_000n }],
        network: 'Solana localnet',
        fees: 'payer',
        prompt: 'none',
      },
    ])
    const { buyer, ...others } = await changes({ buyer: account.address, seller, partner }, () => quote.pay())
    expect(isFee(-(buyer as { sol: bigint }).sol - 1_000_000n)).toBe(true)
    expect(others).toEqual({ seller: { sol: 200_000n }, partner: { sol: 800_000n } })
  })

  test('has an account made for a part, where the application lets it', async () => {
    const account = await rich()
    const careful = payerOf({ account })
    const quote = await careful.quote(`${live.own.url}/opens`)
    const [offer] = quote.offers
    expect(offer).toMatchObject({ amount: { decimals: 2, symbol: 'unknown token' } })
    expect(offer && (await careful.capable(offer))).toMatchObject({ able: false, reason: 'unsupported' })
    await expect(quote.pay()).rejects.toMatchObject({ code: 'solana_unable' })
    expect(await live.chain.tokenBalance(live.token, fresh)).toBeUndefined()

    const payer = payerOf({ account, opensAccounts: true })
    const moved = await changes({ buyer: account.address, seller, fresh }, async () => {
      expect((await payer.fetch(`${live.own.url}/opens`)).status).toBe(200)
    })
    const { sol, token: spent } = moved.buyer as { sol: bigint; token: bigint }
    expect(isFee(-sol - rent)).toBe(true)
    expect([spent, moved.seller, moved.fresh]).toEqual([-25n, { token: 20n }, { token: 5n }])
    // The next one finds it made, and costs no more than the fee; but nobody says that it stays until then.
    const again = await changes({ buyer: account.address }, () => payer.fetch(`${live.own.url}/opens`))
    expect(isFee(-(again.buyer as { sol: bigint }).sol)).toBe(true)
    await expect(careful.fetch(`${live.own.url}/opens`)).rejects.toMatchObject({ code: 'solana_unable' })
  })

  test('is shown a transaction that the account sent', async () => {
    const account = await rich()
    const payer = payerOf({ account, mode: 'push' })
    const { buyer, ...others } = await changes({ buyer: account.address, seller }, async () => {
      expect((await payer.fetch(`${live.own.url}/token`)).status).toBe(200)
    })
    expect((buyer as { token: bigint }).token).toBe(-25n)
    expect(others).toEqual({ seller: { token: 25n } })
    expect(Base58.decode(last(payer)?.receipt?.reference ?? '')).toHaveLength(64)
  })

  test('is shown a transaction that a wallet sent by itself', async () => {
    const account = await rich()
    const sends = createWallet(account, {
      features: ['signAndSendTransaction'],
      send: post,
    })
    const payer = payerOf({ account: Account.walletAccount(sends.wallet, sends.account) })
    const moved = await changes({ seller }, async () => {
      expect((await payer.fetch(`${live.own.url}/token`)).status).toBe(200)
    })
    expect(moved).toEqual({ seller: { token: 25n } })
  })

  test.each([
    ['which sent it', true, 'paidUndelivered'],
    ['which did not send it', false, 'declined'],
  ])('asks the chain after a reload what came of a wallet that fell silent, %s', async (_, isSent, phase) => {
    const account = await rich()
    const mute = createWallet(account, {
      features: ['signAndSendTransaction'],
      send: async (signed) => {
        if (isSent) await post(signed)
        throw new Error('The wallet went away.')
      },
    })
    const store = { ...createMemoryStore(), keeper: createKeeper }
    const options = { account: Account.walletAccount(mute.wallet, mute.account), store }
    const moved = await changes({ seller }, async () => {
      await expect(payerOf(options).fetch(`${live.own.url}/token`)).rejects.toMatchObject({ code: 'unknown' })
    })
    expect(moved).toEqual({ seller: isSent ? { token: 25n } : {} })
    live.chain.pass(200)
    const reloaded = payerOf(options)
    await reloaded.attempts.ready()
    const { id, phase: open } = last(reloaded) ?? {}
    expect(open).toBe('unknown')
    await expect(reloaded.attempts.resume(id ?? '')).rejects.toBeInstanceOf(BaseError)
    expect(last(reloaded)?.phase).toBe(phase)
  })

  test.each([
    ['/wrong', 'request_invalid'],
    ['/mainnet', 'chain_mismatch'],
  ])('is not paid for %s: the offer is refused', async (path, code) => {
    const payer = payerOf({ account: await rich() })
    const { offers, refused } = await payer.quote(live.own.url + path)
    expect([offers, refused[0]?.error.code]).toEqual([[], code])
  })

  test.each([
    ['/large', 'balance'],
    ['/nobody', 'unsupported'],
  ])('is not paid for %s: this account cannot', async (path, reason) => {
    const account = await rich()
    let asked = 0
    const signTransaction = async (transaction: Uint8Array) => {
      asked++
      return transaction
    }
    const watching = { ...account, signTransaction }
    const payer = payerOf({ account: watching })
    const quote = await payer.quote(live.own.url + path)
    const [offer] = quote.offers
    expect(offer && (await payer.capable(offer))).toMatchObject({ able: false, reason })
    await expect(quote.pay()).rejects.toMatchObject({ code: 'solana_unable', reason })
    expect(asked).toBe(0)
  })
})
