import { openShop, origin } from '@payerkit/testing/screens'
import { createElement as h } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { PayerProvider } from '../provider/PayerProvider.js'
import { Paywall } from './index.js'

test.each(['inline', 'dialog'] as const)('%s: a server sends the teaser, and asks for no price', (ui) => {
  const shop = openShop()
  const read = (response: Response) => response.text()
  const paywall = h(Paywall<string>, {
    ...{ input: `${origin}/photo`, read, ui, teaser: h('p', null, 'The first lines.') },
    // biome-ignore lint/correctness/noChildrenProp: they are a function, which only a prop is typed as.
    children: (words) => h('p', null, words),
  })
  const html = renderToString(h(PayerProvider, { payer: shop.payer }, paywall))
  expect(html).toContain('The first lines.')
  expect(html).toContain('data-state="loading"')
  expect(shop.seen).toEqual([])
})
