import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { BaseError } from '../Errors.js'
import * as Challenge from '../protocol/Challenge.js'
import * as Base64 from './Base64.js'
import * as CardRequest from './CardRequest.js'
import { dialect } from './Dialect.js'
import * as ExactRequest from './ExactRequest.js'
import { answer, entry, entryV1, shop, url, usdc } from './testing/asks.js'

const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 500)

const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    '__proto__',
    'constructor',
    '0x',
    '9'.repeat(400),
    '\ud800',
    'a", Payment id="b',
    -0,
    1e308,
  ),
)
const amount = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 257n }).map(String), odd)
const accepted = fc.oneof(
  fc.record(
    {
      scheme: fc.oneof(fc.constantFrom('exact', 'card', 'upto'), odd),
      network: fc.oneof(fc.constantFrom('base', 'eip155:8453', 'stripe', 'solana', 'eip155:1e3'), odd),
      amount,
      maxAmountRequired: amount,
      asset: fc.oneof(fc.constant(usdc), odd),
      payTo: fc.oneof(fc.constant(shop), odd),
      maxTimeoutSeconds: fc.oneof(fc.integer(), fc.double(), odd),
      extra: fc.oneof(fc.record({ name: odd, version: odd, assetTransferMethod: odd }), odd),
      description: odd,
    },
    { requiredKeys: [] },
  ),
  fc.constantFrom<object[]>(entry(), entryV1()),
  odd,
)
const asked = fc.oneof(
  fc.record({
    x402Version: fc.oneof(fc.constantFrom(1, 2), odd),
    accepts: fc.oneof(fc.array(accepted, { maxLength: 6 }), odd),
    resource: fc.oneof(fc.record({ url: odd, description: odd }), odd),
    extensions: odd,
    error: odd,
  }),
  odd,
)

test('no server breaks the answer, and every challenge is read or refused by an error of ours', async () => {
  await fc.assert(
    fc.asyncProperty(asked, fc.boolean(), async (value, isField) => {
      const text = JSON.stringify(value)
      const headers = isField
        ? { 'PAYMENT-REQUIRED': Base64.fromJson(Object(value)) }
        : { 'Content-Type': 'application/json' }
      const said = answer(text, { headers })
      const response = await dialect(async () => said)(url)
      expect(response).toBe(said)
      const { challenges, refused } = Challenge.parse(response.headers)
      expect(refused).toEqual([])
      for (const challenge of challenges) {
        expect([challenge.method, challenge.realm]).toEqual([
          challenge.intent === 'card' ? 'x402-card' : 'x402',
          'shop.test',
        ])
        for (const read of [ExactRequest.read, CardRequest.read])
          try {
            const { amount } = read(challenge)
            expect(amount >= 0n && amount < 2n ** 256n).toBe(true)
          } catch (error) {
            if (!(error instanceof BaseError)) throw error
          }
      }
      expect(await response.text()).toBe(text)
    }),
    { numRuns },
  )
})

test('base64 with padding is read as it was written', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const text = Base64.fromJson(value)
      expect(text).toBe(Buffer.from(JSON.stringify(value)).toString('base64'))
      expect(Base64.toJson(text)).toEqual(JSON.parse(JSON.stringify(value)))
    }),
    { numRuns },
  )
})
