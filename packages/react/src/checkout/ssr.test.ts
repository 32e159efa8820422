import { openShop } from '@payerkit/testing/screens'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createElement as h } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { PayerProvider } from '../provider/PayerProvider.js'
import { Checkout } from './index.js'

test('renders on a server, where no price is asked for', () => {
  const shop = openShop()
  const checkout = h(Checkout, { input: 'https://photos.example/photo' })
  const client = h(QueryClientProvider, { client: new QueryClient() }, checkout)
  const html = renderToString(h(PayerProvider, { payer: shop.payer }, client))
  expect(html).toContain('data-state="loading"')
  expect(shop.seen).toEqual([])
})
