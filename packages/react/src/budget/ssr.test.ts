import { createBudget } from '@payerkit/core/budget'
import { createFakeAttempts, payerOf } from '@payerkit/testing/screens'
import { createElement as h } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { PayerProvider } from '../provider/PayerProvider.js'
import { BudgetMeter } from './index.js'

test('renders on a server, where nothing is read and nothing is allowed', () => {
  const attempts = createFakeAttempts()
  const read: string[] = []
  const store = {
    get: async (key: string) => void read.push(key),
    set: async () => {},
    delete: async () => {},
    list: async () => [],
  }
  const budget = createBudget({ store, limits: [{ currency: 'usd', amount: '1', per: 'all' }] })
  const html = renderToString(h(PayerProvider, { payer: payerOf(attempts) }, h(BudgetMeter, { budget })))
  expect(html).toContain('You are asked for every payment.')
  expect(html).not.toContain('meter')
  expect([...attempts.calls, ...read]).toEqual([])
})
