import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../protocol/JsonObject.js'
import * as SessionRequest from './SessionRequest.js'
import { legacy, mint, program } from './testing/bank.js'
import {
  blockhash,
  challengeOf,
  details,
  draft,
  older,
  oldest,
  operator,
  payee,
} from './testing/challenges.js'

const read = (request: JsonObject, trusted?: SessionRequest.Trusted) =>
  SessionRequest.read(challengeOf(request), trusted)
/** What an application says that has the older program at an address. */
const ofA = (
  address: string = legacy,
  network: SessionRequest.SessionRequest['network'] = 'localnet',
): SessionRequest.Trusted => ({ programs: [{ network, address, generation: 'A' }] })
const drafted = (changed: JsonObject) => ({ ...draft, methodDetails: { ...details, ...changed } })

describe('which generation a request is of', () => {
  test('is told by what only that one has', () => {
    expect(read(draft).generation).toBe('C')
    expect(read(older).generation).toBe('B')
    expect(read(oldest, ofA()).generation).toBe('A')
  })

  test('is never guessed', () => {
    expect(() => read(oldest)).toThrow('`programs` of solanaSession')
    expect(() => read({ ...draft, cap: '1000000' })).toThrow('cap')
    expect(() => read(drafted({ channelProgram: undefined }))).toThrow('methodDetails.channelProgram')
    expect(() => read({ ...older, methodDetails: details })).toThrow('cap')
  })
})

describe('a request of the draft', () => {
  test('is read whole', () => {
    const splits = [{ recipient: operator, shareBps: 250 }]
    expect(
      read(drafted({ distributionSplits: splits, minVoucherDelta: '10', minimumDeposit: '500' })),
    ).toEqual({
      generation: 'C',
      network: 'mainnet',
      program,
      currency: mint,
      recipient: payee,
      amount: 100n,
      unitType: 'request',
      suggestedDeposit: 10_000n,
      minimumDeposit: 500n,
      cap: 2n ** 64n - 1n,
      minVoucherDelta: 10n,
      decimals: 6,
      tokenProgram: undefined,
      feePayer: operator,
      splits: [{ recipient: operator, bps: 250 }],
      gracePeriod: 900,
      blockhash,
      slot: 9_042n,
    })
  })

  test('that goes on with a channel has no block, and one for a new channel has to', () => {
    const { recentBlockhash: _, recentSlot: __, gracePeriodSeconds: ___, ...resumes } = details
    const channelId = '9dcDepjEQ1UcwLYqpaTSFQZqxYeMq9cMsmL2541HdKjV'
    expect(read({ ...draft, methodDetails: { ...resumes, channelId } })).toMatchObject({ channelId })
    expect(read({ ...draft, methodDetails: { ...resumes, channelId } }).blockhash).toBeUndefined()
    for (const field of ['recentBlockhash', 'recentSlot'] as const) {
      const both = { ...resumes, channelId, [field]: details[field] }
      expect(() => read({ ...draft, methodDetails: both })).toThrow(field)
      expect(() => read(drafted({ [field]: undefined }))).toThrow(field)
    }
    expect(() => read(drafted({ gracePeriodSeconds: undefined }))).toThrow('gracePeriodSeconds')
  })

  test.each<[string, JsonObject]>([
    ['amount', { ...draft, amount: '0' }],
    ['amount', { ...draft, amount: 100 }],
    ['amount', { ...draft, amount: '0100' }],
    ['amount', { ...draft, amount: '18446744073709551616' }],
    ['currency', { ...draft, currency: 'sol' }],
    ['recipient', { ...draft, recipient: '11111111111111111111111111111111' }],
    ['recipient', { ...draft, recipient: '0x8b0c' }],
    ['suggestedDeposit', { ...draft, suggestedDeposit: '-1' }],
    ['methodDetails.network', drafted({ network: 'mainnet-beta' })],
    ['methodDetails.network', drafted({ network: undefined })],
    ['methodDetails.channelProgram', drafted({ channelProgram: operator })],
    ['methodDetails.decimals', drafted({ decimals: undefined })],
    ['methodDetails.decimals', drafted({ decimals: 10 })],
    ['methodDetails.tokenProgram', drafted({ tokenProgram: program })],
    ['methodDetails.feePayer', drafted({ feePayer: 'yes' })],
    ['methodDetails.feePayerKey', drafted({ feePayerKey: undefined })],
    ['methodDetails.feePayerKey', drafted({ feePayer: false })],
    ['methodDetails.gracePeriodSeconds', drafted({ gracePeriodSeconds: 0 })],
    ['methodDetails.gracePeriodSeconds', drafted({ gracePeriodSeconds: 31_536_000 })],
    ['methodDetails.recentSlot', drafted({ recentSlot: 9_042 })],
    ['methodDetails.voucherSigner', drafted({ voucherSigner: 'operator', operator })],
    ['methodDetails.distributionSplits', drafted({ distributionSplits: {} })],
    ['shareBps', drafted({ distributionSplits: [{ recipient: operator, shareBps: 0 }] })],
    [
      'methodDetails.distributionSplits',
      drafted({
        distributionSplits: [
          { recipient: operator, shareBps: 6_000 },
          { recipient: payee, shareBps: 4_001 },
        ],
      }),
    ],
    [
      'methodDetails.distributionSplits',
      drafted({
        distributionSplits: [
          { recipient: operator, shareBps: 1 },
          { recipient: operator, shareBps: 2 },
        ],
      }),
    ],
  ])('is refused for its %s', (field, request) => {
    expect(() => read(request)).toThrow(expect.objectContaining({ code: 'request_invalid' }))
    expect(() => read(request)).toThrow(field)
  })

  test('may have the server sign, where the application lets it, for channels of that alone', () => {
    const asked = drafted({ voucherSigner: 'operator', operator })
    const trusted = { operatorSigns: true }
    expect(read(asked, trusted).operator).toBe(operator)
    expect(read(drafted({ operator }), trusted).operator).toBeUndefined()
    expect(SessionRequest.routeOf(read(asked, trusted))).not.toBe(SessionRequest.routeOf(read(draft)))
    expect(() => read(drafted({ voucherSigner: 'operator' }), trusted)).toThrow('methodDetails.operator')
    expect(() => read(drafted({ voucherSigner: 'anybody', operator }), trusted)).toThrow('voucherSigner')
  })

  test('may name a program that the application trusts, on that network alone', () => {
    const programs = [{ network: 'devnet', address: operator }] as const
    expect(read(drafted({ network: 'devnet', channelProgram: operator }), { programs }).program).toBe(
      operator,
    )
    expect(() => read(drafted({ channelProgram: operator }), { programs })).toThrow('channelProgram')
  })
})

describe('a request of pay-kit', () => {
  test('is read whole', () => {
    const request = {
      ...older,
      splits: [{ recipient: operator, bps: 250 }],
      minVoucherDelta: '10',
      recentSlot: 9_042,
    }
    expect(read(request)).toEqual({
      generation: 'B',
      network: 'mainnet',
      program,
      currency: mint,
      recipient: payee,
      amount: 10n,
      suggestedDeposit: 1_000_000n,
      minimumDeposit: 0n,
      cap: 1_000_000n,
      minVoucherDelta: 10n,
      decimals: undefined,
      feePayer: operator,
      splits: [{ recipient: operator, bps: 250 }],
      gracePeriod: 900,
      blockhash,
      slot: 9_042n,
    })
    expect(read({ ...older, network: undefined }).network).toBe('mainnet')
    expect(read(older).amount).toBe(1n)
  })

  test.each<[string, JsonObject]>([
    ['cap', { ...older, cap: '0' }],
    ['cap', { ...older, cap: 1_000_000 }],
    ['currency', { ...older, currency: 'USDC' }],
    ['operator', { ...older, operator: undefined }],
    ['recipient', { ...older, recipient: undefined }],
    ['network', { ...older, network: 'testnet' }],
    ['programId', { ...older, programId: operator }],
    ['modes', { ...older, modes: undefined }],
    ['modes', { ...older, modes: ['push'] }],
    ['pullVoucherStrategy', { ...older, pullVoucherStrategy: 'operatedVoucher' }],
    ['recentSlot', { ...older, recentSlot: -1 }],
    ['recentSlot', { ...older, recentSlot: 2 ** 60 }],
    ['splits', { ...older, splits: Array.from({ length: 9 }, () => ({ recipient: operator, bps: 1 })) }],
  ])('is refused for its %s', (field, request) => {
    expect(() => read(request)).toThrow(field)
  })
})

describe('a request of the older SDKs', () => {
  test('is read whole, where the application names the program', () => {
    const request = {
      ...oldest,
      decimals: 6,
      minVoucherDelta: '10',
      splits: [{ recipient: operator, bps: 250 }],
    }
    expect(read(request, ofA())).toEqual({
      generation: 'A',
      network: 'localnet',
      program: legacy,
      currency: mint,
      recipient: payee,
      amount: 10n,
      suggestedDeposit: 1_000_000n,
      minimumDeposit: 0n,
      cap: 1_000_000n,
      minVoucherDelta: 10n,
      decimals: 6,
      feePayer: operator,
      splits: [{ recipient: operator, bps: 250 }],
      gracePeriod: 900,
      blockhash,
    })
    expect(read({ ...oldest, programId: operator }, ofA(operator)).program).toBe(operator)
    const elsewhere = { ...oldest, network: 'mainnet', programId: operator }
    expect(read(elsewhere, ofA(operator, 'mainnet')).currency).toBe(mint)
  })

  test.each<[string, JsonObject, SessionRequest.Trusted?]>([
    ['recentSlot', oldest, ofA(legacy, 'devnet')],
    ['recentSlot', oldest, ofA(operator)],
    ['recentSlot', oldest, { programs: [{ network: 'localnet', address: legacy }] }],
    // Its key was published.
    ['programId', { ...oldest, network: 'mainnet' }, ofA(legacy, 'mainnet')],
    ['recentSlot', { ...oldest, programId: program }],
    ['programId', { ...oldest, programId: 'sol' }],
    ['currency', { ...oldest, currency: 'SOL' }],
    ['currency', { ...oldest, currency: 'USDT', network: 'devnet' }, ofA(legacy, 'devnet')],
    ['modes', { ...oldest, modes: undefined }],
    ['modes', { ...oldest, modes: ['push'] }],
    ['pullVoucherStrategy', { ...oldest, pullVoucherStrategy: 'operatedVoucher' }],
    ['operator', { ...oldest, operator: undefined }],
  ])('is refused for its %s', (field, request, trusted = ofA()) => {
    expect(() => read(request, trusted)).toThrow(expect.objectContaining({ code: 'request_invalid', field }))
  })

  test('pays by no program of another form, and no other by its', () => {
    expect(() => read({ ...older, network: 'localnet', programId: legacy }, ofA())).toThrow('programId')
    expect(() => read(drafted({ network: 'localnet', channelProgram: legacy }), ofA())).toThrow(
      'channelProgram',
    )
    // What the application says of the drafts' program counts too.
    expect(() => read(older, ofA(program, 'mainnet'))).toThrow('programId')
    expect(() => read(draft, ofA(program, 'mainnet'))).toThrow('channelProgram')
    expect(read({ ...oldest, programId: program }, ofA(program)).generation).toBe('A')
  })
})

describe('one channel pays for', () => {
  const route = (request: JsonObject) => SessionRequest.routeOf(read(request))
  test('requests of the same payee, token, program, shares and generation', () => {
    const { amount: _, ...rest } = draft
    expect(route({ ...rest, amount: '5' })).toBe(route(draft))
    expect(route(older)).not.toBe(route(draft))
    expect(route({ ...draft, recipient: operator })).not.toBe(route(draft))
    expect(route({ ...draft, currency: operator })).not.toBe(route(draft))
    expect(route(drafted({ network: 'devnet' }))).not.toBe(route(draft))
    expect(route(drafted({ distributionSplits: [{ recipient: operator, shareBps: 1 }] }))).not.toBe(
      route(draft),
    )
  })
})
