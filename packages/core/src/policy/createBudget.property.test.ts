import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { BaseError } from '../Errors.js'
import { createDisk } from '../session/testing/disk.js'
import { type Money, parseUnits, scale } from './Amount.js'
import type { Entry } from './Budget.js'
import { type Budget, type BudgetQuestion, createBudget } from './createBudget.js'
import type { Limit } from './Limit.js'
import { judge } from './Policy.js'

// Whatever is raised, lowered, taken away, paid, meddled with and reloaded, in two tabs: nothing is paid without a
// question that the limits of the last yes, narrowed by all that was said since, would not allow.

const runs = { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 200) }

const shops = ['https://shop.test', 'https://evil.test'] as const
const amount = fc.nat({ max: 60 }).map((cents) => `0.${String(cents).padStart(2, '0')}`)
const limit: fc.Arbitrary<Limit> = fc.record(
  {
    currency: fc.constantFrom('usd', 'usd', 'eur', '0x20c0'),
    amount,
    per: fc.constantFrom<Limit['per']>('payment', 'origin', 'all'),
    period: fc.constantFrom(3, 50),
    origin: fc.constantFrom(...shops),
  },
  { requiredKeys: ['currency', 'amount', 'per'] },
)
const money: fc.Arbitrary<Money> = fc
  .tuple(
    fc.constantFrom<Omit<Money, 'value'>>(
      { decimals: 2, symbol: 'USD', asset: 'usd', currency: 'usd' },
      { decimals: 6, symbol: 'pathUSD', asset: '0x20c0', currency: 'usd' },
      { decimals: 2, symbol: 'EUR', asset: 'eur', currency: 'eur' },
    ),
    fc.integer({ min: 1, max: 25 }),
  )
  .map(([known, cents]) => ({ ...known, value: BigInt(cents) * 10n ** BigInt((known.decimals ?? 2) - 2) }))

// Mostly a yes: after a no nothing is different.
const yes = fc.constantFrom(true, true, true, false)

type Step =
  | { do: 'raise'; limits: Limit[]; answer: boolean }
  | { do: 'lower'; at: number; amount: string }
  | { do: 'remove'; at: number; answer: boolean }
  | { do: 'clear' }
  | { do: 'reload' }
  | { do: 'meddle' }
  | { do: 'evict' }
  | { do: 'pay'; amount: Money; origin: string }
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('raise' as const),
      limits: fc.array(limit, { minLength: 1, maxLength: 3, size: 'max' }),
      answer: yes,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lower' as const), at: fc.nat(), amount }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('remove' as const),
      at: fc.nat(),
      answer: yes,
    }),
  },
  fc.constantFrom<Step>({ do: 'clear' }, { do: 'reload' }, { do: 'meddle' }, { do: 'evict' }),
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('pay' as const),
      amount: money,
      origin: fc.constantFrom(...shops),
    }),
  },
)

/** What a limit says of a payment, in other words than the judge's. */
function bounds(limit: Limit, payment: { amount: Money; origin: string }): boolean {
  const { asset, currency } = payment.amount
  const isOf = limit.currency === asset || limit.currency === currency
  return isOf && (limit.origin === undefined || limit.origin === payment.origin)
}

function fits(limit: Limit, payment: Entry, ledger: readonly Entry[]): boolean {
  const before = ledger.filter(
    (each) =>
      limit.per !== 'payment' &&
      [each.amount.asset, each.amount.currency].includes(limit.currency) &&
      (limit.period === undefined || each.at + limit.period >= payment.at) &&
      (limit.per === 'all'
        ? limit.origin === undefined || each.origin === limit.origin
        : each.origin === payment.origin),
  )
  const sum = [...before, payment].reduce((total, each) => total + scale(each.amount), 0n)
  return sum <= parseUnits(limit.amount, 18)
}

const nameOf = ({ amount, ...name }: Limit) => JSON.stringify(Object.entries(name).sort())
const dear: Limit = { currency: 'usd', amount: '1000', per: 'payment' }
let paid = 0

/** Until both tabs have heard of the other's changes; one that can read nothing any more allows nothing. */
async function settle(tabs: readonly Budget[]): Promise<void> {
  await vi.waitFor(
    () => {
      const [one, other] = tabs.map((tab) => tab.getState())
      if (one?.status !== 'failed' && other?.status !== 'failed') expect(one?.limits).toEqual(other?.limits)
    },
    { timeout: 10_000, interval: 1 },
  )
}

test('no row of changes and payments gets more than was confirmed last', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat({ max: 1 }), step), { maxLength: 20, size: 'max' }),
      async (steps) => {
        const disk = createDisk()
        const meddler = disk.open().store
        const openTab = async () => {
          const budget = createBudget({ store: disk.open().store })
          await budget.ready()
          return budget
        }
        const tabs = [await openTab(), await openTab()]
        const ledger: Entry[] = []
        /** What was shown when the person last said yes, with what was lowered since. */
        let confirmed: readonly Limit[] = []
        for (const [at, [side, step]] of steps.entries()) {
          const budget = tabs[side] as Budget
          const shown: (readonly Limit[])[] = []
          const confirm = async ({ limits }: BudgetQuestion) => {
            shown.push(limits)
            return 'answer' in step && step.answer
          }
          const made = (work: Promise<unknown>) =>
            work.catch((error: unknown) => void expect(error).toBeInstanceOf(BaseError))
          if (step.do === 'raise') {
            if ((await made(budget.raise(step.limits, { confirm }))) === true)
              confirmed = shown[0] ?? confirmed
          } else if (step.do === 'lower') {
            const one = budget.limits[step.at % (budget.limits.length || 1)]
            const lowered = { ...one, amount: step.amount } as Limit
            if (one && (await made(budget.lower(lowered).then(() => true))) === true)
              confirmed = confirmed.map((each) => (nameOf(each) === nameOf(one) ? lowered : each))
          } else if (step.do === 'remove') {
            const one = budget.limits[step.at % (budget.limits.length || 1)]
            // Without a question the rest must allow no more than before: what was confirmed stays what it was.
            if (one && (await made(budget.remove(one, { confirm }))) === true)
              confirmed = shown[0] ?? confirmed
          } else if (step.do === 'clear') {
            await budget.clear()
            confirmed = []
          } else if (step.do === 'reload') {
            budget.destroy()
            tabs[side] = await openTab()
          } else if (step.do === 'meddle') {
            await meddler.set('budget/limits', { version: 1, revision: 99, limits: [dear] })
          } else if (step.do === 'evict') {
            await meddler.delete('budget/limits')
          } else if (step.do === 'pay') {
            const payment = { ...step, realm: '', payee: { id: 'shop' } }
            if (judge(budget.policy, payment, ledger, at) === 'allow') {
              const entry = { amount: step.amount, origin: step.origin, at }
              const bound = confirmed.filter((each) => bounds(each, entry))
              expect(bound.length).toBeGreaterThan(0)
              for (const each of bound) expect(fits(each, entry, ledger)).toBe(true)
              ledger.push(entry)
              paid++
            }
          }
          await settle(tabs)
        }
      },
    ),
    runs,
  )
  // Otherwise nothing was shown.
  expect(paid).toBeGreaterThan(0)
})
