import fc from 'fast-check'
import { PaymentRequest } from 'mppx'
import { expect, test } from 'vitest'
import * as Base64Url from './Base64Url.js'
import * as CanonicalJson from './CanonicalJson.js'
import { jsonObject, runs, survives } from './testing/arbitraries.js'

test('any value is written or refused with a typed error', () => {
  const values = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSparseArray: true,
    withNullPrototype: true,
  })
  fc.assert(
    fc.property(fc.oneof(values, fc.string({ unit: 'binary' })), (value) => {
      const text = survives(() => CanonicalJson.stringify(value))
      // Whatever is written is JSON, and is written the same way again.
      if (text !== undefined) expect(CanonicalJson.stringify(JSON.parse(text))).toBe(text)
    }),
    runs,
  )
})

test('what is written holds what was there, the same for any order of keys', () => {
  fc.assert(
    fc.property(jsonObject, (value) => {
      const text = CanonicalJson.stringify(value)
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      expect(CanonicalJson.stringify(Object.fromEntries(Object.entries(value).reverse()))).toBe(text)
    }),
    runs,
  )
})

test('mppx writes requests the same', () => {
  fc.assert(
    fc.property(jsonObject, (value) => {
      expect(Base64Url.fromText(CanonicalJson.stringify(value))).toBe(PaymentRequest.serialize(value))
    }),
    runs,
  )
})
