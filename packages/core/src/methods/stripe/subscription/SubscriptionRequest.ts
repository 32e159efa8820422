import * as Challenge from '../../../protocol/Challenge.js'
import type { Recurrence } from '../../Method.js'
import * as ChargeRequest from '../ChargeRequest.js'

/** One period: so many of a unit. */
export type Period = Recurrence['period'] & { readonly unit: 'day' | 'week' | 'month' }

/**
 * What a Stripe subscription asks for, checked (draft-stripe-subscription-00, "Request Schema"). The amount is that of one
 * period.
 */
export type SubscriptionRequest = ChargeRequest.ChargeRequest & { readonly period: Period }

/** The most of a unit that Stripe bills by: three years (https://docs.stripe.com/api/prices/create, `interval_count`). */
const longest: { readonly [unit in Period['unit']]: number } = { day: 1095, week: 156, month: 36 }

/**
 * Reads and checks the request of a challenge: as a charge's, with a period that Stripe can bill by, and without an end or
 * a recipient, which the draft forbids.
 *
 * @example
 * ```ts
 * SubscriptionRequest.read(challenge, expected).period // { unit: 'month', count: 1 }
 * ```
 *
 * @throws {@link ChargeRequest.RequestInvalidError} {@link ChargeRequest.CurrencyRefusedError}
 * {@link ChargeRequest.NetworkMismatchError}
 */
export function read(challenge: Challenge.Challenge, expected: ChargeRequest.Expected): SubscriptionRequest {
  const charge = ChargeRequest.read(challenge, expected)
  const request = Challenge.decodeRequest(challenge)
  for (const field of ['recipient', 'subscriptionExpires'])
    if (Object.hasOwn(request, field)) throw new ChargeRequest.RequestInvalidError(field, 'must not be there')
  const { periodUnit: unit, periodCount: count } = request
  if (unit !== 'day' && unit !== 'week' && unit !== 'month')
    throw new ChargeRequest.RequestInvalidError('periodUnit', 'is none of "day", "week" and "month"')
  if (typeof count !== 'string' || !/^[1-9]\d{0,3}$/.test(count) || Number(count) > longest[unit])
    throw new ChargeRequest.RequestInvalidError(
      'periodCount',
      `must be a whole number from 1 to ${longest[unit]}, written as a decimal text`,
    )
  return { ...charge, period: { unit, count: Number(count) } }
}

// The most that can begin in one year, leap years included.
const inOneYear: { readonly [unit in Period['unit']]: number } = { day: 366, week: 366 / 7, month: 12 }

/** How often a subscription can be charged in its first year, the first time included. */
export function chargesInFirstYear({ unit, count }: Period): number {
  return Math.ceil(inOneYear[unit] / count)
}
