import { chainId, devAccounts, pathUsd } from '@payerkit/devnet'
import { encodeFunctionData, type Hex, type LocalAccount, parseSignature } from 'viem'
import { generatePrivateKey } from 'viem/accounts'
import { sendRawTransactionSync, signTransaction } from 'viem/actions'
import { Abis, Account } from 'viem/tempo'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { ChainClient } from '../../../chain/Client.js'
import { createPayer } from '../../../payer/createPayer.js'
import type { Offer } from '../../../payer/Offer.js'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import { contextOf } from '../testing/fakeClient.js'
import { balance, fund, live, local, remote, timeout, useLiveShop } from '../testing/live.js'
import { chainClient } from '../testing/startMerchant.js'
import { createPlainWallet } from '../testing/wallets.js'
import { createSubscriptions } from './Subscriptions.js'
import { tempoSubscription } from './TempoSubscription.js'
import { subscriptionChallenge, subscriptionRequest } from './testing/challenge.js'
import { signsKeys } from './testing/keyWallet.js'
import { price, type SubscriptionShop, startSubscriptionShop } from './testing/subscriptionShop.js'

// Subscriptions from the challenge to the end, on a server of mppx, and on a chain that enforces what was signed.

const recipient = devAccounts.merchant()
const day = 86_400
const shop = {} as { it: SubscriptionShop }

useLiveShop()
beforeAll(async () => {
  shop.it = await startSubscriptionShop(live.chain, recipient)
}, timeout)
afterAll(() => shop.it.stop())
afterEach(async () => {
  vi.useRealTimers()
  await live.chain.resetTime()
})

/** Lets a day go by, for the server, the payer and the chain. */
async function sleepOver(): Promise<void> {
  const next = Date.now() + day * 1000
  vi.useFakeTimers({ toFake: ['Date'], now: next })
  await live.chain.increaseTime(day)
}

/** Somebody who reads the news, and says yes to whatever is asked. */
function reader(client: ChainClient, visitor: string, store = createMemoryStore()) {
  const subscriptions = createSubscriptions({ client, store })
  const asked: Offer[] = []
  const payer = createPayer({
    ...{ methods: [subscriptions.method], store, retries: 1 },
    async approve({ offers }) {
      const [offer] = offers
      if (offer) asked.push(offer)
      return offer && { offer }
    },
  })
  subscriptions.follow(payer.attempts)
  const headers = { cookie: `visitor=${visitor}` }
  return { payer, subscriptions, asked, store, read: () => payer.fetch(shop.it.url, { headers }) }
}

const codeOf = async (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: { code?: string }) => error.code ?? String(error),
  )

test(
  'is agreed to once, collected once a day, seen after a reload, and cancelled by the payer alone',
  async () => {
    const account = await fund(1_000_000n)
    const { subscriptions, asked, store, read, payer } = reader(local(account), 'ada')
    const before = await balance(recipient.address)
    const collected = async () => (await balance(recipient.address)) - before

    expect((await read()).status).toBe(200)
    expect(asked).toMatchObject([
      {
        ...{ intent: 'subscription', description: 'The daily news', fees: 'payee', prompt: 'none' },
        // A cent for each of thirty days, and one more that has begun by then.
        amount: { symbol: 'pathUSD', currency: 'usd' },
        recurrence: { price: { value: price }, period: { unit: 'day', count: 1 } },
      },
    ])
    expect([300_000n, 310_000n]).toContain(asked[0]?.amount.value)
    expect(payer.attempts.list()).toMatchObject([{ phase: 'paid', receipt: { method: 'tempo' } }])
    expect(await collected()).toBe(price)

    // The same day costs nothing more, and needs no question; nor can the seller take more.
    expect((await read()).status).toBe(200)
    await expect(shop.it.collect('ada')).rejects.toThrow()
    expect([asked.length, await collected()]).toEqual([1, price])
    await subscriptions.refresh()
    const [today] = subscriptions.list()
    expect(today).toMatchObject({
      status: 'active',
      url: shop.it.url,
      description: 'The daily news',
      realm: 'news.test',
    })

    await sleepOver()
    expect((await read()).status).toBe(200)
    expect([asked.length, await collected()]).toEqual([1, 2n * price])

    // Another page, over the same store.
    const later = reader(local(account), 'ada', store)
    await later.subscriptions.refresh()
    const [kept] = later.subscriptions.list()
    expect(kept).toMatchObject({ id: today?.id, status: 'active', price: { value: price } })
    expect(kept?.nextAt).toBe(Number(today?.nextAt) + day * 1000)
    expect(await codeOf(later.subscriptions.forget(kept?.id ?? ''))).toBe('subscription_active')

    await later.subscriptions.cancel(kept?.id ?? '')
    expect(later.subscriptions.list()).toMatchObject([{ status: 'cancelled', nextAt: undefined }])
    await sleepOver()
    await expect(shop.it.collect('ada')).rejects.toThrow()
    expect(await collected()).toBe(2n * price)

    // The server asks anew, by the key that was cancelled: refused. By a new one the person is asked again.
    expect(await codeOf(later.read())).toBe('subscription_key_used')
    shop.it.renewKey('ada')
    expect((await later.read()).status).toBe(200)
    const statuses = () => later.subscriptions.list().map(({ status }) => status)
    await vi.waitFor(() => expect(statuses()).toEqual(['active', 'cancelled']))
    expect([later.asked.length, await collected()]).toEqual([2, 3n * price])
    await later.subscriptions.forget(kept?.id ?? '')
    expect(later.subscriptions.list()).toHaveLength(1)
  },
  timeout,
)

test(
  'of which the answer is lost is paid once, and served without a second proof',
  async () => {
    const account = await fund(1_000_000n)
    const { subscriptions, asked, read, payer } = reader(local(account), 'bob')
    shop.it.loseNext()
    const { collected } = shop.it.count
    expect(await codeOf(read())).toBe('paid_undelivered')
    await vi.waitFor(() => expect(subscriptions.list()).toMatchObject([{ status: 'active' }]))
    expect((await read()).status).toBe(200)
    expect([asked.length, shop.it.count.collected - collected]).toEqual([1, 1])
    expect(payer.attempts.list()).toHaveLength(1)
  },
  timeout,
)

test(
  'is signed and cancelled by a wallet, each on one yes',
  async () => {
    const account = await fund(1_000_000n)
    const wallet = signsKeys(createPlainWallet({ account, url: live.chain.url, chainId }), account)
    const { subscriptions, read } = reader(remote(account.address, wallet), 'eve')
    const prompts = () => wallet.log.filter((method) => /authorize|sendTransaction|sign/i.test(method))

    const answer = wallet.answers.get('wallet_authorizeAccessKey')
    wallet.answers.set('wallet_authorizeAccessKey', 4001)
    expect(await codeOf(read())).toBe('cancelled')
    expect(subscriptions.list()).toEqual([])
    wallet.answers.set('wallet_authorizeAccessKey', answer as never)
    expect((await read()).status).toBe(200)
    await vi.waitFor(() => expect(subscriptions.list()).toMatchObject([{ status: 'active' }]))
    expect(prompts()).toEqual(['wallet_authorizeAccessKey', 'wallet_authorizeAccessKey'])

    const id = subscriptions.list()[0]?.id ?? ''
    wallet.answers.set('eth_sendTransaction', 4001)
    expect(await codeOf(subscriptions.cancel(id))).toBe('cancelled')
    expect(subscriptions.list()).toMatchObject([{ status: 'active' }])
    wallet.answers.delete('eth_sendTransaction')
    // Two presses are one transaction.
    await Promise.all([subscriptions.cancel(id), subscriptions.cancel(id)])
    await subscriptions.cancel(id)
    expect(subscriptions.list()).toMatchObject([{ status: 'cancelled' }])
    expect(prompts().slice(2)).toEqual(['eth_sendTransaction', 'eth_sendTransaction'])
  },
  timeout,
)

test(
  'of the form in the draft is taken by the chain itself, byte for byte, with the first period',
  async () => {
    const account: LocalAccount = await fund(1_000_000n)
    const seller = generatePrivateKey()
    const access = { accessKeyAddress: Account.fromSecp256k1(seller).address, keyType: 'secp256k1' }
    const challenge = subscriptionChallenge(subscriptionRequest({ recipient: recipient.address }, access), {
      id: 'draft',
    })
    const client = local(account)
    const method = tempoSubscription({ client })
    const request = method.read(challenge)
    const { payload, source } = await method.authorize(request, contextOf(challenge))
    const signed = payload.signature

    const { expiry, key, currency, amount, seconds } = request
    const { r, s, yParity } = parseSignature(`0x${signed.slice(-130)}`)
    const to = request.recipient
    const scope = (selector: Hex) => ({ address: currency, selector, recipients: [to] })
    const keyAuthorization = {
      ...{ address: key, chainId: BigInt(chainId), expiry, type: 'secp256k1' },
      limits: [{ token: currency, limit: amount, period: seconds }],
      scopes: [scope('0xa9059cbb'), scope('0x95777d59')],
      signature: { type: 'secp256k1', signature: { r: BigInt(r), s: BigInt(s), yParity } },
    }
    const data = encodeFunctionData({ abi: Abis.tip20, functionName: 'transfer', args: [to, amount] })
    const chain = chainClient(live.chain.url)
    const raw = await signTransaction(chain, {
      account: Account.fromSecp256k1(seller, { access: account.address }),
      ...{
        calls: [{ to: currency, data }],
        feePayer: devAccounts.sponsor(),
        feeToken: pathUsd,
        gas: 5_000_000n,
      },
      ...{
        keyAuthorization,
        nonceKey: 2n ** 256n - 1n,
        validBefore: Math.floor(Date.now() / 1000) + 25,
        chainId,
      },
      ...{ maxFeePerGas: 50_000_000_000n, maxPriorityFeePerGas: 0n },
    } as never)
    // What is on its way to the chain holds the very bytes that were signed here.
    expect(raw).toContain(signed.slice(2))
    const before = await balance(to)
    const receipt = await sendRawTransactionSync(chain, { serializedTransaction: raw as Hex })
    expect([receipt.status, (await balance(to)) - before]).toEqual(['success', amount])
    const authorization = { payload, source, moves: 'after' } as const
    expect(await method.resolve?.(request, { ...contextOf(challenge), authorization })).toBe('paid')
  },
  timeout,
)
