import { describe, expect, test } from 'vitest'
import { formatMoney, moneyParts } from './Money.js'
import { clockText, hostOf, plainText, shortId } from './Text.js'

const usd = { decimals: 6, symbol: 'pathUSD', currency: 'usd' }

describe('money', () => {
  test.each([
    [10_000n, '$0.01'],
    [5n, '$0.000005'],
    [0n, '$0.00'],
    [1_500_000n, '$1.50'],
    [1_234_567_890_000n, '$1,234,567.89'],
    // Beyond what a float can hold.
    [123_456_789_012_345_678_901n, '$123,456,789,012,345.678901'],
  ])('%i base units are %s', (value, text) => {
    expect(formatMoney({ ...usd, value }, 'en')).toBe(text)
  })

  test('follows the language, with digits that fit together', () => {
    expect(formatMoney({ ...usd, value: 1_234_560_000n }, 'de').replace(/\s/g, ' ')).toBe('1.234,56 $')
    expect(formatMoney({ ...usd, value: 10_000n }, 'ar-EG')).toContain('0.01')
  })

  test('without a currency the symbol says what it is', () => {
    const money = { value: 12_500n, decimals: 3, symbol: 'WETH', currency: undefined }
    expect(moneyParts(money, 'en')).toEqual({ figure: '12.50', unit: 'WETH' })
    expect(formatMoney(money, 'en')).toBe('12.50 WETH')
  })

  test('without decimals nothing is made up, whatever the currency', () => {
    const money = { value: 10_000n, decimals: undefined, symbol: '0x20c0…0009', currency: 'usd' }
    expect(formatMoney(money, 'en')).toBe('10,000 0x20c0…0009')
  })

  test('a code that Intl does not take is no failure', () => {
    expect(formatMoney({ value: 100n, decimals: 2, symbol: 'USDC.e', currency: 'usdc.e' }, 'en')).toBe('1.00')
  })
})

describe('text', () => {
  test('ids are six and four', () => {
    expect(shortId('0x742d35Cc6634C0532925a3b844Bc9e7595f8fE00')).toBe('0x742d…fE00')
    expect(shortId('did:pkh:eip155:42431:0x742d35Cc6634C0532925a3b844Bc9e7595f8fE00')).toBe('0x742d…fE00')
    expect(shortId('shop')).toBe('shop')
  })

  test('other people’s words are one plain line', () => {
    expect(plainText('a\u202eb\n\u0000c  d')).toBe('ab c d')
    expect(plainText('x'.repeat(200))).toHaveLength(80)
  })

  test('hosts and clocks', () => {
    expect(hostOf('https://photos.example:8443/a')).toBe('photos.example:8443')
    expect(hostOf('no address')).toBe('no address')
    expect([clockText(5), clockText(272), clockText(3_729)]).toEqual(['0:05', '4:32', '1:02:09'])
  })
})
