import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BaseError } from '../Errors.js'
import { formatUnits, parseUnits } from './Amount.js'

const runs = { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 1_000) }

test('what is written is read back', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 2n ** 128n }),
      fc.integer({ min: 0, max: 30 }),
      (value, decimals) => {
        expect(parseUnits(formatUnits(value, decimals), decimals)).toBe(value)
      },
    ),
    runs,
  )
})

test('any text is an amount or a typed error', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 30 }), (text, decimals) => {
      try {
        expect(parseUnits(text, decimals)).toBeTypeOf('bigint')
      } catch (error) {
        expect(error).toBeInstanceOf(BaseError)
      }
    }),
    runs,
  )
})
