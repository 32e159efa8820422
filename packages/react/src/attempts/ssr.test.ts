import { attemptOf, createFakeAttempts, payerOf } from '@payerkit/testing/screens'
import { createElement as h } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { PayerProvider } from '../provider/PayerProvider.js'
import { AttemptBanner, useAttempts } from './index.js'

function Open() {
  const { attempts, open } = useAttempts()
  return h('p', null, `${attempts.length} ${open.length}`, h(AttemptBanner, { onDelivered: () => {} }))
}

test('renders on a server, where nothing is read and nothing is asked', () => {
  const attempts = createFakeAttempts([attemptOf()])
  const html = renderToString(h(PayerProvider, { payer: payerOf(attempts) }, h(Open)))
  expect(html).toContain('0 0')
  expect(html).not.toContain('Look again')
  expect(attempts.calls).toEqual([])
})
