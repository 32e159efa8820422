import { describe, expect, test } from 'vitest'
import * as Permit2 from '../../../chain/Permit2.js'
import { chainId, escrow, sessionChallenge, shop, token } from '../testing/challenges.js'
import * as SessionRequest from './SessionRequest.js'

const other = `0x${'Ab'.repeat(20)}` as const
const trusted = { escrows: [{ chainId, address: escrow }] }
const read = (change?: object, details?: object, more: Partial<SessionRequest.Trusted> = {}) =>
  SessionRequest.read(sessionChallenge(change, details), { ...trusted, ...more })

describe('read', () => {
  test("the draft's own example, which takes a hash", () => {
    expect(read()).toEqual({
      amount: 100n,
      unitType: 'llm_token',
      suggestedDeposit: 5_000n,
      currency: token,
      recipient: shop,
      chainId,
      escrowContract: escrow,
      minVoucherDelta: 10n,
      feePayer: false,
      credentialTypes: ['hash'],
      permit2Contract: Permit2.canonical,
    })
  })

  test('everything that a server may say, in lower case', () => {
    const details = {
      escrowContract: escrow.toUpperCase().replace('X', 'x'),
      channelId: `0x${'Cd'.repeat(32)}`,
      feePayer: true,
      credentialTypes: ['permit2', 'authorization', 'permit2', 'hash'],
      permit2Contract: other,
    }
    expect(read({}, details, { permit2: [{ chainId, address: other }] })).toMatchObject({
      escrowContract: escrow,
      channelId: `0x${'cd'.repeat(32)}`,
      feePayer: true,
      credentialTypes: ['permit2', 'authorization', 'hash'],
      permit2Contract: other.toLowerCase(),
    })
  })

  test('ways that are not known here are passed over, unless there is no other', () => {
    expect(read({}, { credentialTypes: ['teleport', 'hash'] }).credentialTypes).toEqual(['hash'])
    for (const credentialTypes of [['teleport'], []])
      expect(() => read({}, { credentialTypes })).toThrow(
        expect.objectContaining({ field: 'methodDetails.credentialTypes' }),
      )
  })

  test('a Permit2 that the application does not know is not approved', () => {
    const details = { credentialTypes: ['permit2', 'hash'], permit2Contract: other }
    expect(read({}, details).credentialTypes).toEqual(['hash'])
    const elsewhere = { permit2: [{ chainId: chainId + 1, address: other }] } as const
    expect(read({}, details, elsewhere).credentialTypes).toEqual(['hash'])
    expect(() => read({}, { ...details, credentialTypes: ['permit2'] })).toThrow(
      expect.objectContaining({ field: 'methodDetails.permit2Contract' }),
    )
  })

  test('an escrow counts on its own network alone', () => {
    const field = 'methodDetails.escrowContract'
    expect(() => read({}, { escrowContract: other })).toThrow(expect.objectContaining({ field }))
    const escrows = [...trusted.escrows, { chainId: 1, address: other }]
    expect(() => read({}, { escrowContract: other }, { escrows })).toThrow(expect.objectContaining({ field }))
    expect(read({}, { escrowContract: other, chainId: 1 }, { escrows }).chainId).toBe(1)
    expect(() => read({}, { chainId: 10 }, { escrows })).toThrow(
      expect.objectContaining({ field: 'methodDetails.chainId' }),
    )
  })

  test.each<[field: string, change: object, details?: object]>([
    ['amount', { amount: undefined }],
    ['amount', { amount: '0' }],
    ['amount', { amount: '01' }],
    ['amount', { amount: 100 }],
    ['amount', { amount: String(2n ** 128n) }],
    ['unitType', { unitType: 7 }],
    ['suggestedDeposit', { suggestedDeposit: '-1' }],
    ['suggestedDeposit', { suggestedDeposit: String(2n ** 128n) }],
    ['currency', { currency: '0x20c0' }],
    ['recipient', { recipient: `0x${'0'.repeat(40)}` }],
    ['recipient', { recipient: undefined }],
    ['methodDetails', { methodDetails: undefined }],
    ['methodDetails', { methodDetails: [] }],
    ['methodDetails.escrowContract', {}, { escrowContract: undefined }],
    ['methodDetails.chainId', {}, { chainId: undefined }],
    ['methodDetails.chainId', {}, { chainId: String(chainId) }],
    ['methodDetails.minVoucherDelta', {}, { minVoucherDelta: 1 }],
    ['methodDetails.feePayer', {}, { feePayer: 'true' }],
    ['methodDetails.channelId', {}, { channelId: other }],
    ['methodDetails.credentialTypes', {}, { credentialTypes: 'hash' }],
    ['methodDetails.credentialTypes', {}, { credentialTypes: [1] }],
    ['methodDetails.permit2Contract', {}, { permit2Contract: '0x' }],
  ])('refuses another %s (%#)', (field, change, details) => {
    expect(() => read(change, details)).toThrow(expect.objectContaining({ code: 'request_invalid', field }))
  })
})
