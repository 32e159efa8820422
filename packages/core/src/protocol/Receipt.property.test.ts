import fc from 'fast-check'
import { Receipt as Peer } from 'mppx'
import { expect, test } from 'vitest'
import { Base64Url } from './index.js'
import * as Receipt from './Receipt.js'
import { headerText, json, jsonObject, nearlyJson, runs, survives } from './testing/arbitraries.js'

const date = fc
  .date({ min: new Date(0), max: new Date('9999-01-01'), noInvalidDate: true })
  .map((value) => value.toISOString())
const receipt = fc
  .record({
    rest: jsonObject,
    receipt: fc.record(
      {
        status: fc.constant('success' as const),
        method: fc.string({ minLength: 1 }),
        timestamp: date,
        reference: fc.string(),
        externalId: fc.string(),
        subscriptionId: fc.string(),
      },
      { requiredKeys: ['status', 'method', 'timestamp', 'reference'] },
    ),
  })
  .map(
    ({ rest: { __proto__: _, ...rest }, receipt }) =>
      JSON.parse(JSON.stringify({ ...rest, ...receipt })) as Receipt.Receipt,
  )

test('any text is read or refused with a typed error', () => {
  const nearly = fc.record(
    {
      status: fc.oneof(fc.constant('success'), json),
      method: json,
      timestamp: fc.oneof(date, json),
      reference: json,
      externalId: json,
    },
    { requiredKeys: [] },
  )
  const texts = fc
    .oneof(
      nearlyJson,
      nearly.map((value) => JSON.stringify(value)),
    )
    .map(Base64Url.fromText)
  fc.assert(
    fc.property(fc.oneof(headerText, texts), (text) => {
      const read = survives(() => Receipt.parse(text))
      if (read) expect(read.status).toBe('success')
    }),
    runs,
  )
})

test('what mppx writes is read the same, and the other way round', () => {
  fc.assert(
    fc.property(receipt, (value) => {
      expect(Receipt.parse(Peer.serialize(value as Peer.Receipt))).toEqual(value)
      expect(Peer.deserialize(Base64Url.fromText(JSON.stringify(value)))).toEqual(value)
    }),
    runs,
  )
})
