import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Base64Url from '../../protocol/Base64Url.js'
import * as Address from './Address.js'
import * as ChargeRequest from './ChargeRequest.js'
import { alice, bob, carol, chargeChallenge, usdc } from './testing/charges.js'

const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 1000)
const read = (change?: object, details?: object) => ChargeRequest.read(chargeChallenge(change, details))
const spl = { currency: usdc }
const split = { recipient: carol, amount: '1' }

function fieldOf(change?: object, details?: object): string | undefined {
  try {
    read(change, details)
  } catch (error) {
    expect(error).toBeInstanceOf(ChargeRequest.InvalidError)
    return (error as ChargeRequest.InvalidError).field
  }
  return undefined
}

describe('read', () => {
  test('what the draft has by default', () => {
    expect(read({ methodDetails: undefined })).toEqual({
      amount: 1_000_000n,
      currency: 'sol',
      recipient: bob,
      network: 'mainnet',
      splits: [],
    })
  })

  test('everything the draft has', () => {
    const details = {
      network: 'devnet',
      decimals: 6,
      tokenProgram: Address.TOKEN_2022,
      feePayer: true,
      feePayerKey: alice,
      recentBlockhash: 'cGfHiC6Kgg3FpFZvgwGcswsCRtp4aBP2fzuXRQPizuN',
      splits: [split, { ...split, memo: 'ä'.repeat(283), ataCreationRequired: true }],
    }
    expect(
      read({ ...spl, amount: '18446744073709551615', externalId: '7', description: 'A photo' }, details),
    ).toEqual({
      amount: 2n ** 64n - 1n,
      currency: usdc,
      recipient: bob,
      network: 'devnet',
      decimals: 6,
      tokenProgram: Address.TOKEN_2022,
      feePayer: alice,
      splits: [
        { amount: 1n, recipient: carol, memo: undefined, createsAccount: false },
        { amount: 1n, recipient: carol, memo: 'ä'.repeat(283), createsAccount: true },
      ],
      externalId: '7',
      blockhash: 'cGfHiC6Kgg3FpFZvgwGcswsCRtp4aBP2fzuXRQPizuN',
    })
  })

  test.each(['mainnet', 'mainnet-beta', 'solana:mainnet', 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp'])(
    '%s is the mainnet',
    (network) => expect(read({}, { network }).network).toBe('mainnet'),
  )

  test('no memo for a text that is empty', () => {
    expect(read({ externalId: '' }).externalId).toBeUndefined()
  })
})

describe('refuses', () => {
  const d = 'methodDetails'
  test.each<[string, object, object?]>([
    ['amount', { amount: '0' }],
    ['amount', { amount: '01' }],
    ['amount', { amount: 1 }],
    ['amount', { amount: '18446744073709551616' }],
    ['currency', { currency: 'SOL' }],
    ['currency', { currency: 'USDC' }],
    ['recipient', { recipient: Address.SYSTEM }],
    ['recipient', { recipient: `${bob}1` }],
    ['description', { description: 7 }],
    ['externalId', { externalId: 'ä'.repeat(284) }],
    [d, { methodDetails: [] }],
    [`${d}.network`, {}, { network: 'testnet' }],
    [`${d}.decimals`, {}, { decimals: 9 }],
    [`${d}.decimals`, spl, {}],
    [`${d}.decimals`, spl, { decimals: 10 }],
    [`${d}.decimals`, spl, { decimals: 0.5 }],
    [`${d}.tokenProgram`, {}, { tokenProgram: Address.TOKEN }],
    [`${d}.tokenProgram`, spl, { decimals: 6, tokenProgram: Address.SYSTEM }],
    [`${d}.feePayer`, {}, { feePayer: 'yes' }],
    [`${d}.feePayerKey`, {}, { feePayer: true }],
    [`${d}.feePayerKey`, {}, { feePayerKey: alice }],
    [`${d}.recentBlockhash`, {}, { recentBlockhash: 'abc' }],
    [`${d}.confidential`, spl, { decimals: 6, confidential: true }],
    [`${d}.splits`, {}, { splits: {} }],
    [`${d}.splits`, {}, { splits: new Array(9).fill(split) }],
    [`${d}.splits`, {}, { splits: [{ ...split, amount: '1000000' }] }],
    [`${d}.splits`, {}, { splits: new Array(2).fill({ ...split, amount: '500000' }) }],
    [`${d}.splits[0]`, {}, { splits: [7] }],
    [`${d}.splits[0].amount`, {}, { splits: [{ ...split, amount: '0' }] }],
    [`${d}.splits[1].recipient`, {}, { splits: [split, { amount: '1' }] }],
    [`${d}.splits[0].memo`, {}, { splits: [{ ...split, memo: 'x'.repeat(567) }] }],
    [
      `${d}.splits[0].ataCreationRequired`,
      spl,
      { decimals: 6, splits: [{ ...split, ataCreationRequired: 1 }] },
    ],
    [`${d}.splits[0].ataCreationRequired`, {}, { splits: [{ ...split, ataCreationRequired: true }] }],
    [
      `${d}.splits[0].ataCreationRequired`,
      spl,
      { decimals: 6, splits: [{ ...split, recipient: bob, ataCreationRequired: true }] },
    ],
  ])('a %s that the draft does not have', (field, change, details) => {
    expect(fieldOf(change, details)).toBe(field)
  })

  test('or reads, and nothing else, whatever comes', () => {
    const odd = fc.oneof(fc.jsonValue(), fc.constantFrom('__proto__', '9'.repeat(400), 'sol', -0, 1e308))
    const some = (known: fc.Arbitrary<unknown>) => fc.oneof({ weight: 3, arbitrary: known }, odd)
    const address = some(fc.constantFrom(alice, bob, carol, usdc))
    const amount = some(fc.bigInt({ min: 0n, max: 2n ** 65n }).map(String))
    const part = some(
      fc.record(
        { recipient: address, amount, memo: odd, ataCreationRequired: some(fc.boolean()) },
        { requiredKeys: [] },
      ),
    )
    const details = fc.record(
      {
        network: some(fc.constantFrom('mainnet', 'localnet')),
        decimals: some(fc.integer({ min: -1, max: 11 })),
        tokenProgram: some(fc.constantFrom(Address.TOKEN, Address.TOKEN_2022)),
        feePayer: some(fc.boolean()),
        feePayerKey: address,
        splits: some(fc.array(part, { maxLength: 9 })),
        recentBlockhash: address,
      },
      { requiredKeys: [] },
    )
    const request = fc.record(
      {
        amount,
        currency: some(fc.constantFrom('sol', usdc)),
        recipient: address,
        externalId: odd,
        methodDetails: some(details),
      },
      { requiredKeys: ['amount', 'currency', 'recipient'] },
    )
    fc.assert(
      fc.property(request, (each) => {
        const challenge = { ...chargeChallenge(), request: Base64Url.fromText(JSON.stringify(each)) }
        let charge: ChargeRequest.ChargeRequest
        try {
          charge = ChargeRequest.read(challenge)
        } catch (error) {
          expect(error).toBeInstanceOf(ChargeRequest.InvalidError)
          return
        }
        const shared = charge.splits.reduce((sum, { amount }) => sum + amount, 0n)
        expect(shared < charge.amount && charge.amount < 2n ** 64n).toBe(true)
        expect([charge.recipient, ...charge.splits.map(({ recipient }) => recipient)].every(Address.is)).toBe(
          true,
        )
      }),
      { numRuns },
    )
  })
})
