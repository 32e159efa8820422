import { describe, expect, test } from 'vitest'
import * as Base58 from './Base58.js'
import { toBase64 } from './Bytes.js'
import type { ChargePayload } from './Charge.js'
import * as Transaction from './Transaction.js'
import { bob } from './testing/charges.js'
import { statusOf } from './testing/fakeRpc.js'
import { setup, transactionOf } from './testing/setup.js'

describe('resolve', () => {
  const idOf = (authorization: { payload: ChargePayload }) =>
    Base58.encode([...transactionOf(authorization).signatures.values()][0] as Uint8Array)

  test.each([
    ['paid', statusOf(null), 1000],
    ['paid', statusOf(null, 'confirmed'), 2000],
    ['unpaid', statusOf({ InstructionError: [2, 'Custom'] }), 1000],
    // Its last block is 1150, and a node may lag ten blocks behind.
    ['unpaid', statusOf(undefined), 1161],
  ])('%s, by what the network has', async (resolution, answer, height) => {
    const asked: unknown[] = []
    const answers = {
      getBlockHeight: () => height,
      getSignatureStatuses: (ids: string[], options: unknown) => {
        asked.push([ids, options])
        return height === 1161 ? { value: [null] } : answer
      },
    }
    const { authorize, resolve } = await setup({ answers })
    const authorization = await authorize()
    expect(await resolve(authorization)).toBe(resolution)
    expect(asked).toEqual([
      [[idOf(authorization as { payload: ChargePayload })], { searchTransactionHistory: true }],
    ])
  })

  test.each([
    ['nonsense', () => 7],
    ['no statuses', () => ({ value: [] })],
    ['a status without an error field', () => ({ value: [{ confirmationStatus: 'finalized' }] })],
    ['an error', () => Promise.reject(new Error('busy'))],
  ])('unknown, where the network says %s', async (_, getSignatureStatuses) => {
    const { authorize, resolve } = await setup({
      answers: { getSignatureStatuses, getBlockHeight: () => 9999 },
    })
    expect(await resolve(await authorize())).toBe('unknown')
  })

  test('what somebody else pays the fee of is found by the payer’s own signature', async () => {
    let wire = ''
    const ids = ['other', 'ours']
    const answers = {
      getBlockHeight: () => 9999,
      // What is older than the payment is not looked into.
      getSignaturesForAddress: () => [
        ...ids.map((signature) => ({ signature, slot: 501 })),
        { signature: 'old', slot: 100 },
      ],
      getTransaction: (id: string) => {
        expect(id).not.toBe('old')
        return id === 'ours' ? { transaction: [wire, 'base64'] } : { transaction: ['AAAA', 'base64'] }
      },
      getSignatureStatuses: ([id]: string[]) => (id === 'ours' ? statusOf(null) : statusOf(undefined)),
    }
    const { authorize, resolve } = await setup({ answers, more: { feePayer: true, feePayerKey: bob } })
    const authorization = await authorize()
    expect(await resolve(authorization)).toBe('unpaid')
    const { bytes, signatures } = transactionOf(authorization as { payload: ChargePayload })
    wire = toBase64(Transaction.serialize(bytes, new Map([...signatures, [bob, new Uint8Array(64).fill(1)]])))
    expect(await resolve(authorization)).toBe('paid')
  })

  test.each([
    [
      'names a transaction that it does not have',
      { getSignaturesForAddress: () => [{ signature: 'x', slot: 501 }] },
    ],
    ['has let go of the blocks of that time', { getFirstAvailableBlock: () => 501 }],
  ])('what was not found is unknown where the network %s', async (_, news) => {
    const answers = { getBlockHeight: () => 9999, ...news }
    const { authorize, resolve } = await setup({ answers, more: { feePayer: true, feePayerKey: bob } })
    expect(await resolve(await authorize())).toBe('unknown')
  })

  test('what was only signed, on a page that is gone, was not paid', async () => {
    expect(await (await setup()).resolve()).toBe('unpaid')
  })
})
