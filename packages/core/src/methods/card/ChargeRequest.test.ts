import { describe, expect, test } from 'vitest'
import { BaseError } from '../../Errors.js'
import * as ChargeRequest from './ChargeRequest.js'
import * as Currencies from './Currencies.js'
import { challengeOf, keyPair, requestOf } from './testing/enabler.js'

const { jwk } = keyPair()
const jwksUri = 'https://api.shop.example/.well-known/jwks.json'
const expected = { currencies: Currencies.defaults, recipients: {} }
const read = (request: object, realm = 'api.shop.example', more: Partial<ChargeRequest.Expected> = {}) =>
  ChargeRequest.read(challengeOf(request, { realm }), { ...expected, ...more })

function failureOf(work: () => unknown) {
  try {
    work()
  } catch (error) {
    if (error instanceof BaseError) return error
  }
  throw new Error('It was read.')
}

test('what the draft asks for is read, with the public part of the key alone', () => {
  const x5c = ['MIIB']
  expect(read(requestOf({ ...jwk, x5c } as typeof jwk, { billingRequired: true }))).toEqual({
    amount: 4999n,
    currency: 'usd',
    recipient: 'merch_abc123',
    acceptedNetworks: ['visa', 'mastercard'],
    merchantName: 'Acme Corp',
    key: { encryptionJwk: jwk },
    billingRequired: true,
  })
  expect(read(requestOf(undefined, { jwksUri, kid: 'k1' })).key).toEqual({ jwksUri, kid: 'k1' })
})

describe('a key is refused', () => {
  const short = keyPair('k', 2040).jwk
  test.each([
    ['there is none', undefined, {}],
    ['there are two', jwk, { jwksUri, kid: 'k1' }],
    ['its id stands outside', jwk, { kid: 'k1' }],
    ['it is elsewhere, and has no id', undefined, { jwksUri }],
    ['it is shorter than 2048 bits', short, {}],
    ['it is no RSA key', { ...jwk, kty: 'EC' }, {}],
    ['it is for another algorithm', { ...jwk, alg: 'RSA1_5' }, {}],
    ['it is for signatures', { ...jwk, use: 'sig' }, {}],
    ['it has no id', { ...jwk, kid: '' }, {}],
    ['it is a private one', { ...jwk, d: 'AQAB' }, {}],
    ['its modulus is padded with zeros', { ...jwk, n: `AAAA${jwk.n}` }, {}],
    ['its modulus is no base64url', { ...jwk, n: `${jwk.n}=` }, {}],
    ['its exponent is one', { ...jwk, e: 'AQ' }, {}],
    ['its exponent is even', { ...jwk, e: 'AQAC' }, {}],
  ])('that %s', (_, key, details) => {
    const request = requestOf(key as typeof jwk | undefined, details)
    expect(failureOf(() => read(request))).toMatchObject({
      code: 'request_invalid',
      field: expect.stringMatching(/^methodDetails\.(encryptionJwk|jwksUri|kid)/),
    })
  })

  test.each([
    ['https://evil.example/jwks.json', 'api.shop.example'],
    ['https://api.shop.example.evil.example/jwks.json', 'api.shop.example'],
    ['https://api.shop.example@evil.example/jwks.json', 'api.shop.example'],
    ['https://user@api.shop.example/jwks.json', 'api.shop.example'],
    ['https://api.shop.example:8443/jwks.json', 'api.shop.example'],
    ['http://api.shop.example/jwks.json', 'api.shop.example'],
    ['/jwks.json', 'api.shop.example'],
    ['javascript:alert(1)', 'api.shop.example'],
    [jwksUri, 'Acme Corp'],
    [jwksUri, 'http://api.shop.example'],
    [jwksUri, 'api.shop.example/path'],
    [jwksUri, ''],
  ])('that lies at %s for the realm %j', (uri, realm) => {
    const request = requestOf(undefined, { jwksUri: uri, kid: 'k1' })
    expect(failureOf(() => read(request, realm))).toMatchObject({ field: 'methodDetails.jwksUri' })
  })

  test('at the address of its realm it is taken, however that is written', () => {
    const request = requestOf(undefined, {
      jwksUri: jwksUri.replace('.example/', '.example:443/'),
      kid: 'k1',
    })
    for (const realm of ['api.shop.example', 'https://api.shop.example', 'API.shop.example'])
      expect(read(request, realm).key).toEqual({ jwksUri, kid: 'k1' })
  })
})

test.each([
  ['amount', 4999],
  ['amount', '0'],
  ['amount', '049'],
  ['amount', '49.99'],
  ['amount', '1000000000000'],
  ['currency', 'USD'],
  ['recipient', 'two words'],
  ['externalId', 1],
  ['methodDetails', []],
])('%s %j is refused', (field, value) => {
  expect(failureOf(() => read(requestOf(jwk, {}, { [field]: value })))).toMatchObject({ field })
})

test.each([
  ['acceptedNetworks', []],
  ['acceptedNetworks', ['Visa']],
  ['acceptedNetworks', 'visa'],
  ['merchantName', ' '],
  ['merchantName', undefined],
  ['billingRequired', 'true'],
  ['version', 2],
])('methodDetails.%s %j is refused', (field, value) => {
  const failure = failureOf(() => read(requestOf(jwk, { [field]: value })))
  expect(failure).toMatchObject({ field: `methodDetails.${field}` })
})

test('a currency whose decimals nobody knows, and a merchant that a realm is not pinned to, are refused', () => {
  expect(failureOf(() => read(requestOf(jwk, {}, { currency: 'xyz' }))).code).toBe('currency_refused')
  const recipients = { 'api.shop.example': ['merch_other'] }
  for (const recipient of ['merch_abc123', undefined]) {
    const work = () => read(requestOf(jwk, {}, { recipient }), 'api.shop.example', { recipients })
    expect(failureOf(work).code).toBe('payee_mismatch')
  }
})
