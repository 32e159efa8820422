import { expect, test } from 'vitest'
import { subscriptionTexts } from '../locales/subscriptionTexts.js'
import { eachText, recursText } from './recurrence.js'

const money = { value: 6000n, decimals: 2, symbol: 'USD', asset: 'usd', currency: 'usd' }
const price = { ...money, value: 500n }

/** What is said at a moment, of periods of so many months. */
function says(now: string, count: number, endsAt?: string): string {
  const recurrence = {
    price,
    period: { unit: 'month', count } as const,
    ...(endsAt && { endsAt: Date.parse(endsAt) }),
  }
  return recursText({ amount: money }, recurrence, subscriptionTexts, 'en-US', Date.parse(now))
}

test.each([
  ['2026-01-15T12:00:00Z', 1, 'Feb 15, 2026'],
  ['2026-01-31T12:00:00Z', 1, 'Feb 28, 2026'],
  ['2028-01-31T12:00:00Z', 1, 'Feb 29, 2028'],
  ['2026-10-31T12:00:00Z', 4, 'Feb 28, 2027'],
  ['2026-12-31T12:00:00Z', 1, 'Jan 31, 2027'],
  ['2024-02-29T12:00:00Z', 12, 'Feb 28, 2025'],
  ['2026-03-30T12:00:00Z', 3, 'Jun 30, 2026'],
])('agreed to on %s, every %i months, the next charge is on %s', (now, count, date) => {
  expect(says(now, count)).toBe(
    `Next charge on ${date}. Goes on until you cancel it with the seller. At most $60.00 in the first year.`,
  )
})

test('an end before the next charge leaves it out', () => {
  expect(says('2026-01-31T12:00:00Z', 1, '2026-02-20T12:00:00Z')).toBe(
    'Ends on Feb 20, 2026. At most $60.00 in all.',
  )
})

test('a month is one, and several are counted', () => {
  const each = (count: number) => eachText({ unit: 'month', count }, subscriptionTexts, 'en-US')
  expect([each(1), each(3)]).toEqual(['a month', 'every 3 months'])
})
