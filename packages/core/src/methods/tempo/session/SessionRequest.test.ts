import { describe, expect, test } from 'vitest'
import { pathUsd, shop } from '../testing/fakeClient.js'
import { canonicalEscrow } from './EscrowV2.js'
import * as SessionRequest from './SessionRequest.js'
import { sessionChallenge } from './testing/challenges.js'

const other = `0x${'Ab'.repeat(20)}` as const
const read = (change?: object, details?: object, escrows: readonly `0x${string}`[] = [other]) =>
  SessionRequest.read(sessionChallenge(change, details), escrows)

describe('read', () => {
  test("the draft's own example", () => {
    expect(read({ suggestedDeposit: '10000000' }, { chainId: 4217 })).toEqual({
      amount: 25n,
      unitType: 'llm_token',
      suggestedDeposit: 10_000_000n,
      currency: pathUsd,
      recipient: shop,
      escrowContract: canonicalEscrow,
      chainId: 4217,
      operator: `0x${'0'.repeat(40)}`,
      minVoucherDelta: 0n,
      feePayer: false,
      sessionProtocol: 'v2',
    })
  })

  test('everything that a server may say, in lower case', () => {
    const channelId = `0x${'Cd'.repeat(32)}`
    const details = { operator: other, minVoucherDelta: '7', feePayer: true, feeToken: other, channelId }
    expect(read({}, details)).toMatchObject({
      operator: other.toLowerCase(),
      minVoucherDelta: 7n,
      feePayer: true,
      feeToken: other.toLowerCase(),
      channelId: channelId.toLowerCase(),
    })
  })

  test('without a protocol it is v1, on the chain of the draft, and has no operator', () => {
    const details = { sessionProtocol: undefined, chainId: undefined, escrowContract: other, operator: other }
    expect(read({}, details)).toMatchObject({
      sessionProtocol: 'v1',
      chainId: 4217,
      escrowContract: other.toLowerCase(),
      operator: `0x${'0'.repeat(40)}`,
    })
  })

  test('v1 holds 128 bits, v2 holds 96', () => {
    const amount = String(2n ** 96n)
    const v1 = { sessionProtocol: 'v1', escrowContract: other }
    expect(read({ amount }, v1).amount).toBe(2n ** 96n)
    expect(read({ amount: String(2n ** 96n - 1n) }).amount).toBe(2n ** 96n - 1n)
    expect(() => read({ amount })).toThrow(/amount does not fit into a uint96/)
    expect(() => read({ amount: String(2n ** 128n) }, v1)).toThrow(/amount does not fit into a uint128/)
  })

  test('an escrow that nobody named is refused, the canonical one is of v2 alone', () => {
    const field = 'methodDetails.escrowContract'
    expect(() => read({}, { escrowContract: other }, [])).toThrow(expect.objectContaining({ field }))
    expect(read({}, { escrowContract: other }).escrowContract).toBe(other.toLowerCase())
    expect(() => read({}, { sessionProtocol: 'v1' })).toThrow(expect.objectContaining({ field }))
  })

  test.each<[field: string, change: object, details?: object]>([
    ['amount', { amount: undefined }],
    ['amount', { amount: '0' }],
    ['amount', { amount: '01' }],
    ['amount', { amount: 25 }],
    ['unitType', { unitType: 7 }],
    ['suggestedDeposit', { suggestedDeposit: '-1' }],
    ['suggestedDeposit', { suggestedDeposit: String(2n ** 96n) }],
    ['currency', { currency: '0x20c0' }],
    ['recipient', { recipient: `0x${'0'.repeat(40)}` }],
    ['recipient', { recipient: undefined }],
    ['methodDetails', { methodDetails: undefined }],
    ['methodDetails', { methodDetails: [] }],
    ['methodDetails.escrowContract', {}, { escrowContract: undefined }],
    ['methodDetails.chainId', {}, { chainId: undefined }],
    ['methodDetails.chainId', {}, { chainId: '42431' }],
    ['methodDetails.operator', {}, { operator: 'nobody' }],
    ['methodDetails.minVoucherDelta', {}, { minVoucherDelta: 1 }],
    ['methodDetails.feePayer', {}, { feePayer: 'true' }],
    ['methodDetails.feeToken', {}, { feeToken: '0x' }],
    ['methodDetails.channelId', {}, { channelId: other }],
    ['methodDetails.sessionProtocol', {}, { sessionProtocol: 'v3' }],
    ['methodDetails.sessionProtocol', {}, { sessionProtocol: null }],
  ])('refuses another %s (%#)', (field, change, details) => {
    expect(() => read(change, details)).toThrow(expect.objectContaining({ code: 'request_invalid', field }))
  })
})
