import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as Hex from '../../chain/Hex.js'
import * as TempoTransaction from './TempoTransaction.js'
import { fakeClient, hash, localAccount, setup, shop, word } from './testing/fakeClient.js'

describe('resolve', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const payment = async (
    details: object,
    answers: object,
    tweak: { memo?: Hex.Hex; validBefore?: number } = {},
  ) => {
    const now = Math.floor(Date.now() / 1000)
    const client = fakeClient(localAccount, answers)
    const { method, request, context } = setup(
      { client },
      {},
      { ...details, ...(tweak.memo ? { memo: tweak.memo } : {}) },
    )
    const transaction = {
      chainId: 42431,
      calls: [{ to: request.currency, data: '0x' as const }],
      gas: 1n,
      maxFeePerGas: 1n,
      maxPriorityFeePerGas: 1n,
      nonceKey: TempoTransaction.expiringNonceKey,
      validAfter: 7,
      validBefore: tweak.validBefore ?? now + 25,
      sponsored: request.feePayer,
    }
    const signature = TempoTransaction.serialize(transaction, `0x${'11'.repeat(65)}`)
    const authorization = {
      payload: { type: 'transaction', signature },
      moves: 'after' as const,
      source: `did:pkh:eip155:42431:${localAccount.address}`,
    }
    const controller = new AbortController()
    let resolution: unknown = 'open'
    void method.resolve?.(request, { ...context, signal: controller.signal, authorization }).then((value) => {
      resolution = value
    })
    return {
      client,
      controller,
      async after(seconds: number) {
        await vi.advanceTimersByTimeAsync(seconds * 1000)
        return resolution
      },
    }
  }
  const log = { data: word(10_000), transactionHash: hash }

  test('what the chain says of the transaction', async () => {
    expect(await (await payment({}, { eth_getTransactionReceipt: { status: '0x1' } })).after(0)).toBe('paid')
    expect(await (await payment({}, { eth_getTransactionReceipt: { status: '0x0' } })).after(0)).toBe(
      'unpaid',
    )
  })

  test('what the logs say of a sponsored one, whose hash is not known', async () => {
    const { after, client } = await payment(
      { feePayer: true },
      { eth_getLogs: [{ ...log, data: word(9) }, log] },
    )
    expect(await after(0)).toBe('paid')
    expect(client.log).not.toContain('eth_getTransactionReceipt')
    const [filter] = client.calls.find(({ method }) => method === 'eth_getLogs')?.params ?? []
    const { topics } = filter as { topics: Hex.Hex[] }
    expect(topics[1]).toBe(word(BigInt(localAccount.address)))
    expect(topics[2]).toBe(word(BigInt(shop)))
    expect(topics[3]).toMatch(/^0xef1ed71201/)
  })

  test("a memo of the server's own may be on other payments", async () => {
    const memo = hash
    const other = await payment(
      { feePayer: true },
      { eth_getLogs: [log], eth_getTransactionByHash: { validAfter: '0x8' } },
      { memo },
    )
    expect(await other.after(0)).toBe('open')
    expect(await other.after(40)).toBe('unpaid')
    const end = Hex.fromNumber(Math.floor(Date.now() / 1000) + 25)
    const own = await payment(
      { feePayer: true },
      { eth_getLogs: [log], eth_getTransactionByHash: { validAfter: '0x7', validBefore: end } },
      { memo },
    )
    expect(await own.after(0)).toBe('paid')
  })

  test('stays open until the transaction can be mined no more', async () => {
    const { after } = await payment({}, {})
    expect(await after(26)).toBe('open')
    expect(await after(2)).toBe('unpaid')
  })

  test('is unknown when the caller gives up, the chain goes away, stands still, or nothing ends', async () => {
    const given = await payment({}, {})
    expect(await given.after(3)).toBe('open')
    given.controller.abort()
    expect(await given.after(0)).toBe('unknown')
    expect(await (await payment({}, { eth_getLogs: new Error('down') })).after(0)).toBe('unknown')
    expect(
      await (await payment({}, { eth_getBlockByNumber: { number: '0x1', timestamp: '0x1' } })).after(100),
    ).toBe('unknown')
    expect(await (await payment({}, {}, { validBefore: 0 })).after(0)).toBe('unknown')
  })

  test('of a sent transaction, of a proof, and of what cannot be read', async () => {
    const of = async (payload: object, answers: object = {}, client = fakeClient(localAccount, answers)) => {
      const { method, request, context } = setup({ client })
      return method.resolve?.(request, { ...context, authorization: { payload, moves: 'before' } })
    }
    expect(await of({ type: 'hash', hash }, { eth_getTransactionReceipt: { status: '0x1' } })).toBe('paid')
    expect(await of({ type: 'hash', hash }, { eth_getTransactionReceipt: { status: '0x0' } })).toBe('unpaid')
    expect(await of({ type: 'hash', hash })).toBe('unknown')
    expect(await of({ type: 'proof', signature: '0x' })).toBe('unpaid')
    expect(await of({ type: 'transaction', signature: '0x02' })).toBe('unknown')
    expect(await of({ type: 'transaction' })).toBe('unknown')
    const { method, request, context } = setup()
    const authorization = { payload: { type: 'hash', hash }, moves: 'before' } as const
    expect(await method.resolve?.(request, { ...context, authorization })).toBe('unknown')
  })
})
