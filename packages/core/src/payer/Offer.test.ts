import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanText } from './Offer.js'

test.each([
  ['One\u202e otohp\u202c photo', 'One otohp photo'],
  ['two\r\nlines\u2028and a\u0000 zero', 'two lines and a zero'],
  ['  too    wide  ', 'too wide'],
  ['zero\u200bwidth\u2066\ufeff', 'zerowidth'],
  ['Ünïcödé 写真 📷', 'Ünïcödé 写真 📷'],
  ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
])('%j is shown as %j', (text, shown) => {
  expect(cleanText(text)).toBe(shown)
})

test('nothing longer than 200 characters, no half characters', () => {
  expect([...cleanText('📷'.repeat(500))].length).toBe(200)
  expect(cleanText('📷'.repeat(500)).endsWith('📷…')).toBe(true)
})

test('any text comes out on one line, without direction or control characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(cleanText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
    }),
    { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 1_000) },
  )
})
