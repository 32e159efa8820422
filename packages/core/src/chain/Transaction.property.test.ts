import * as fc from 'fast-check'
import { parseTransaction, recoverTransactionAddress, serializeTransaction } from 'viem'
import { privateKeyToAccount, sign as signHash } from 'viem/accounts'
import { expect, test } from 'vitest'
import * as Hex from './Hex.js'
import * as Transaction from './Transaction.js'
import { codeOf, fakeClient, localAccount, remoteAccount } from './testing/fakeClient.js'

const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 1000)
const key = `0x${'42'.repeat(32)}` as const
const account = privateKeyToAccount(key)

const big = (bits: bigint) => fc.bigInt({ min: 0n, max: 2n ** bits - 1n })
const bytes = (minLength: number, maxLength = minLength) =>
  fc.uint8Array({ minLength, maxLength }).map((value) => Hex.fromBytes(value))
const transaction: fc.Arbitrary<Transaction.Transaction> = fc
  .record({
    to: bytes(20),
    data: bytes(1, 300),
    chainId: fc.integer({ min: 1, max: 2 ** 40 }),
    nonce: big(40n),
    gas: big(60n),
    maxFeePerGas: big(100n),
    maxPriorityFeePerGas: big(100n),
  })
  .filter((each) => each.maxPriorityFeePerGas <= each.maxFeePerGas)

const toViem = (value: Transaction.Transaction) =>
  ({ ...value, type: 'eip1559', nonce: Number(value.nonce) }) as const

test('is written as viem writes it, unsigned and signed', async () => {
  await fc.assert(
    fc.asyncProperty(transaction, async (value) => {
      const raw = Transaction.serialize(value)
      expect(raw).toBe(serializeTransaction(toViem(value)))
      const hash = Hex.keccak(Hex.toBytes(raw))
      const signature = await signHash({ hash, privateKey: key, to: 'hex' })
      const signed = await signHash({ hash, privateKey: key })
      expect(Transaction.serialize(value, signature)).toBe(serializeTransaction(toViem(value), signed))
    }),
    { numRuns: Math.ceil(numRuns / 5) },
  )
})

test('is made of a call by asking the chain, and signed by the account', async () => {
  const client = fakeClient(localAccount, {
    eth_getTransactionCount: '0x7',
    eth_estimateGas: '0xea60',
    eth_maxPriorityFeePerGas: '0x5',
    eth_getBlockByNumber: { number: '0x1', timestamp: '0x1', baseFeePerGas: '0x64' },
  })
  const call = { to: `0x${'12'.repeat(20)}`, data: '0x1234' } as const
  const raw = await Transaction.sign({ client, account: localAccount, chainId: 196 }, call)
  expect(parseTransaction(raw)).toMatchObject({
    ...call,
    chainId: 196,
    nonce: 7,
    gas: 72_000n,
    maxPriorityFeePerGas: 5n,
    maxFeePerGas: 205n,
  })
  expect(await recoverTransactionAddress({ serializedTransaction: raw as `0x02${string}` })).toBe(
    account.address,
  )
  const estimate = client.calls.find(({ method }) => method === 'eth_estimateGas')
  expect(estimate?.params).toEqual([{ from: account.address, ...call }])
})

test('is not made by an account that signs none', async () => {
  const client = fakeClient(remoteAccount)
  const call = { to: `0x${'12'.repeat(20)}`, data: '0x' } as const
  expect(await codeOf(Transaction.sign({ client, account: remoteAccount, chainId: 1 }, call))).toBe(
    'wallet_unsupported',
  )
})
