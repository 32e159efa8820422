import { HeadersUnreadableError } from '@payerkit/core'
import { openShop } from '@payerkit/testing/screens'
import { createElement as h } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { PayerProvider } from '../provider/PayerProvider.js'
import { Diagnosis } from './index.js'

test('renders on a server, where nothing of the device is looked at', () => {
  const render = (error?: unknown) =>
    renderToString(h(PayerProvider, { payer: openShop().payer }, h(Diagnosis, { error })))
  expect(render(new HeadersUnreadableError('https://api.example/'))).toContain('data-state="headersHidden"')
  expect(render()).toBe('')
})
