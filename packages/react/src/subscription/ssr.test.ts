import { createSubscriptions } from '@payerkit/core/tempo'
import { createFakeAttempts, payerOf } from '@payerkit/testing/screens'
import { createElement as h } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { PayerProvider } from '../provider/PayerProvider.js'
import { SubscribeButton, SubscriptionList } from './index.js'

test('renders on a server, where nothing is read, asked or signed', () => {
  const touched: string[] = []
  const touch = (name: string) => async () => void touched.push(name) as never
  const store = { get: touch('get'), set: touch('set'), delete: touch('delete'), list: touch('list') }
  const subscriptions = createSubscriptions({ client: touch('client'), store })
  const attempts = createFakeAttempts()
  const input = 'https://news.example/today'
  const html = renderToString(
    h(
      PayerProvider,
      { payer: payerOf(attempts) },
      h(SubscribeButton, { subscriptions, input }),
      h(SubscriptionList, { subscriptions }),
    ),
  )
  expect(html).toContain('Subscribe')
  expect(html).toContain('There are no subscriptions here.')
  expect([...attempts.calls, ...touched]).toEqual([])
})
