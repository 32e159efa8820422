import { describe, expect, test } from 'vitest'
import { Base64Url } from './index.js'
import * as Receipt from './Receipt.js'

const receipt = {
  status: 'success',
  method: 'stripe',
  timestamp: '2025-01-15T12:05:00Z',
  reference: 'pi_1',
} as const
const wire = (value: unknown) => Base64Url.fromText(JSON.stringify(value))
const challenge = {
  id: 'x7',
  realm: 'a',
  method: 'stripe',
  intent: 'charge',
  request: wire({ externalId: 'order_1' }),
}

describe('parse', () => {
  test('keeps what a method adds', () => {
    const value = { ...receipt, externalId: 'order_1', subscriptionId: 'sub_1', spent: { total: '10' } }
    expect(Receipt.parse(wire(value))).toEqual(value)
  })

  test.each([
    ['nothing', ''],
    ['no base64url', '{}'],
    ['padding', `${wire(receipt)}=`],
    ['no JSON', 'e3s'],
    ['null', wire(null)],
    ['a list', wire([receipt])],
    ['another status', wire({ ...receipt, status: 'failed' })],
    ['no method', wire({ ...receipt, method: undefined })],
    ['an empty method', wire({ ...receipt, method: '' })],
    ['no reference', wire({ ...receipt, reference: 7 })],
    ['no timestamp', wire({ ...receipt, timestamp: undefined })],
    ['a timestamp that is a number', wire({ ...receipt, timestamp: 1736942700 })],
    ['a timestamp that is no date', wire({ ...receipt, timestamp: '15 Jan 2025' })],
    ['an externalId that is no text', wire({ ...receipt, externalId: {} })],
    ['members that it only inherits', btoa(`{"__proto__":${JSON.stringify(receipt)}}`).replaceAll('=', '')],
  ])('refuses %s', (_, text) => {
    expect(() => Receipt.parse(text)).toThrow(Receipt.InvalidError)
  })
})

describe('assertMatches', () => {
  test.each([[{}], [{ externalId: 'order_1' }], [{ challengeId: 'x7' }]])('takes %j', (rest) => {
    expect(() => Receipt.assertMatches({ ...receipt, ...rest }, challenge)).not.toThrow()
  })

  test.each([
    [{ method: 'tempo' }, 'method'],
    [{ externalId: 'order_2' }, 'externalId'],
    [{ challengeId: 'x8' }, 'challengeId'],
  ])('refuses %j', (rest, field) => {
    expect(() => Receipt.assertMatches({ ...receipt, ...rest }, challenge)).toThrow(
      expect.objectContaining({ code: 'receipt_mismatch', shortMessage: expect.stringContaining(field) }),
    )
  })
})
