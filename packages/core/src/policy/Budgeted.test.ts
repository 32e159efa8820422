import { expect, test } from 'vitest'
import { createMemoryStore } from '../stores/MemoryStore.js'
import { codeOf, onceWhenPaid, payerOf, useShop } from '../testing/harness.js'
import { type Budget, createBudget } from './createBudget.js'
import type { Limit } from './Limit.js'

// A payer with a budget that a person changes: what is judged and what is shown is one thing.

const held = useShop()
const daily: Limit = { currency: 'usd', amount: '3.00', per: 'all', period: 86_400_000 }
const yes = async () => true

async function openBudget(limits: readonly Limit[]): Promise<Budget> {
  const budget = createBudget({ store: createMemoryStore(), confirm: yes })
  await budget.raise(limits)
  return budget
}

test('a payment is judged by what the person has said last', async () => {
  const budget = await openBudget([])
  const { payer } = payerOf({ approve: undefined, policy: budget.policy })
  expect(await codeOf(payer.fetch(held.current.url))).toBe('approval_required')
  await budget.raise(daily)
  expect((await payer.fetch(held.current.url)).status).toBe(200)
  await budget.lower({ ...daily, amount: '1.99' })
  expect(await codeOf(payer.fetch(held.current.url))).toBe('approval_required')
  expect(held.current.taken).toHaveLength(1)
})

test('what is lost, and then given up, is as spent as what is paid', async () => {
  const budget = await openBudget([daily])
  let now = 1_750_000_000_000
  const { payer, points } = payerOf({ approve: undefined, policy: budget.policy, now: () => now })
  const left = () => budget.usage(payer.attempts.ledger(), payer.now())[0]?.left
  onceWhenPaid(held.current, (response) => response.destroy())
  expect(await codeOf(payer.fetch(held.current.url))).toBe('unknown')
  expect(left()).toBe('2.00')
  const [lost] = payer.attempts.list()
  await payer.attempts.forget(lost?.id ?? '')
  expect(payer.attempts.list()).toEqual([])
  expect(left()).toBe('2.00')
  await payer.fetch(held.current.url)
  await payer.fetch(held.current.url)
  expect(left()).toBe('0.00')
  // As it was shown: nothing is left, and nothing more is paid.
  expect(await codeOf(payer.fetch(held.current.url))).toBe('approval_required')
  expect(points.authorized).toBe(3)
  const frees = budget.usage(payer.attempts.ledger(), now)[0]?.frees
  now = (frees?.at ?? 0) - 1
  expect(await codeOf(payer.fetch(held.current.url))).toBe('approval_required')
  now += 1
  expect((await payer.fetch(held.current.url)).status).toBe(200)
})

test('a question that is open spends nothing, and a no neither', async () => {
  const budget = await openBudget([{ ...daily, amount: '0.50' }])
  const seen: (string | undefined)[] = []
  const { payer } = payerOf({
    policy: budget.policy,
    async approve() {
      seen.push(budget.usage(payer.attempts.ledger(), payer.now())[0]?.spent)
      return undefined
    },
  })
  expect(await codeOf(payer.fetch(held.current.url))).toBe('cancelled')
  expect(budget.usage(payer.attempts.ledger(), payer.now())[0]?.spent).toBe('0.00')
  expect(seen).toEqual(['0.00'])
})
