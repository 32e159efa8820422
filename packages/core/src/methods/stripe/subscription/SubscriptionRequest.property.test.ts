import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BaseError } from '../../../Errors.js'
import { challengeOf } from '../testing/fakes.js'
import * as SubscriptionRequest from './SubscriptionRequest.js'

const runs = { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 500) }
const expected = { networks: {}, currencies: new Set(['usd']) }
const read = (value: object) =>
  SubscriptionRequest.read(challengeOf(value, { intent: 'subscription' }), expected)
const methodDetails = { networkId: 'profile_news', paymentMethodTypes: ['card'] }

test('any other value of a field is refused with a BaseError, or read as it stands', () => {
  const junk = fc.oneof(fc.jsonValue(), fc.constantFrom('day', '1', '7', '٣', '1\n', '0x1', null))
  fc.assert(
    fc.property(junk, junk, junk, (amount, periodUnit, periodCount) => {
      const request = { amount, currency: 'usd', periodUnit, periodCount, methodDetails }
      let found: SubscriptionRequest.SubscriptionRequest
      try {
        found = read(request)
      } catch (error) {
        expect(error).toBeInstanceOf(BaseError)
        return
      }
      expect([String(found.amount), found.period.unit, String(found.period.count)]).toEqual([
        amount,
        periodUnit,
        periodCount,
      ])
    }),
    runs,
  )
})

test('the first year is counted as a calendar counts it', () => {
  const days = { day: 1, week: 7 }
  fc.assert(
    fc.property(
      fc.constantFrom('day' as const, 'week' as const, 'month' as const),
      fc.integer({ min: 1, max: 36 }),
      fc.integer({ min: 2024, max: 2400 }),
      fc.integer({ min: 0, max: 364 }),
      (unit, count, year, day) => {
        const start = Date.UTC(year, 0, 1 + day)
        const end = new Date(start).setUTCFullYear(new Date(start).getUTCFullYear() + 1)
        let charges = 0
        const at = () =>
          unit === 'month'
            ? monthsAfter(start, charges * count)
            : start + charges * count * days[unit] * 86_400_000
        while (at() < end) charges++
        const most = SubscriptionRequest.chargesInFirstYear({ unit, count })
        expect(most).toBeGreaterThanOrEqual(charges)
        expect(most - charges).toBeLessThanOrEqual(1)
      },
    ),
    runs,
  )
})

/** draft-payment-intent-subscription-00, "Required Fields": the last valid day where the month lacks the anchor's. */
function monthsAfter(start: number, months: number): number {
  const from = new Date(start)
  const target = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0))
  return target.setUTCDate(Math.min(from.getUTCDate(), target.getUTCDate()))
}
