import { describe, expect, test } from 'vitest'
import * as Credential from './Credential.js'
import { Base64Url } from './index.js'

const challenge = { id: 'x7', realm: 'a', method: 'example', intent: 'charge', request: 'e30' }
const payload = { proof: '0xabc123', deep: { list: [1, null, true] } }
const wire = (value: unknown) => `Payment ${Base64Url.fromText(JSON.stringify(value))}`

test('the draft’s example', () => {
  const text =
    'Payment eyJjaGFsbGVuZ2UiOnsiaWQiOiJ4N1RnMnBMcVI5bUt2TndZM2hCY1phIiwicmVhbG0iOiJhcGkuZXhhbXBsZS5jb20iLCJtZXRob2QiOiJleGFtcGxlIiwiaW50ZW50IjoiY2hhcmdlIiwicmVxdWVzdCI6ImV5SmhiVzkxYm5RaU9pSXhNREF3SWl3aVkzVnljbVZ1WTNraU9pSlZVMFFpTENKeVpXTnBjR2xsYm5RaU9pSmhZMk4wWHpFeU15SjkiLCJleHBpcmVzIjoiMjAyNS0wMS0xNVQxMjowNTowMFoifSwicGF5bG9hZCI6eyJwcm9vZiI6IjB4YWJjMTIzLi4uIn19'
  const credential = Credential.parse(text)
  expect(credential).toEqual({
    challenge: {
      id: 'x7Tg2pLqR9mKvNwY3hBcZa',
      realm: 'api.example.com',
      method: 'example',
      intent: 'charge',
      request: 'eyJhbW91bnQiOiIxMDAwIiwiY3VycmVuY3kiOiJVU0QiLCJyZWNpcGllbnQiOiJhY2N0XzEyMyJ9',
      expires: '2025-01-15T12:05:00Z',
    },
    payload: { proof: '0xabc123...' },
  })
  expect(Credential.serialize(credential)).toBe(text)
})

test('source travels where there is one', () => {
  expect(Credential.parse(Credential.serialize({ challenge, payload, source: 'did:x:1' }))).toEqual({
    challenge,
    payload,
    source: 'did:x:1',
  })
  expect(Credential.parse(Credential.serialize({ challenge, payload, source: undefined }))).toEqual({
    challenge,
    payload,
  })
  expect(Credential.parse(wire({ challenge, payload }).replace('Payment ', 'pAYMENT   '))).toEqual({
    challenge,
    payload,
  })
})

describe('refuses', () => {
  test.each([
    [''],
    ['Payment'],
    ['Payment '],
    ['Bearer e30'],
    ['Payment e30='],
    ['Payment e30, Payment e30'],
    ['Payment {"spt":"spt_secret"}'],
    ['Payment c3B0X3NlY3JldA'],
    [wire(null)],
    [wire([])],
    [wire({})],
    [wire({ challenge })],
    [wire({ payload })],
    [wire({ challenge: 'x', payload })],
    [wire({ challenge: { ...challenge, request: { amount: '1' } }, payload })],
    [wire({ challenge: { ...challenge, id: undefined }, payload })],
    [wire({ challenge, payload: 'spt_secret' })],
    [wire({ challenge, payload: ['spt_secret'] })],
    [wire({ challenge, payload, source: 7 })],
  ])('%s', (text) => {
    expect(() => Credential.parse(text)).toThrow(Credential.InvalidError)
    try {
      Credential.parse(text)
    } catch (error) {
      expect(String((error as Error).stack)).not.toContain('spt_secret')
      expect((error as Error).cause).toBeUndefined()
    }
  })

  test('to write what JSON cannot hold', () => {
    const ring: Record<string, unknown> = {}
    ring.ring = ring
    for (const each of [ring, { amount: 1n }])
      expect(() => Credential.serialize({ challenge, payload: each })).toThrow(Credential.InvalidError)
  })
})

test('mask hides what is long enough to authorize', () => {
  const { payload } = Credential.mask({
    challenge,
    payload: {
      type: 'transaction',
      signature: `0x76f9${'a'.repeat(120)}71c0`,
      list: ['b'.repeat(40)],
      amount: 12,
    },
  })
  expect(payload).toEqual({
    type: 'transaction',
    signature: '0x76f9…71c0',
    list: ['bbbbbb…bbbb'],
    amount: 12,
  })
})
