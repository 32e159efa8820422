import { pathUsd } from '@payerkit/devnet'
import { afterEach, describe, expect, test } from 'vitest'
import type { ChainAccount } from '../../../chain/Client.js'
import type * as Hex from '../../../chain/Hex.js'
import { receiptOf } from '../../../chain/Rpc.js'
import { until } from '../../../chain/Wait.js'
import * as Signing from '../Signing.js'
import { accessAccount } from './SessionSigner.js'
import { keepings } from './testing/customer.js'
import {
  balance,
  customerOf,
  feesOf,
  type Kind,
  kinds,
  live,
  money,
  newAccount,
  payee,
  timeout,
  useLiveShop,
} from './testing/liveSessions.js'
import { price } from './testing/v2Shop.js'

useLiveShop()
afterEach(() => live.chain.resetTime())

const deposit = 5_000n
const wholeOf = async (address: Hex.Hex) => (await balance(address)) + (await feesOf(address))

/** What the person is asked: to open, to top up, to request the close and to withdraw. */
const asked: { readonly [kind in Kind]: readonly string[] } = {
  'an account in the page': [],
  'an ordinary wallet': ['eth_sendTransaction'],
  'a wallet that signs': ['eth_signTransaction', 'eth_signTransaction'],
}

describe.each(kinds)('a channel of %s', (kind) => {
  test.each(['/page', '/sponsored', '/operated'])(
    'opens, pays, tops up and closes at %s',
    async (path) => {
      const account = await newAccount()
      const customer = customerOf(kind, { account, path })
      const { scheme, context } = customer
      const before = await wholeOf(payee.address)

      const opened = await customer.open(deposit, 10n * deposit)
      expect([opened.status, opened.detail]).toEqual([200, undefined])
      const { opening } = opened
      const { identity } = opening
      expect(await scheme.read(identity, context())).toMatchObject({ deposit, settled: 0n })

      expect(await customer.pay(opening, 3n * price)).toMatchObject({ status: 200 })
      expect(await customer.topUp(opening, deposit)).toMatchObject({ status: 204 })
      expect(await scheme.read(identity, context())).toMatchObject({ deposit: 2n * deposit })
      expect(await customer.pay(opening, 6n * price)).toMatchObject({ status: 200 })
      const closed = await customer.pay(opening, 6n * price, 'close')
      expect([closed.status, closed.detail]).toEqual([204, undefined])
      expect(await scheme.read(identity, context())).toBeUndefined()

      // Three pages were served; the voucher was for six.
      expect((await wholeOf(payee.address)) - before).toBe(3n * price)
      const fees = await feesOf(account.address)
      expect(money - (await balance(account.address))).toBe(3n * price + fees)
      if (path === '/sponsored' && kind !== 'an ordinary wallet') expect(fees).toBe(0n)
      expect(customer.prompts()).toEqual(asked[kind])
    },
    timeout,
  )

  test(
    'is taken back without the server',
    async () => {
      const account = await newAccount()
      const customer = customerOf(kind, { account })
      const { scheme } = customer
      const { opening } = await customer.open(deposit, 2n * deposit)
      const { identity, signer } = opening
      const context = customer.context(signer)

      await expect(scheme.withdraw(identity, context)).rejects.toMatchObject({ code: 'channel_too_early' })
      await scheme.requestClose(identity, context)
      const closing = await scheme.read(identity, context)
      expect(closing?.withdrawableAt).toBeGreaterThan((closing?.time ?? 0) + 800_000)
      // The second is nothing to do.
      await scheme.requestClose(identity, context)
      expect(await customer.pay(opening, 2n * price)).toMatchObject({ status: 410 })
      await expect(scheme.withdraw(identity, context)).rejects.toMatchObject({
        code: 'channel_too_early',
        withdrawableAt: closing?.withdrawableAt,
      })

      await live.chain.increaseTime(901)
      await scheme.withdraw(identity, context)
      expect(await scheme.read(identity, context)).toBeUndefined()
      await scheme.withdraw(identity, context)
      expect(money - (await balance(account.address))).toBe(await feesOf(account.address))
      const more =
        { 'a wallet that signs': ['eth_sendTransaction', 'eth_sendTransaction'] }[kind as string] ?? []
      expect(customer.prompts()).toEqual([...asked[kind].slice(0, 1), ...more])
    },
    timeout,
  )
})

describe('a key that an ordinary wallet allows', () => {
  const kind = 'an ordinary wallet'
  const method = 'eth_sendTransaction'
  type Customer = ReturnType<typeof customerOf>

  /** Has the wallet send what it is asked to, and then do something else than answer. */
  function answerAfterwards({ wallet }: Customer, answer: () => unknown) {
    const request = wallet?.request.bind(wallet)
    return new Promise<void>((sent) =>
      wallet?.answers.set(method, async (params) => {
        wallet.answers.delete(method)
        await request?.({ method, params })
        // The log counts it once.
        wallet.log.pop()
        sent()
        return answer()
      }),
    )
  }

  async function openingOf(customer: Customer) {
    const { challenge, request } = await customer.ask()
    return customer.scheme.open(request, { ...customer.context(), challenge, deposit, limit: deposit })
  }

  test(
    'is found again by a page that died while it was asked for',
    async () => {
      const account = await newAccount()
      const kept = keepings()
      const first = customerOf(kind, { account, kept })
      const sent = answerAfterwards(first, () => new Promise(() => {}))
      void openingOf(first)
      await sent
      const second = customerOf(kind, { account, kept })
      expect(await second.open(deposit)).toMatchObject({ status: 200 })
      expect([first.prompts(), second.prompts()]).toEqual([[method], []])
    },
    timeout,
  )

  test(
    'is seen on the chain when the answer of the wallet is lost',
    async () => {
      const customer = customerOf(kind, { account: await newAccount() })
      void answerAfterwards(customer, () => {
        throw new Error('connection closed')
      })
      expect(await customer.open(deposit)).toMatchObject({ status: 200 })
      expect(customer.prompts()).toEqual([method])
    },
    timeout,
  )

  test(
    'is forgotten when the person says no',
    async () => {
      const customer = customerOf(kind, { account: await newAccount() })
      customer.wallet?.answers.set(method, 4001)
      await expect(openingOf(customer)).rejects.toMatchObject({ code: 'cancelled' })
      expect(await customer.kept.store.list('tempo/access-key/')).toEqual([])
    },
    timeout,
  )

  test(
    'opens again what was never sent, and is not shared by two open channels',
    async () => {
      const account = await newAccount()
      const customer = customerOf(kind, { account })
      const never = await openingOf(customer)
      await live.chain.increaseTime(60)
      const { opening } = await customer.open(deposit)
      expect(opening.keyId).toBe(never.keyId)
      expect(customer.prompts()).toEqual([method])
      const { opening: other } = await customer.open(deposit)
      expect(other.keyId).not.toBe(opening.keyId)
      expect(customer.prompts()).toEqual([method, method])
    },
    timeout,
  )

  test(
    'pays no more than it was allowed, and the wallet is asked for what is above',
    async () => {
      const customer = customerOf(kind, { account: await newAccount() })
      const { opening } = await customer.open(deposit)
      const large = 100n * deposit
      expect(await customer.topUp(opening, large)).toMatchObject({ status: 204 })
      expect(customer.prompts()).toEqual([method, method])
      const state = await customer.scheme.read(opening.identity, customer.context())
      expect(state?.deposit).toBe(deposit + large)
    },
    timeout,
  )

  test(
    'cannot send money anywhere but into the escrow',
    async () => {
      const account = await newAccount()
      const customer = customerOf(kind, { account })
      const { opening } = await customer.open(deposit, 20n * deposit)
      const before = await balance(payee.address)
      const word = payee.address.slice(2).toLowerCase().padStart(64, '0')
      const amount = 10n.toString(16).padStart(64, '0')
      const payer = account.address.toLowerCase() as Hex.Hex
      const transfer = async (signer: ChainAccount) => {
        const { raw } = await Signing.sign({
          client: customer.client,
          account: signer,
          chainId: live.chain.chainId,
          calls: [{ to: pathUsd, data: `0xa9059cbb${word}${amount}` }],
          sponsored: false,
          feeToken: pathUsd,
          now: Date.now,
        })
        const hash = await live.chain.rpc('eth_sendRawTransaction', [raw])
        return until(() => receiptOf(customer.client, hash as Hex.Hex), { patience: 10_000 })
      }
      expect(await transfer(accessAccount(payer, opening.signer))).toBe('failed')
      expect(await balance(payee.address)).toBe(before)
      expect(await transfer(account as ChainAccount)).toBe('succeeded')
      expect(await balance(payee.address)).toBe(before + 10n)
    },
    timeout,
  )
})

test(
  'a channel is of the account that opened it',
  async () => {
    const { opening } = await customerOf('an account in the page', { account: await newAccount() }).open(
      deposit,
    )
    const other = customerOf('an account in the page', { account: await newAccount() })
    const context = other.context(opening.signer)
    await expect(other.scheme.requestClose(opening.identity, context)).rejects.toMatchObject({
      code: 'channel_payer_mismatch',
    })
  },
  timeout,
)
