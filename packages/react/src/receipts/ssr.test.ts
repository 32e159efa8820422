import { createFakeAttempts, paidOf, payerOf } from '@payerkit/testing/screens'
import { createElement as h } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { PayerProvider } from '../provider/PayerProvider.js'
import { ReceiptList, useReceipts } from './index.js'

function Paid() {
  const { receipts, status } = useReceipts()
  return h('p', null, `${receipts.length} ${status}`, h(ReceiptList))
}

test('renders on a server, where nothing is read', () => {
  const attempts = createFakeAttempts([paidOf()])
  const html = renderToString(h(PayerProvider, { payer: payerOf(attempts) }, h(Paid)))
  expect(html).toContain('0 loading')
  expect(html).toContain('data-state="loading"')
  expect(html).not.toContain('photos.example')
  expect(attempts.calls).toEqual([])
})
