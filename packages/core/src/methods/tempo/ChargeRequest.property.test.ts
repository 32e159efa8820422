import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { BaseError } from '../../Errors.js'
import * as Base64Url from '../../protocol/Base64Url.js'
import * as ChargeRequest from './ChargeRequest.js'
import { chargeChallenge, pathUsd, shop } from './testing/fakeClient.js'

const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 1000)

const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    '__proto__',
    'constructor',
    '0x',
    `0x${'f'.repeat(40)}`,
    `0x${'F'.repeat(64)}`,
    '9'.repeat(400),
    -0,
    1e308,
  ),
)
const amount = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 257n }).map(String), odd)
const address = fc.oneof(fc.constantFrom(pathUsd, shop), odd)
const sometimes = <type>(arbitrary: fc.Arbitrary<type>) => fc.option(arbitrary, { nil: undefined })
const split = fc.oneof(fc.record({ amount, recipient: address, memo: sometimes(odd) }), odd)
const details = fc.oneof(
  fc.record(
    {
      chainId: fc.oneof(fc.integer(), fc.double(), odd),
      feePayer: fc.oneof(fc.boolean(), odd),
      memo: odd,
      splits: fc.oneof(fc.array(split, { maxLength: 12 }), odd),
      supportedModes: fc.oneof(fc.array(fc.constantFrom('pull', 'push', 'toString')), odd),
    },
    { requiredKeys: [] },
  ),
  odd,
)
const request = fc.oneof(
  fc.record(
    {
      amount,
      currency: address,
      recipient: address,
      methodDetails: details,
      description: odd,
      externalId: odd,
    },
    { requiredKeys: [] },
  ),
  fc.record({ amount, currency: fc.constant(pathUsd), recipient: fc.constant(shop), methodDetails: details }),
  odd,
)

test('no request raises anything but an error of ours, and what is read adds up', () => {
  fc.assert(
    fc.property(request, (value) => {
      const challenge = { ...chargeChallenge(), request: Base64Url.fromText(JSON.stringify(value)) }
      try {
        const { amount, currency, recipient, chainId, splits, modes } = ChargeRequest.read(challenge)
        const sum = splits.reduce((total, each) => total + each.amount, 0n)
        expect(amount >= 0n && amount < 2n ** 256n).toBe(true)
        expect(splits.length === 0 || sum < amount).toBe(true)
        for (const each of [currency, recipient, ...splits.map((part) => part.recipient)])
          expect(each).toMatch(/^0x[0-9a-f]{40}$/)
        expect(Number.isSafeInteger(chainId) && chainId > 0 && modes.length > 0).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(BaseError)
      }
    }),
    { numRuns },
  )
})

test('no text in place of a request raises anything but an error of ours', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.base64String()), (text) => {
      try {
        ChargeRequest.read({ ...chargeChallenge(), request: text })
      } catch (error) {
        expect(error).toBeInstanceOf(BaseError)
      }
    }),
    { numRuns },
  )
})
