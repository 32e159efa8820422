import { describe, expect, test } from 'vitest'
import * as Base64Url from './Base64Url.js'

// RFC 4648 section 10, without padding.
const vectors = [
  ['', ''],
  ['f', 'Zg'],
  ['fo', 'Zm8'],
  ['foo', 'Zm9v'],
  ['foob', 'Zm9vYg'],
  ['fooba', 'Zm9vYmE'],
  ['foobar', 'Zm9vYmFy'],
  ['é€😀', 'w6nigqzwn5iA'],
  ['???>>>', 'Pz8_Pj4-'],
] as const

test.each(vectors)('%j', (text, encoded) => {
  expect(Base64Url.fromText(text)).toBe(encoded)
  expect(Base64Url.toText(encoded)).toBe(text)
})

test('bytes', () => {
  expect(Base64Url.fromBytes(new Uint8Array([255, 254]))).toBe('__4')
  expect(Base64Url.toBytes('__4')).toEqual(new Uint8Array([255, 254]))
  const large = new Uint8Array(1_000_000).map((_, at) => at)
  expect(Base64Url.toBytes(Base64Url.fromBytes(large))).toEqual(large)
})

test('a byte order mark is text', () => {
  expect(Base64Url.toText('77u_e30')).toBe('\ufeff{}')
})

describe('refuses', () => {
  test.each([
    'Zg==',
    'Zg=',
    'Zm8=',
    'Zm9v\n',
    ' Zm9v',
    'Zm 9v',
    'Zm+v',
    'Zm/v',
    'Zm.v',
    'é',
    'A',
    'Zm9vA',
    '=',
  ])('%j', (text) => {
    expect(() => Base64Url.toBytes(text)).toThrow(Base64Url.InvalidError)
    expect(() => Base64Url.toText(text)).toThrow(Base64Url.InvalidError)
  })

  test.each(['_w', '4oI', '7aCA', 'wIA', '9JCAgA'])('%s, which is no UTF-8', (text) => {
    expect(Base64Url.toBytes(text).length).toBeGreaterThan(0)
    expect(() => Base64Url.toText(text)).toThrow(Base64Url.InvalidError)
  })

  test('and quotes nothing of it', () => {
    expect(() => Base64Url.toText('c3B0X3NlY3JldA==')).toThrow(
      expect.objectContaining({ code: 'base64url_invalid', message: expect.not.stringContaining('c3B0') }),
    )
  })
})
