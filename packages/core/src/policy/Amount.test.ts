import { expect, test } from 'vitest'
import { BaseError } from '../Errors.js'
import { exceeds, formatUnits, type Money, parseUnits } from './Amount.js'

const money = (value: bigint, decimals: number | undefined): Money => ({
  value,
  decimals,
  symbol: 'X',
  asset: 'x',
})

test.each([
  [10_000n, 6, '0.01'],
  [5n, 6, '0.000005'],
  [1_000_000n, 6, '1.00'],
  [0n, 6, '0.00'],
  [500n, 0, '500'],
  [750n, 2, '7.50'],
  [1_234_567n, 3, '1234.567'],
  [-10_000n, 6, '-0.01'],
])('%s with %s decimals is %s', (value, decimals, text) => {
  expect(formatUnits(value, decimals)).toBe(text)
})

test.each(['', '.', '1.', '.5', '01', '1e3', '+1', '-1', '1,5', ' 1', '1 ', '0x1', '١', '1.0000001', 'NaN'])(
  'refuses "%s"',
  (text) => {
    expect(() => parseUnits(text, 6)).toThrow(BaseError)
  },
)

test('zeros that no base unit holds change nothing', () => {
  expect(parseUnits('1.0000000000', 6)).toBe(1_000_000n)
})

test('a limit compares what amounts are worth, not their base units', () => {
  expect(exceeds(money(10_000n, 6), '0.01')).toBe(false)
  expect(exceeds(money(10_001n, 6), '0.01')).toBe(true)
  expect(exceeds(money(1n, 2), '0.01')).toBe(false)
  expect(exceeds(money(1n, 30), '0')).toBe(false)
  expect(exceeds(money(1n, undefined), '1000000')).toBe(true)
})
