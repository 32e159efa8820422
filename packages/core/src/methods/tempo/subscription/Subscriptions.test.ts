import { expect, test } from 'vitest'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import { codeOf, fakeClient, hash, pathUsd, payer, remoteAccount, shop, word } from '../testing/fakeClient.js'
import { idOf, type Subscription } from './SubscriptionRecord.js'
import { createSubscriptions } from './Subscriptions.js'
import { sellerKey, today } from './testing/challenge.js'

const month = 2_592_000
const parts = { chainId: 42431, payer, key: sellerKey } as const
const kept: Subscription = {
  ...{ id: idOf(parts), ...parts, status: 'active', agreedAt: today, realm: 'shop.test', challengeId: 'one' },
  ...{ payee: { id: shop }, period: { unit: 'day', count: 30 }, endsAt: today + 100 * month * 1000 },
  price: { value: 1_000_000n, decimals: 6, symbol: 'pathUSD', asset: pathUsd, currency: 'usd' },
}

/** Subscriptions of a store, and a chain whose key is as it is told; an answer can be changed later. */
async function setup({ records = [kept], answers = {}, account = remoteAccount, at = today } = {}) {
  const chain = { key: [1, 1, (kept.endsAt / 1000) | 0, 1, 0], limit: [0, today / 1000 + month], time: at }
  const client = fakeClient(account, {
    eth_getBlockByNumber: () => ({
      number: '0x1',
      timestamp: `0x${Math.floor(chain.time / 1000).toString(16)}`,
    }),
    eth_call: ([{ data }]: [{ data: string }]) => {
      const values = data.startsWith('0xbc298553')
        ? chain.key
        : data.startsWith('0xa7f72cab')
          ? chain.limit
          : [1]
      return `0x${values.map((value) => word(value).slice(2)).join('')}`
    },
    eth_sendTransaction: () => {
      chain.key = [1, 1, 0, 1, 1]
      return hash
    },
    ...answers,
  })
  const heard: ((key: string) => void)[] = []
  const memory = createMemoryStore()
  const watch = (listener: (key: string) => void) => {
    heard.push(listener)
    return () => void heard.splice(heard.indexOf(listener), 1)
  }
  const store = { ...memory, watch }
  for (const record of records) await store.set(`tempo/subscription/${record.id}`, record)
  const clock = { now: at }
  const subscriptions = createSubscriptions({ client, store, now: () => clock.now })
  await subscriptions.ready()
  return { chain, client, store, heard, clock, subscriptions }
}

test('says what the chain says of each, and what it cannot ask stays as it was known', async () => {
  const { chain, client, clock, subscriptions } = await setup()
  const now = async () => {
    await subscriptions.refresh()
    const [{ status, nextAt } = { status: 'gone', nextAt: undefined }] = subscriptions.list()
    return [status, nextAt]
  }
  expect(await now()).toEqual(['active', today + month * 1000])
  const before = subscriptions.list()
  await subscriptions.refresh()
  expect(subscriptions.list()).toBe(before)
  // Not collected yet in this period: at any time from now on.
  chain.limit = [1_000_000, today / 1000 + month]
  expect(await now()).toEqual(['active', today])
  // The next period would begin after the end.
  chain.limit = [0, kept.endsAt / 1000 + 1]
  expect(await now()).toEqual(['active', undefined])
  client.answers.eth_call = new Error('down')
  expect(await now()).toEqual(['active', undefined])
  clock.now = kept.endsAt
  expect(subscriptions.list()).toMatchObject([{ status: 'expired' }])
  await subscriptions.forget(kept.id)
  expect(subscriptions.list()).toEqual([])
})

test('a key that nobody set up is neither active nor cancelled, and cannot be forgotten', async () => {
  const { chain, client, subscriptions } = await setup()
  chain.key = [0, 0, 0, 0, 0]
  await subscriptions.refresh()
  expect(subscriptions.list()).toMatchObject([{ status: 'unknown', nextAt: undefined }])
  expect(await codeOf(subscriptions.cancel(kept.id))).toBe('subscription_not_set_up')
  expect(await codeOf(subscriptions.forget(kept.id))).toBe('subscription_active')
  expect(await codeOf(subscriptions.cancel('another'))).toBe('subscription_not_found')
  expect(client.log).not.toContain('eth_sendTransaction')
})

test('cancels what the account agreed to and nothing else, and says how that ended', async () => {
  const { client, store, subscriptions } = await setup()
  await subscriptions.cancel(kept.id)
  const sent = client.calls.find(({ method }) => method === 'eth_sendTransaction')
  expect(sent).toMatchObject({ retryCount: 0 })
  expect(sent?.params).toEqual([
    {
      ...{ from: payer, chainId: '0xa5bf', to: '0xaaaaaaaa00000000000000000000000000000000' },
      data: `0x5ae7ab32${sellerKey.slice(2).padStart(64, '0')}`,
    },
  ])
  expect(await store.get(`tempo/subscription/${kept.id}`)).toMatchObject({ status: 'cancelled' })

  const stranger = await setup({ account: { ...remoteAccount, address: shop } })
  expect(await codeOf(stranger.subscriptions.cancel(kept.id))).toBe('subscription_payer_mismatch')
  const failing = await setup({
    answers: { eth_sendTransaction: hash, eth_getTransactionReceipt: { status: '0x0' } },
  })
  expect(await codeOf(failing.subscriptions.cancel(kept.id))).toBe('subscription_cancelling_failed')
  // The caller gives up while the chain has not said anything.
  const silent = await setup({ answers: { eth_sendTransaction: hash } })
  const given = AbortSignal.abort()
  expect(await codeOf(silent.subscriptions.cancel(kept.id, given))).toBe(
    'subscription_cancelling_unconfirmed',
  )
  expect(silent.subscriptions.list()).toMatchObject([{ status: 'active' }])
  const refusing = await setup({
    answers: { eth_sendTransaction: Object.assign(new Error(), { code: 4001 }) },
  })
  expect(await codeOf(refusing.subscriptions.cancel(kept.id))).toBe('cancelled')
})

test('hears of other tabs, reads nothing that is no subscription, and lets go in the end', async () => {
  const odd = { ...kept, id: 'tampered' }
  const { store, heard, subscriptions } = await setup({ records: [odd, kept] })
  expect(subscriptions.list().map(({ id }) => id)).toEqual([kept.id])
  let told = 0
  subscriptions.subscribe(() => told++)
  const name = `tempo/subscription/${kept.id}`
  await store.set(name, { ...kept, status: 'cancelled' })
  for (const hear of heard) hear(name)
  await expect.poll(() => subscriptions.list()[0]?.status).toBe('cancelled')
  await store.delete(name)
  for (const hear of heard) hear(name)
  await expect.poll(() => subscriptions.list()).toEqual([])
  expect(told).toBeGreaterThanOrEqual(2)
  subscriptions.destroy()
  expect(heard).toEqual([])
})
