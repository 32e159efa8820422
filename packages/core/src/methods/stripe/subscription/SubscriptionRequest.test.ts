import { describe, expect, test } from 'vitest'
import { BaseError } from '../../../Errors.js'
import { challengeOf } from '../testing/fakes.js'
import * as SubscriptionRequest from './SubscriptionRequest.js'

const request = {
  amount: '5000',
  currency: 'usd',
  periodUnit: 'month',
  periodCount: '1',
  externalId: 'sub_12345',
  methodDetails: {
    networkId: 'profile_news',
    paymentMethodTypes: ['card', 'link'],
    metadata: { plan: 'pro' },
  },
}
const expected = { networks: { 'shop.example': 'profile_news' }, currencies: new Set(['usd', 'jpy']) }

function read(changes: object) {
  const challenge = challengeOf({ ...request, ...changes }, { intent: 'subscription' })
  return SubscriptionRequest.read(challenge, expected)
}

function failureOf(changes: object) {
  try {
    read(changes)
  } catch (error) {
    if (error instanceof BaseError) return error
  }
  throw new Error('It was read.')
}

test("what the draft's profile asks for is read", () => {
  expect(read({})).toEqual({
    amount: 5000,
    currency: 'usd',
    networkId: 'profile_news',
    paymentMethodTypes: ['card', 'link'],
    metadata: { plan: 'pro' },
    externalId: 'sub_12345',
    period: { unit: 'month', count: 1 },
  })
})

describe('draft-stripe-subscription-00, "Request Schema"', () => {
  test.each([
    ['recipient', 'acct_1'],
    ['recipient', null],
    ['subscriptionExpires', '2031-01-15T12:00:00Z'],
    ['periodUnit', 'year'],
    ['periodUnit', 'second'],
    ['periodUnit', undefined],
    ['periodUnit', ['month']],
    ['periodCount', 1],
    ['periodCount', '0'],
    ['periodCount', '01'],
    ['periodCount', '-1'],
    ['periodCount', '1.0'],
    ['periodCount', ' 1'],
    ['periodCount', '1e1'],
    ['periodCount', '37'],
    ['periodCount', '99999999999999999999'],
    ['periodCount', undefined],
    ['amount', '0'],
    ['amount', 5000],
  ])('%s %j is refused', (field, value) => {
    expect(failureOf({ [field]: value })).toMatchObject({ code: 'request_invalid', field })
  })

  test('a period longer than Stripe bills by is refused, whatever its unit', () => {
    for (const [periodUnit, most] of Object.entries({ day: 1095, week: 156, month: 36 })) {
      expect(read({ periodUnit, periodCount: String(most) }).period).toEqual({
        unit: periodUnit,
        count: most,
      })
      expect(failureOf({ periodUnit, periodCount: String(most + 1) })).toMatchObject({ field: 'periodCount' })
    }
  })

  test('another seller than the pinned one, and another currency, are refused', () => {
    const methodDetails = { ...request.methodDetails, networkId: 'profile_other' }
    expect(failureOf({ methodDetails }).code).toBe('payee_mismatch')
    expect(failureOf({ currency: 'eur' }).code).toBe('currency_refused')
  })
})
