import { createFakeShop } from '@payerkit/testing/screens'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { PayerProvider } from '../provider/PayerProvider.js'
import { CardCheckout } from './CardCheckout.js'

test('is rendered by a server, without Stripe.js', async () => {
  const shop = createFakeShop()
  const quote = await shop.quote()
  const load = () => Promise.reject(new Error('a server loads no Stripe.js'))
  const form = createElement(CardCheckout, { stripe: load, quote, requote: shop.quote })
  const html = renderToString(createElement(PayerProvider, { payer: shop.payer, ui: false }, form))
  expect(html).toContain('data-state="loading"')
  expect(html).toContain('$5.00')
})
