import { privateKeyToAccount } from 'viem/accounts'
import { Account, Transaction } from 'viem/tempo'
import { describe, expect, test } from 'vitest'
import * as Hex from '../../../chain/Hex.js'
import type { Signed } from '../Signing.js'
import { expiringNonceKey, serialize, type TempoTransaction } from '../TempoTransaction.js'
import { pathUsd, shop } from '../testing/fakeClient.js'
import * as SignedTransaction from './SignedTransaction.js'

const secret: Hex.Hex = `0x${'42'.repeat(32)}`
const account = Account.fromSecp256k1(secret)
const { address } = privateKeyToAccount(secret)

const ours: TempoTransaction = {
  chainId: 42431,
  calls: [{ to: shop, data: '0x11223344' }],
  gas: 100_000n,
  maxFeePerGas: 2_000n,
  maxPriorityFeePerGas: 1_000n,
  nonceKey: expiringNonceKey,
  validAfter: 1_000,
  validBefore: 2_000,
  feeToken: pathUsd,
}
const sponsored: TempoTransaction = { ...ours, feeToken: undefined, sponsored: true }

/** What a wallet on viem signs. */
async function byWallet(transaction: TempoTransaction, change: object = {}): Promise<Signed> {
  const { sponsored, feeToken, calls, ...rest } = transaction
  const fee = sponsored ? { feePayer: true } : { feeToken }
  const theirs = { ...rest, ...fee, calls: [...calls], nonce: 0, from: address, type: 'tempo', ...change }
  const raw = await account.signTransaction(theirs as never, { serializer: Transaction.serialize as never })
  return { raw, transaction }
}

describe('read', () => {
  test.each([
    ['its own fee', ours],
    ["somebody else's fee", sponsored],
  ])('what a wallet signed with %s', async (_, transaction) => {
    const signed = await byWallet(transaction)
    const { payload, validBefore } = SignedTransaction.read(signed)
    expect(Hex.fromBytes(payload)).toBe(serialize(transaction))
    expect(validBefore).toBe(2_000)
  })

  test('fees and times are for the wallet to choose', async () => {
    const fees = { gas: 7n, maxFeePerGas: 9n, maxPriorityFeePerGas: 3n, feeToken: shop } as const
    const change = { ...fees, validBefore: 1_900 }
    const { payload, validBefore } = SignedTransaction.read(await byWallet(ours, change))
    expect(Hex.fromBytes(payload)).toBe(serialize({ ...ours, ...change }))
    expect(validBefore).toBe(1_900)
  })

  test.each([
    { calls: [{ to: pathUsd, data: '0x11223344' }] },
    { calls: [...ours.calls, ...ours.calls] },
    { calls: [{ ...ours.calls[0], value: 1n }] },
    { chainId: 4217 },
    { nonceKey: 1n },
    { validBefore: undefined },
  ])('another payment than the one asked for is refused (%#)', async (change) => {
    const signed = await byWallet(ours, change)
    expect(() => SignedTransaction.read(signed)).toThrow(expect.objectContaining({ code: 'wallet_failed' }))
  })

  test('what is no transaction is refused', () => {
    expect(() => SignedTransaction.read({ raw: '0x76c0', transaction: ours })).toThrow(
      expect.objectContaining({ code: 'rlp_invalid' }),
    )
  })
})
