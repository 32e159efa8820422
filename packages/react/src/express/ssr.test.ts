import { createFakeShop } from '@payerkit/testing/screens'
import { createElement as h } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { PayerProvider } from '../provider/PayerProvider.js'
import { CardCheckout } from '../stripe/CardCheckout.js'
import { ExpressPay } from './index.js'

test('is rendered by a server, without Stripe.js', async () => {
  const shop = createFakeShop()
  const quote = await shop.quote()
  const load = () => Promise.reject(new Error('a server loads no Stripe.js'))
  const express = h(ExpressPay)
  const form = h(CardCheckout, { stripe: load, quote, requote: shop.quote, express })
  const html = renderToString(h(PayerProvider, { payer: shop.payer, ui: false }, form))
  expect(html).toMatch(/data-part="express" data-state="loading"/)
  expect(html).toContain('Or pay by card')
})
