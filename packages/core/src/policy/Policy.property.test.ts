import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BaseError } from '../Errors.js'
import { formatUnits, type Money, parseUnits, scale } from './Amount.js'
import type { Entry } from './Budget.js'
import { judge, type Limit, type Policy, type Spending } from './Policy.js'

const runs = { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 1_000) }

const origin = fc.constantFrom('https://shop.test', 'https://evil.test')
const text = fc.nat({ max: 400 }).map((cents) => formatUnits(BigInt(cents), 2))
const asset = fc.constantFrom<Omit<Money, 'value'>>(
  { decimals: 2, symbol: 'USD', asset: 'usd', currency: 'usd' },
  { decimals: 6, symbol: 'pathUSD', asset: '0x20c0', currency: 'usd' },
  { decimals: 24, symbol: 'FINE', asset: '0xf17e', currency: 'usd' },
  { decimals: undefined, symbol: 'unknown token', asset: '0xbad' },
)
const amount: fc.Arbitrary<Money> = fc
  .tuple(asset, fc.nat({ max: 300 }), fc.bigInt({ min: 0n, max: 9n }))
  .map(([known, cents, dust]) => {
    const { decimals = 2 } = known
    return { ...known, value: BigInt(cents) * 10n ** BigInt(decimals - 2) + (decimals > 2 ? dust : 0n) }
  })
const payment: fc.Arbitrary<Spending> = fc.record({
  amount,
  origin,
  realm: fc.constantFrom('shop.test', 'evil.test', 'sh\u043ep.test', ''),
  payee: fc.record({ id: fc.constantFrom('shop', 'mallory') }),
})
const limit = (per: fc.Arbitrary<Limit['per']>): fc.Arbitrary<Limit> =>
  fc.record(
    {
      currency: fc.constantFrom('usd', 'USD', '0x20c0', '0xbad', 'eur'),
      amount: text,
      per,
      period: fc.constantFrom(1, 10, 1_000),
      origin: fc.constantFrom('https://shop.test', 'https://shop.test/path'),
    },
    { requiredKeys: ['currency', 'amount', 'per'] },
  )
const per = fc.constantFrom<Limit['per']>('payment', 'origin', 'all')

/** Plays payments, one a millisecond, of which those that need no question are made. */
function play(policy: Policy, payments: readonly Spending[]): Entry[] {
  const ledger: Entry[] = []
  payments.forEach((each, at) => {
    try {
      if (judge(policy, each, ledger, at) === 'allow') ledger.push({ ...each, at })
    } catch (error) {
      expect(error).toBeInstanceOf(BaseError)
    }
  })
  return ledger
}

const sum = (entries: readonly Entry[]) => entries.reduce((total, each) => total + scale(each.amount), 0n)

test('no row of payments gets more from a budget than each of its limits, in any time', () => {
  fc.assert(
    fc.property(
      fc.array(limit(per), { minLength: 1, maxLength: 4 }),
      fc.array(payment, { maxLength: 30 }),
      (budget, payments) => {
        const ledger = play({ budget }, payments)
        for (const { currency, amount, per, period = 1_000, origin } of budget) {
          const most = parseUnits(amount, 18)
          const counted = ledger.filter(
            (each) =>
              [each.amount.asset, each.amount.currency].includes(currency.toLowerCase()) &&
              (origin === undefined || each.origin === new URL(origin).origin),
          )
          for (const last of counted) {
            const window = counted.filter(
              ({ at, origin }) =>
                at <= last.at && at >= last.at - period && (per !== 'origin' || origin === last.origin),
            )
            expect(sum(per === 'payment' ? [last] : window)).toBeLessThanOrEqual(most)
          }
        }
      },
    ),
    runs,
  )
})

test('nothing of unknown worth is paid without a question, and nothing at all without a budget', () => {
  fc.assert(
    fc.property(
      fc.array(limit(per), { maxLength: 4 }),
      fc.array(payment, { maxLength: 20 }),
      (budget, payments) => {
        const ledger = play({ budget }, payments)
        for (const { amount } of ledger) expect(amount.decimals).toBeDefined()
        if (budget.length === 0) expect(ledger).toEqual([])
      },
    ),
    runs,
  )
})

test('where payees are pinned for a host, nobody else is paid there, whatever the realm', () => {
  fc.assert(
    fc.property(payment, (each) => {
      const payees = { 'Shop.test.': ['shop'], 'evil.test': [] }
      let verdict = 'refused'
      try {
        verdict = judge({ payees }, each, [], 0)
      } catch (error) {
        expect(error).toBeInstanceOf(BaseError)
      }
      const isFine =
        each.origin === 'https://shop.test' && each.payee.id === 'shop' && each.realm !== 'evil.test'
      expect(verdict).toBe(isFine ? 'ask' : 'refused')
    }),
    runs,
  )
})
