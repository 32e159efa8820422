import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BaseError } from '../../Errors.js'
import * as Address from './Address.js'
import * as Base58 from './Base58.js'

const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 1000)

test.each([
  ['', []],
  ['1', [0]],
  ['111', [0, 0, 0]],
  ['15T', [0, 1, 2]],
  ['2NEpo7TZRRrLZSi2U', [...new TextEncoder().encode('Hello World!')]],
  ['11111111111111111111111111111111', new Array(32).fill(0)],
  ['JEKNVnkbo3jma5nREBBJCDoXFVeKkD56V3xKrvRmWxFG', new Array(32).fill(255)],
])('%s is known', (text, bytes) => {
  expect(Base58.encode(Uint8Array.from(bytes))).toBe(text)
  expect([...Base58.decode(text)]).toEqual(bytes)
})

test('every bytes come back, and by one text alone', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(3), (bytes, zeros) => {
      const all = Uint8Array.from([...new Array<number>(zeros).fill(0), ...bytes])
      const text = Base58.encode(all)
      expect(Base58.decode(text)).toEqual(all)
      expect(Base58.decode(`1${text}`)).toEqual(Uint8Array.from([0, ...all]))
      expect(Base58.decodeSized(text, all.length)).toEqual(all)
      expect(() => Base58.decodeSized(text, all.length + 1)).toThrow(Base58.InvalidError)
    }),
    { numRuns },
  )
})

test('any text is read to bytes that give it back, or refused', () => {
  const odd = fc.oneof(
    fc.string({ maxLength: 300 }),
    fc.stringMatching(/^[1-9A-Za-z]{0,50}$/),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(
    fc.property(odd, (text) => {
      try {
        expect(Base58.encode(Base58.decode(text))).toBe(text)
      } catch (error) {
        expect((error as BaseError).code).toBe('base58_invalid')
        expect(/[^1-9A-HJ-NP-Za-km-z]/.test(text) || text.length > 256).toBe(true)
      }
      expect(Address.is(text)).toBe(
        /^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(text) && Base58.decode(text).length === 32,
      )
    }),
    { numRuns },
  )
})
