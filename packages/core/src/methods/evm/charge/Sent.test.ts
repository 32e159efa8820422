import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { codeOf, hash, localAccount, payer, remoteAccount, word } from '../../../chain/testing/fakeClient.js'
import { RpcError } from '../../../chain/testing/wallets.js'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import { chargeChallenge } from '../testing/challenges.js'
import { fakeChain } from '../testing/fakeChain.js'
import { evm } from './Charge.js'

// What a wallet and a chain can do wrong after they were asked to send: nothing goes twice, and no doubt passes for "unpaid".

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const other = `0x${'77'.repeat(32)}` as const
const mined = { eth_getTransactionReceipt: { status: '0x1' } }
const logged = (transactionHash: string, value = 10_000n) => ({
  eth_getLogs: [{ data: word(value), transactionHash }],
  eth_getTransactionByHash: { from: payer },
})

function shopper(answers: object = {}, { store = createMemoryStore(), account = remoteAccount } = {}) {
  const { client, sent } = fakeChain({ account, answers: { eth_getTransactionCount: '0x0', ...answers } })
  const method = evm({ client, credentialTypes: ['hash'] })
  const contextOf = (id: string, expires?: string) => {
    const challenge = chargeChallenge({}, { credentialTypes: ['hash'] }, { id, expires })
    return { challenge, now: Date.now, store, idempotencyKey: 'key' }
  }
  const finish = async <result>(work: Promise<result>) => {
    const settled = Promise.allSettled([work])
    await vi.advanceTimersByTimeAsync(300_000)
    await settled
    return work
  }
  return {
    ...{ client, sent, store },
    pay(id = 'one', signal?: AbortSignal, expires?: string) {
      const context = { ...contextOf(id, expires), ...(signal ? { signal } : {}) }
      return finish(method.authorize(method.read(context.challenge), context))
    },
    resolve: (id = 'one', authorization?: Awaited<ReturnType<typeof method.authorize>>) => {
      const context = contextOf(id)
      return finish(
        Promise.resolve(method.resolve?.(method.read(context.challenge), { ...context, authorization })),
      )
    },
  }
}

describe('a transfer by a wallet', () => {
  test('is sent once, as the transfer that was asked for, and its hash is kept', async () => {
    const { pay, client, resolve } = shopper(mined)
    expect((await pay()).payload).toEqual({ type: 'hash', hash })
    const sent = client.calls.filter(({ method }) => method === 'eth_sendTransaction')
    const to = '742d35cc6634c0532925a3b844bc9e7595f8fe00'.padStart(64, '0')
    const data = `0xa9059cbb${to}${(10_000).toString(16).padStart(64, '0')}`
    expect(sent).toMatchObject([{ retryCount: 0, params: [{ from: payer, data, chainId: '0xa5bf' }] }])
    // The page that asked is gone: what it sent is known all the same.
    expect(await resolve()).toBe('paid')
    expect(await resolve('never begun')).toBe('unpaid')
  })

  test('is not sent again for the same challenge', async () => {
    const { pay, sent } = shopper(mined)
    await pay()
    expect((await pay()).payload).toEqual({ type: 'hash', hash })
    expect(sent()).toEqual(['eth_sendTransaction'])
    await pay('two')
    expect(sent()).toEqual(['eth_sendTransaction', 'eth_sendTransaction'])
  })

  test('waits for another that looks alike, and is not sent once its offer has ended', async () => {
    const { pay, sent } = shopper({ eth_getTransactionReceipt: null })
    const inAMinute = new Date(Date.now() + 60_000).toISOString()
    const both = [pay('one'), codeOf(pay('two', undefined, inAMinute))] as const
    expect((await both[0]).payload).toEqual({ type: 'hash', hash })
    expect(await both[1]).toBe('challenge_expired')
    expect(sent()).toEqual(['eth_sendTransaction'])
  })

  test('is not paid in another way either, once it was begun', async () => {
    const store = createMemoryStore()
    const { pay } = shopper(mined, { store })
    await pay()
    const { client, sent } = fakeChain({
      answers: { eth_signTypedData_v4: `0x${'11'.repeat(64)}1b`, ...mined },
    })
    const challenge = chargeChallenge({}, { credentialTypes: ['authorization', 'hash'] }, { id: 'one' })
    const method = evm({ client })
    const context = { challenge, now: Date.now, store, idempotencyKey: 'key' }
    const { payload } = await method.authorize(method.read(challenge), context)
    expect(payload).toEqual({ type: 'hash', hash })
    expect(sent()).toEqual([])
  })

  test.each([4001, 4100, -32003])('that the wallet refuses with %s was not sent', async (code) => {
    const { pay, resolve, client } = shopper({ eth_sendTransaction: new RpcError(code), ...mined })
    expect(['cancelled', 'wallet_failed']).toContain(await codeOf(pay()))
    expect(await resolve()).toBe('unpaid')
    client.answers.eth_sendTransaction = hash
    expect((await pay()).payload).toEqual({ type: 'hash', hash })
  })

  test('that would fail is never shown to the wallet', async () => {
    const { pay, sent, client, resolve } = shopper()
    const answer = client.answers.eth_call as (params: readonly { data: string }[]) => unknown
    client.answers.eth_call = (params: readonly { data: string }[]) => {
      if (params[0]?.data.startsWith('0xa9059cbb')) throw new RpcError(3, 'execution reverted')
      return answer(params)
    }
    expect(await codeOf(pay())).toBe('network_would_fail')
    expect(sent()).toEqual([])
    expect(await resolve()).toBe('unpaid')
  })

  test('that failed on the chain cost at most the fee', async () => {
    const { pay, resolve } = shopper({ eth_getTransactionReceipt: { status: '0x0' } })
    expect(await codeOf(pay())).toBe('evm_failed')
    expect(await resolve()).toBe('unpaid')
  })

  test('that does not show up is presented with its hash, and stays open', async () => {
    const { pay, resolve, client } = shopper({ eth_getTransactionReceipt: null })
    const authorization = await pay()
    expect(authorization).toMatchObject({ payload: { type: 'hash', hash }, moves: 'before' })
    expect(await resolve('one', authorization)).toBe('unknown')
    expect(await resolve('one')).toBe('unknown')
    client.answers.eth_getTransactionReceipt = { status: '0x0' }
    expect(await resolve('one', authorization)).toBe('unpaid')
  })

  test('that nobody waits for any more is presented too', async () => {
    const controller = new AbortController()
    const { pay } = shopper({
      eth_getTransactionReceipt() {
        controller.abort()
        return null
      },
    })
    expect(await pay('one', controller.signal)).toMatchObject({ payload: { type: 'hash', hash } })
  })

  test('in whose place the wallet sent another is presented with the hash of that', async () => {
    const { pay } = shopper({ eth_getTransactionReceipt: null, ...logged(other) })
    expect((await pay()).payload).toEqual({ type: 'hash', hash: other })
  })

  test('in whose place the wallet sent another later is known to be paid, with its hash or without', async () => {
    for (const hasPage of [true, false]) {
      const { pay, resolve, client } = shopper({ eth_getTransactionReceipt: null })
      const authorization = await pay()
      expect(authorization.payload).toEqual({ type: 'hash', hash })
      Object.assign(client.answers, logged(other), {
        eth_getTransactionReceipt: ([which]: unknown[]) => (which === other ? { status: '0x1' } : null),
      })
      expect(await resolve('one', hasPage ? authorization : undefined)).toBe('paid')
    }
  })
})

test('a node that answers with nonsense for a receipt says nothing of the money', async () => {
  const { pay } = shopper({ eth_getTransactionReceipt: new RpcError(-32000, 'insufficient credits') })
  expect((await pay()).payload).toEqual({ type: 'hash', hash })
})

describe('a transfer whose answer the wallet lost', () => {
  const lost = { eth_sendTransaction: new RpcError(-32603), ...mined }

  test('is looked for on the chain, and found', async () => {
    const { pay, client } = shopper({ ...lost, ...logged(other) })
    expect((await pay()).payload).toEqual({ type: 'hash', hash: other })
    const [search] = client.calls.filter(({ method }) => method === 'eth_getLogs')
    expect(search?.params).toMatchObject([
      { fromBlock: '0x1001', topics: [expect.any(String), word(BigInt(payer)), expect.any(String)] },
    ])
  })

  test.each([
    ['nothing is there', {}],
    ['it is of another amount', logged(other, 9_999n)],
    ['a server sent it', { ...logged(other), eth_getTransactionByHash: { from: `0x${'99'.repeat(20)}` } }],
    ['the chain is gone', { eth_getLogs: new Error('down') }],
  ])('is unknown where %s, and is not sent again', async (_, answers) => {
    const { pay, resolve, sent, client } = shopper({ ...lost, ...answers })
    expect(await codeOf(pay())).toBe('unknown')
    client.answers.eth_sendTransaction = hash
    expect(await codeOf(pay())).toBe('unknown')
    expect(sent()).toEqual(['eth_sendTransaction'])
    expect(await resolve()).toBe('unknown')
  })

  test('is found later too, and by one of two that look alike', async () => {
    const { pay, resolve, client } = shopper(lost)
    for (const id of ['one', 'two']) expect(await codeOf(pay(id))).toBe('unknown')
    Object.assign(client.answers, logged(other))
    expect(await resolve('one')).toBe('paid')
    expect(await resolve('two')).toBe('unknown')
    expect(await resolve('one')).toBe('paid')
    expect((await pay('one')).payload).toEqual({ type: 'hash', hash: other })
  })

  test('is found although the node looks through a few blocks only', async () => {
    const { eth_getLogs, ...found } = logged(other)
    const some = ([{ toBlock }]: [{ toBlock: string }]) => {
      if (toBlock === 'latest') throw new RpcError(-32005, 'block range too large')
      return eth_getLogs
    }
    const { pay } = shopper({ ...lost, ...found, eth_getLogs: some })
    expect((await pay()).payload).toEqual({ type: 'hash', hash: other })
  })

  test('is not taken for one that another challenge was paid with', async () => {
    const { pay, client } = shopper({ ...mined, ...logged(hash) })
    expect((await pay('one')).payload).toEqual({ type: 'hash', hash })
    client.answers.eth_sendTransaction = new RpcError(-32603)
    expect(await codeOf(pay('two'))).toBe('unknown')
  })

  test('is unknown although the store fails, and never unpaid', async () => {
    const store = createMemoryStore()
    let writes = 0
    const failing = {
      ...store,
      set: (key: string, value: unknown) =>
        ++writes > 1 ? Promise.reject(new Error('full')) : store.set(key, value),
    }
    const { pay, resolve } = shopper(mined, { store: failing })
    const authorization = await pay()
    expect(authorization.payload).toEqual({ type: 'hash', hash })
    expect(await resolve()).toBe('unknown')
    expect(await resolve('one', authorization)).toBe('paid')
  })

  test('by a key in the page has its hash all the same', async () => {
    const answers = { eth_sendRawTransaction: new RpcError(-32603), ...mined }
    const { pay, resolve } = shopper(answers, { account: localAccount })
    const { payload } = await pay()
    expect(payload).toMatchObject({ type: 'hash', hash: expect.stringMatching(/^0x[0-9a-f]{64}$/) })
    expect(await resolve()).toBe('paid')
  })
})
