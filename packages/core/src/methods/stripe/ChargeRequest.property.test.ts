import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BaseError } from '../../Errors.js'
import { Base64Url } from '../../protocol/index.js'
import { stripe } from './index.js'
import { challengeOf, fakeTokens } from './testing/fakes.js'

const runs = { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 1000) }
const method = stripe(fakeTokens().source)

const sometimes = <value>(right: fc.Arbitrary<value>) =>
  fc.oneof({ weight: 4, arbitrary: right as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: fc.jsonValue() })
const amounts = fc.oneof(
  fc.bigInt(-5n, 2n ** 60n).map(String),
  fc.constantFrom('0', '01', '1.0', '1e2', '0x1', ' 1'),
)
const requests = fc.record(
  {
    amount: sometimes(amounts),
    currency: sometimes(fc.constantFrom('usd', 'jpy', 'USD', 'xxx', '__proto__')),
    externalId: sometimes(fc.string()),
    description: fc.jsonValue(),
    recipient: fc.jsonValue(),
    methodDetails: sometimes(
      fc.record(
        {
          networkId: sometimes(fc.string({ minLength: 1 })),
          paymentMethodTypes: sometimes(fc.array(sometimes(fc.constantFrom('card', 'link', '')))),
          metadata: sometimes(
            fc.dictionary(fc.oneof(fc.string(), fc.constant('externalId')), sometimes(fc.string())),
          ),
          version: sometimes(fc.constantFrom(1, 2)),
        },
        { requiredKeys: ['networkId', 'paymentMethodTypes'] },
      ),
    ),
  },
  { requiredKeys: ['amount', 'currency', 'methodDetails'] },
)

test('whatever is asked for is read by the rules or refused with a typed error', () => {
  fc.assert(
    fc.property(fc.oneof(requests, fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
      const wire = JSON.parse(JSON.stringify(value)) as Record<string, unknown>
      const challenge = challengeOf(undefined, { request: Base64Url.fromText(JSON.stringify(value)) })
      let read: ReturnType<typeof method.read>
      try {
        read = method.read(challenge)
      } catch (error) {
        expect(error).toBeInstanceOf(BaseError)
        return
      }
      const details = wire.methodDetails as Record<string, unknown>
      expect(wire.amount).toBe(String(read.amount))
      expect(Number.isSafeInteger(read.amount) && read.amount > 0).toBe(true)
      expect(read.currency).toMatch(/^[a-z]{3}$/)
      expect(read.currency).toBe(wire.currency)
      expect(read.networkId).toBe(details.networkId)
      expect(read.networkId).not.toBe('')
      expect(read.paymentMethodTypes.length).toBeGreaterThan(0)
      expect(read.paymentMethodTypes.every((type) => typeof type === 'string' && type !== '')).toBe(true)
      expect(Object.keys(read.metadata ?? {})).not.toContain('externalId')
      expect(Object.values(read.metadata ?? {}).every((text) => typeof text === 'string')).toBe(true)
      expect(read.externalId).toBe(Object.hasOwn(wire, 'externalId') ? wire.externalId : undefined)
      expect(method.describe(read, { challenge, now: Date.now, store: null as never })).toMatchObject({
        amount: { value: BigInt(read.amount), currency: read.currency },
        payee: { id: read.networkId },
      })
    }),
    runs,
  )
})

test('every right request is read', () => {
  const right = fc.record(
    {
      amount: fc.bigInt(1n, BigInt(Number.MAX_SAFE_INTEGER)).map(String),
      currency: fc.constantFrom('usd', 'eur', 'jpy', 'kwd', 'isk'),
      externalId: fc.string(),
      methodDetails: fc.record(
        {
          networkId: fc.stringMatching(/^profile_[A-Za-z0-9]{1,24}$/),
          paymentMethodTypes: fc.array(fc.stringMatching(/^[a-z_]{1,20}$/), { minLength: 1, maxLength: 5 }),
          metadata: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.string()),
        },
        { requiredKeys: ['networkId', 'paymentMethodTypes'] },
      ),
    },
    { requiredKeys: ['amount', 'currency', 'methodDetails'] },
  )
  fc.assert(
    fc.property(right, ({ amount, currency, externalId, methodDetails }) => {
      const value = { amount, currency, methodDetails, ...(externalId !== undefined && { externalId }) }
      expect(method.read(challengeOf(value))).toEqual({
        amount: Number(amount),
        currency,
        ...(externalId !== undefined && { externalId }),
        ...methodDetails,
      })
    }),
    runs,
  )
})
