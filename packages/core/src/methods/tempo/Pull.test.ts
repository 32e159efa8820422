import { Transaction } from 'viem/tempo'
import { describe, expect, test } from 'vitest'
import * as Hex from '../../chain/Hex.js'
import type { TempoOptions } from './Charge.js'
import { fakeClient, localAccount, pathUsd, remoteAccount, setup, shop } from './testing/fakeClient.js'

const rawOf = (payload: object) => (payload as { signature: '0x76' }).signature

describe('authorize by a key in the page', () => {
  async function sign(
    details: object = {},
    answers: object = {},
    options: Partial<TempoOptions> = {},
    account = localAccount,
  ) {
    const client = fakeClient(account, answers)
    const { method, request, context } = setup({ client, ...options }, {}, details)
    const { payload, moves } = await method.authorize(request, context)
    expect(moves).toBe('after')
    return { client, transaction: Transaction.deserialize(rawOf(payload)) }
  }

  test('the fee is in the token that is paid with, or the one that is set', async () => {
    expect((await sign()).transaction).toMatchObject({
      feeToken: pathUsd,
      from: localAccount.address.toLowerCase(),
      nonceKey: 2n ** 256n - 1n,
    })
    expect((await sign({}, {}, { feeToken: shop })).transaction).toMatchObject({ feeToken: shop })
    expect((await sign({ feePayer: true })).transaction).toMatchObject({
      feePayerSignature: null,
      from: localAccount.address.toLowerCase(),
    })
    expect((await sign({ feePayer: true })).transaction).not.toHaveProperty('feeToken')
  })

  test('what a sponsor pays has its bounds, what the payer pays has the chain to say', async () => {
    const dear = { eth_estimateGas: '0x2dc6c0', eth_maxPriorityFeePerGas: '0x4a817c8000' }
    const capped = { gas: 2_000_000n, maxPriorityFeePerGas: 10_000_000_000n, maxFeePerGas: 34_000_000_000n }
    expect((await sign({ feePayer: true }, dear)).transaction).toMatchObject(capped)
    const free = { gas: 3_170_000n, maxPriorityFeePerGas: 320_000_000_000n, maxFeePerGas: 344_000_000_000n }
    expect((await sign({}, dear)).transaction).toMatchObject(free)
  })

  test('it ends 25 seconds from now by the clock of the chain, and never after the challenge', async () => {
    const at = (timestamp: number) => ({
      eth_getBlockByNumber: { number: '0x1', timestamp: Hex.fromNumber(timestamp), baseFeePerGas: '0x1' },
    })
    const now = Math.floor(Date.now() / 1000)
    expect((await sign({}, at(now - 300))).transaction.validBefore).toBe(now - 300 + 25)
    expect((await sign({}, at(now + 300))).transaction.validBefore).toBe(now + 300 + 25)
    // A chain that stands still since yesterday has no clock.
    expect(Number((await sign({}, at(now - 86_400))).transaction.validBefore) - now).toBeGreaterThanOrEqual(
      25,
    )
    const { method, request, context } = setup(
      { client: fakeClient(localAccount, at(now)) },
      {},
      {},
      new Date((now + 7) * 1000 + 900).toISOString(),
    )
    const { payload } = await method.authorize(request, context)
    expect(Transaction.deserialize(rawOf(payload)).validBefore).toBe(now + 7)
  })

  test('an offer that has ended by the clock of the chain is not signed', async () => {
    const { method, request, context } = setup(
      { client: fakeClient(localAccount) },
      {},
      {},
      new Date(Date.now() - 5_000).toISOString(),
    )
    await expect(method.authorize(request, context)).rejects.toMatchObject({ code: 'challenge_expired' })
  })

  test('two alike in everything are two transactions', async () => {
    const [one, two] = [await sign(), await sign()]
    expect(one.transaction.validAfter).not.toBe(two.transaction.validAfter)
  })

  test('the estimate knows the kind of key', async () => {
    const { client } = await sign(
      {},
      {},
      {},
      { ...localAccount, keyType: 'webAuthn', accessKeyAddress: shop },
    )
    const [estimate] = client.calls.filter(({ method }) => method === 'eth_estimateGas')
    expect(estimate?.params[0]).toMatchObject({
      keyType: 'webAuthn',
      keyData: '0x0578',
      keyId: shop,
      from: localAccount.address,
    })
    expect(estimate?.params[0]).not.toHaveProperty('maxFeePerGas')
  })

  test.each([null, '0x', '0x02f8', 7, {}, { raw: '0x02' }])(
    'a wallet that signs something else (%#) is refused',
    async (answer) => {
      const { method, request, context } = setup(
        { client: fakeClient(remoteAccount, { eth_signTransaction: answer }) },
        {},
        { feePayer: true },
      )
      await expect(method.authorize(request, context)).rejects.toMatchObject({ code: 'wallet_failed' })
    },
  )
})
