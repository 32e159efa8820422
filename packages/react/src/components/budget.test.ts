import { parseUnits } from '@payerkit/core'
import type { Limit, Usage } from '@payerkit/core/budget'
import { expect, test } from 'vitest'
import { budgetTexts } from '../locales/budgetTexts.js'
import { errorText, limitWords, readAmount, shareOf, stateOf, usageSays } from './budget.js'

const minute = 60_000
const limit: Limit = { currency: 'usd', amount: '1', per: 'all', period: 1_440 * minute }
const usage = (news: Partial<Usage> = {}): Usage => ({
  ...{ limit, origin: undefined, spent: '0.35', left: '0.65', frees: undefined },
  ...news,
})

test.each([
  [1_440, '24 hours'],
  [2_880, '2 days'],
  [10_080, '7 days'],
  [60, '60 minutes'],
  [90, '90 minutes'],
  [120, '2 hours'],
  [1, '60 seconds'],
  [0.5, '30 seconds'],
  [0.0125, '0.75 seconds'],
])('%s minutes are %s', (minutes, text) => {
  expect(limitWords({ ...limit, period: minutes * minute }, 'en').span).toBe(text)
})

test.each<[Partial<Limit>, string]>([
  [{}, '$1.00 in 24 hours on all sites together'],
  [{ per: 'origin' }, '$1.00 in 24 hours on each site'],
  [{ per: 'origin', origin: 'https://a.example:8443' }, '$1.00 in 24 hours on a.example:8443'],
  [{ per: 'all', period: undefined }, '$1.00 in all on all sites together'],
  [{ per: 'payment', period: undefined }, '$1.00 a payment'],
  [{ per: 'payment', period: undefined, origin: 'https://a.example' }, '$1.00 a payment on a.example'],
  [
    { per: 'payment', period: undefined, currency: '0x20c0000000000000000000000000000000000000' },
    '1.00 0x20c0…0000 a payment',
  ],
])('a limit in a sentence: %o', (news, text) => {
  expect(budgetTexts.limit(limitWords({ ...limit, ...news }, 'en'))).toBe(text)
})

test('what is left, in the notation of the person, and never a minute too early', () => {
  expect(usageSays(usage(), budgetTexts, 'en', 0)).toBe('$0.35 of $1.00 in the last 24 hours; $0.65 left.')
  const at = 1_750_000_000_001
  const frees = { at, amount: '0.30' }
  const next = new Intl.DateTimeFormat('en', { timeStyle: 'short' }).format(Math.ceil(at / minute) * minute)
  expect(usageSays(usage({ frees }), budgetTexts, 'en', at - minute)).toContain(
    `$0.30 of it comes free at ${next}.`,
  )
  const site = usage({ limit: { ...limit, per: 'origin' }, origin: 'https://a.example' })
  expect(usageSays(site, budgetTexts, 'en', 0)).toMatch(/^a\.example: \$0\.35 of/)
})

test('how much is used is exact enough to be drawn, and never more than all', () => {
  expect(shareOf(usage())).toBe(0.35)
  expect(shareOf(usage({ spent: '1.20', left: '0.00' }))).toBe(1)
  expect(shareOf(usage({ limit: { ...limit, amount: '0' }, spent: '0.00' }))).toBe(1)
  expect(stateOf(usage())).toBe('used')
  expect(stateOf(usage({ spent: '1.20', left: '0.00' }))).toBe('full')
  expect(stateOf(usage({ spent: '0.00' }))).toBe('unused')
})

test('what is typed is an amount or a told error', () => {
  expect(readAmount(' 0.50 ', limit)).toEqual({ ...limit, amount: '0.50' })
  expect(parseUnits(readAmount('2', limit).amount, 18)).toBe(2n * 10n ** 18n)
  const error = (() => {
    try {
      return readAmount('1,5', limit)
    } catch (cause) {
      return cause
    }
  })()
  expect(errorText(error, budgetTexts)).toBe(budgetTexts.errors.amount)
  expect(errorText(new Error('constructor'), budgetTexts)).toBe(budgetTexts.errors.failed)
})
