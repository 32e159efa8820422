import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BaseError } from '../../Errors.js'
import { Base64Url } from '../../protocol/index.js'
import * as ChargePayload from './ChargePayload.js'
import * as ChargeRequest from './ChargeRequest.js'
import * as Currencies from './Currencies.js'
import { challengeOf, encrypt, keyPair, requestOf } from './testing/enabler.js'

const runs = { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 500) }
const { jwk } = keyPair()
const expected = { currencies: Currencies.defaults, recipients: {} }
const request = ChargeRequest.read(challengeOf(requestOf(jwk)), expected)
const good = {
  ...{ encryptedPayload: encrypt({}, jwk), network: 'visa', panLastFour: '4242' },
  ...{ panExpirationMonth: '06', panExpirationYear: '2034' },
}

test('whatever a challenge asks for is read by the rules or refused with a typed error', () => {
  const sometimes = (value: unknown) =>
    fc.oneof({ weight: 5, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.jsonValue() })
  const fields = (of: object) =>
    fc.record(Object.fromEntries(Object.entries(of).map(([name, value]) => [name, sometimes(value)])))
  const { methodDetails, ...shared } = requestOf(undefined)
  const details = fc.record({ rest: fields({ ...methodDetails, billingRequired: true }), key: fields(jwk) })
  fc.assert(
    fc.property(fields(shared), details, (wish, { rest, key }) => {
      const value = { ...wish, methodDetails: { ...rest, encryptionJwk: key } }
      const challenge = challengeOf({}, { request: Base64Url.fromText(JSON.stringify(value)) })
      let read: ChargeRequest.ChargeRequest
      try {
        read = ChargeRequest.read(challenge, expected)
      } catch (error) {
        expect(error).toBeInstanceOf(BaseError)
        return
      }
      expect(String(read.amount)).toBe(wish.amount)
      expect(read.acceptedNetworks).toEqual(rest.acceptedNetworks)
      expect(read.key.encryptionJwk?.n).toBe(key.n)
    }),
    runs,
  )
})

test('whatever an enabler answers is sent as the draft has it, or not at all', () => {
  const names = [
    ...Object.keys(good),
    'billingAddress',
    'cardholderFullName',
    'paymentAccountReference',
    'pan',
  ]
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.oneof(fc.jsonValue(), fc.string()), (name, value) => {
      let payload: ChargePayload.ChargePayload
      try {
        payload = ChargePayload.check({ ...good, [name]: value }, request)
      } catch (error) {
        expect(error).toBeInstanceOf(BaseError)
        return
      }
      expect(payload.encryptedPayload).toBe(good.encryptedPayload)
      for (const [field, text] of Object.entries(payload))
        expect([field, typeof text]).toEqual([field, 'string'])
      expect(Object.keys(payload)).not.toContain('pan')
    }),
    runs,
  )
})

test('a token whose form was changed is never sent', () => {
  const jwe = good.encryptedPayload
  fc.assert(
    fc.property(fc.nat(jwe.length - 1), fc.constantFrom('.', '=', '+', ' ', '\n'), (at, char) => {
      const encryptedPayload = jwe.slice(0, at) + char + jwe.slice(at + 1)
      fc.pre(encryptedPayload !== jwe)
      expect(() => ChargePayload.check({ ...good, encryptedPayload }, request)).toThrow(BaseError)
    }),
    runs,
  )
})
