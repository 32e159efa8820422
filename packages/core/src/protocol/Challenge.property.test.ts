import fc from 'fast-check'
import { PaymentRequest, Challenge as Peer } from 'mppx'
import { expect, test } from 'vitest'
import * as Challenge from './Challenge.js'
import { headerText, jsonObject, nearlyJson, runs, survives } from './testing/arbitraries.js'

const base64 = (text: string) => Buffer.from(text).toString('base64url')
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/)
const line = fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replace(/[\r\n]/g, ' '))
const date = fc
  .date({ min: new Date(0), max: new Date('9999-01-01'), noInvalidDate: true })
  .map((value) => value.toISOString())
const challenge: fc.Arbitrary<Challenge.Challenge> = fc
  .record(
    {
      id: line.filter((text) => text !== ''),
      realm: line,
      method: name,
      intent: name,
      request: jsonObject.map((value) => base64(JSON.stringify(value))),
      description: line,
      digest: line,
      expires: date,
      header: fc.constantFrom('Payment-Authorization', 'authorization'),
      opaque: fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/),
    },
    { requiredKeys: ['id', 'realm', 'method', 'intent', 'request'] },
  )
  .map((value) => ({ ...value }))

test('any text is read or refused with a typed error', () => {
  fc.assert(
    fc.property(headerText, (text) => {
      const read = survives(() => Challenge.parse(text))
      for (const error of read?.refused ?? []) expect(error).toBeInstanceOf(Challenge.InvalidError)
      for (const each of read?.challenges ?? []) {
        expect(Object.getPrototypeOf(each)).toBe(Object.prototype)
        expect(each.id).not.toBe('')
        expect(Challenge.decodeRequest(each)).toBeTypeOf('object')
        expect(Challenge.parse(Challenge.serialize(each)).challenges).toEqual([each])
      }
    }),
    runs,
  )
})

test('any request is read or refused with a typed error', () => {
  fc.assert(
    fc.property(
      fc.oneof(nearlyJson.map(base64), fc.base64String(), fc.stringMatching(/^[A-Za-z0-9_-]{0,12}$/)),
      (request) => {
        const text = `Payment id="1", realm="r", method="m", intent="charge", request="${request}"`
        const read = survives(() => Challenge.parse(text))
        expect((read?.challenges.length ?? 0) + (read?.refused.length ?? 0)).toBe(1)
        expect(read?.challenges.every((each) => each.request === request)).toBe(true)
      },
    ),
    runs,
  )
})

test('what is written is read back, through one header or several', () => {
  fc.assert(
    fc.property(fc.array(challenge, { minLength: 1, maxLength: 3 }), (list) => {
      expect(Challenge.parse(list.map(Challenge.serialize).join(', '))).toEqual({
        challenges: list,
        refused: [],
      })
      const texts = list.map(Challenge.serialize).filter((text) => /^[\t\x20-\x7e\x80-\xff]*$/.test(text))
      const headers = new Headers()
      for (const text of texts) headers.append('WWW-Authenticate', text)
      expect(Challenge.parse(headers).challenges).toHaveLength(texts.length)
    }),
    runs,
  )
})

// What the peer calls a challenge: the request decoded, `header` only where it is not the default, a digest of SHA-256.
const peerChallenge = fc.record({ challenge, request: jsonObject }).map(({ challenge, request }) => {
  const { header, digest, description, ...rest } = challenge
  return Peer.from({
    ...rest,
    request,
    ...(description && { description }),
    ...(digest !== undefined && { digest: `sha-256=${digest}` }),
    ...(header === 'Payment-Authorization' && { header }),
  })
})
const wireOf = ({ request, meta: _, ...rest }: Peer.Challenge) =>
  ({ ...rest, request: PaymentRequest.serialize(request) }) as Challenge.Challenge

test('what mppx writes is read the same', () => {
  fc.assert(
    fc.property(fc.array(peerChallenge, { minLength: 1, maxLength: 3 }), (list) => {
      const { challenges, refused } = Challenge.parse(list.map((each) => Peer.serialize(each)).join(', '))
      expect(refused).toEqual([])
      expect(challenges).toEqual(list.map(wireOf))
      expect(challenges.map(Challenge.decodeRequest)).toEqual(
        list.map(({ request }) => JSON.parse(JSON.stringify(request))),
      )
    }),
    runs,
  )
})

test('mppx reads what is written here', () => {
  fc.assert(
    fc.property(fc.array(peerChallenge, { minLength: 1, maxLength: 3 }), (list) => {
      const text = list.map((each) => Challenge.serialize(wireOf(each))).join(', ')
      expect(Peer.deserializeList(text).map(wireOf)).toEqual(list.map(wireOf))
    }),
    runs,
  )
})
