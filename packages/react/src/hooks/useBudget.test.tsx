import { type Budget, createBudget, type Limit } from '@payerkit/core/budget'
import { createIndexedDbStore, createMemoryStore } from '@payerkit/core/stores'
import { openShop, origin } from '@payerkit/testing/screens'
import { expect, test } from 'vitest'
import { type UseBudget, useBudget } from '../budget/index.js'
import { frame, mountSession, until } from '../testing/mountSession.js'

const total: Limit = { currency: 'usd', amount: '1.00', per: 'all' }
const yes = async () => true

const held = {} as { current: UseBudget }

function View({ budget }: { budget: Budget }) {
  held.current = useBudget(budget)
  return null
}

async function mount(budget: Budget) {
  const shop = openShop({ policy: budget.policy })
  return { shop, ...(await mountSession(shop.payer, <View budget={budget} />)) }
}

test('reads when it is first shown, and follows what is raised, lowered and paid', async () => {
  const budget = createBudget({ store: createMemoryStore(), limits: [total] })
  expect(budget.getState().status).toBe('unread')
  const { shop } = await mount(budget)
  await until(() => expect(held.current).toMatchObject({ status: 'ready', limits: [total] }))
  await shop.payer.fetch(`${origin}/photo`)
  await until(() => expect(held.current.usage[0]).toMatchObject({ spent: '0.01', left: '0.99' }))
  await held.current.raise({ ...total, amount: '2' }, { confirm: yes })
  await until(() => expect(held.current.usage[0]?.left).toBe('1.99'))
  await held.current.lower({ ...total, amount: '0.01' })
  await until(() => expect(held.current.usage[0]?.left).toBe('0.00'))
  await held.current.clear()
  await until(() => expect(held.current).toMatchObject({ limits: [], usage: [] }))
})

test('what is lost and given up stays spent', async () => {
  const budget = createBudget({ store: createMemoryStore(), limits: [total] })
  await budget.ready()
  const { shop } = await mount(budget)
  shop.answer = () => Promise.reject(new TypeError('Failed to fetch'))
  await shop.payer.fetch(`${origin}/photo`).catch(() => {})
  const [lost] = shop.payer.attempts.list()
  await shop.payer.attempts.forget(lost?.id ?? '')
  await frame()
  expect(shop.payer.attempts.list()).toEqual([])
  expect(held.current.usage[0]?.spent).toBe('0.01')
})

test('two tabs see the same, and React is told once a frame', async () => {
  const name = `budget ${crypto.randomUUID()}`
  const open = () => createBudget({ store: createIndexedDbStore({ name }), confirm: yes })
  const there = open()
  const { seen } = await mount(open())
  await there.raise(total)
  await until(() => expect(held.current.limits).toEqual([total]))
  const before = seen.commits
  await there.lower({ ...total, amount: '0.50' })
  await until(() => expect(held.current.limits[0]?.amount).toBe('0.50'))
  expect(seen.commits).toBe(before + 1)
})
