import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Permit2 from '../../../chain/Permit2.js'
import { BaseError } from '../../../Errors.js'
import * as Base64Url from '../../../protocol/Base64Url.js'
import { chainId, chargeChallenge, shop, spender, token } from '../testing/challenges.js'
import * as ChargeRequest from './ChargeRequest.js'

const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 1000)
const types = ['permit2', 'authorization', 'transaction', 'hash'] as const

const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('__proto__', 'constructor', '0x', `0x${'F'.repeat(40)}`, '9'.repeat(400), -0, 1e308),
)
/** Mostly as it should be. */
const mostly = <type>(good: fc.Arbitrary<type>) =>
  fc.oneof({ weight: 9, arbitrary: good }, { weight: 1, arbitrary: odd })
const amount = mostly(
  fc.oneof(fc.nat(9_999).map(String), fc.bigInt({ min: 0n, max: 2n ** 257n }).map(String)),
)
const address = mostly(fc.constantFrom(token, shop, spender, Permit2.canonical))
const split = mostly(fc.record({ amount: mostly(fc.nat(99).map(String)), recipient: address }))
const listed = fc.array(fc.constantFrom(...types, 'toString'), { minLength: 1 })
const details = fc.record(
  {
    chainId: mostly(fc.constant(chainId)),
    decimals: mostly(fc.nat(300)),
    credentialTypes: mostly(listed),
    permit2Address: mostly(fc.constant(Permit2.canonical)),
    spender: address,
    splits: mostly(fc.array(split, { minLength: 1, maxLength: 11 })),
  },
  { requiredKeys: ['chainId'] },
)
const request = mostly(
  fc.record(
    { amount, currency: address, recipient: address, methodDetails: mostly(details), externalId: odd },
    { requiredKeys: ['amount', 'currency', 'recipient', 'methodDetails'] },
  ),
)
const allowed = fc.record(
  { chains: fc.subarray([1, chainId]), credentialTypes: fc.subarray([...types]) },
  { requiredKeys: [] },
)

test('no request raises anything but an error of ours, and what is read can be paid as it says', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(request, allowed, (value, rules) => {
      const challenge = { ...chargeChallenge(), request: Base64Url.fromText(JSON.stringify(value)) }
      try {
        const read = ChargeRequest.read(challenge, rules)
        const sum = read.splits.reduce((total, each) => total + each.amount, 0n)
        expect(read.amount > 0n && read.amount < 2n ** 256n).toBe(true)
        expect(read.splits.every((each) => each.amount > 0n) && sum < read.amount).toBe(true)
        expect(read.splits.length).toBeLessThanOrEqual(10)
        for (const each of [read.currency, read.recipient, ...read.splits.map((part) => part.recipient)])
          expect(each).toMatch(/^0x(?!0+$)[0-9a-f]{40}$/)
        expect(rules.chains?.includes(read.chainId) ?? true).toBe(true)
        expect(read.credentialTypes.length).toBeGreaterThan(0)
        for (const type of read.credentialTypes) {
          expect(types).toContain(type)
          seen.add(type)
          expect(rules.credentialTypes?.includes(type) ?? true).toBe(true)
          if (read.splits.length > 0) expect(type).toBe('permit2')
          if (type === 'permit2')
            expect([read.permit2Address, !!read.spender]).toEqual([Permit2.canonical, true])
        }
      } catch (error) {
        expect(error).toBeInstanceOf(BaseError)
      }
    }),
    { numRuns },
  )
  // Else nothing was shown of what is read.
  expect(seen.size).toBeGreaterThan(0)
})
