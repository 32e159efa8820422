import fc from 'fast-check'
import { PaymentRequest, Credential as Peer } from 'mppx'
import { expect, test } from 'vitest'
import * as Credential from './Credential.js'
import { Base64Url } from './index.js'
import { headerText, jsonObject, nearlyJson, runs, survives } from './testing/arbitraries.js'

const text = fc.string({ unit: 'binary', maxLength: 12 })
const fields = fc.record(
  {
    id: text.filter((id) => id !== ''),
    realm: text,
    method: text,
    intent: text,
    description: text,
    opaque: text,
  },
  { requiredKeys: ['id', 'realm', 'method', 'intent'] },
)
// The peer's schema drops a member of that name.
const request = jsonObject.filter((value) => !Object.hasOwn(value, '__proto__'))
const credential = fc
  .record(
    { fields, request, payload: jsonObject, source: text.filter((source) => source !== '') },
    { requiredKeys: ['fields', 'request', 'payload'] },
  )
  .map(({ fields, request, ...rest }) => ({
    ...rest,
    challenge: { ...fields, request: PaymentRequest.serialize(request) },
    request,
  }))
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown

test('any text is read or refused with a typed error', () => {
  const parts = fc.tuple(
    fc.constantFrom('Payment ', 'payment  ', 'Payment\t', '', 'Bearer '),
    fc.oneof(nearlyJson, headerText),
  )
  fc.assert(
    fc.property(
      fc.oneof(
        headerText,
        parts.map(([scheme, value]) => scheme + Base64Url.fromText(value)),
      ),
      (value) => {
        survives(() => Credential.parse(value))
      },
    ),
    runs,
  )
})

test('anything like a credential is read or refused with a typed error', () => {
  const nearly = fc.record(
    {
      challenge: fc.oneof(fields, jsonObject, fc.jsonValue()),
      payload: fc.oneof(jsonObject, fc.jsonValue()),
      source: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(nearly, (value) => {
      const read = survives(() => Credential.parse(`Payment ${Base64Url.fromText(JSON.stringify(value))}`))
      if (read) expect(read).toEqual(plain(value))
      if (read) survives(() => Credential.mask(read))
    }),
    runs,
  )
})

test('what is written is read back', () => {
  fc.assert(
    fc.property(credential, ({ request: _, ...value }) => {
      expect(Credential.parse(Credential.serialize(value))).toEqual(plain(value))
    }),
    runs,
  )
})

test('what mppx writes is read the same, and the other way round', () => {
  fc.assert(
    fc.property(credential, ({ challenge, request, payload, source }) => {
      const peer = { challenge: { ...challenge, request }, payload, ...(source !== undefined && { source }) }
      const ours = { challenge, payload, ...(source !== undefined && { source }) }
      expect(Credential.parse(Peer.serialize(peer))).toEqual(plain(ours))
      expect(plain(Peer.deserialize(Credential.serialize(ours)))).toEqual(plain(peer))
    }),
    runs,
  )
})
