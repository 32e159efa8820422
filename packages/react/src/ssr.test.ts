import { createFakeChannels, createFakeSession, fakePayer, openShop, origin } from '@payerkit/testing/screens'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createElement as h } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Notice, PayButton, PayerProvider, usePaidQuery, usePayer, useQuote } from './index.js'
import { ChannelList, SessionMeter, useChannels, usePaidStream, useSession } from './session/index.js'

const photo = `${origin}/photo`

function Everything() {
  const { quote } = useQuote(photo)
  const { data, phase } = usePaidQuery({ input: photo, read: (response) => response.text() })
  return h(
    'div',
    null,
    h(PayButton, { input: photo, quote }),
    h(Notice, { phase: 'unknown' }),
    `${phase} ${data?.paywalled}`,
  )
}

test('renders on a server, where nothing is asked and nothing is paid', () => {
  const shop = openShop({ policy: { budget: [{ currency: 'usd', amount: '1', per: 'all' }] } })
  expect(typeof window).toBe('undefined')
  const html = renderToString(
    h(
      QueryClientProvider,
      { client: new QueryClient() },
      h(PayerProvider, { payer: shop.payer }, h(Everything)),
    ),
  )
  expect(html).toContain('Pay')
  expect(html).toContain('We don&#x27;t know yet')
  expect(html).not.toContain('<dialog')
  expect(shop.seen).toEqual([])
})

const Lost = () => h('p', null, String(usePayer()))

test('a hook outside of the provider says what to wrap', () => {
  expect(() => renderToString(h(Lost))).toThrow('Wrap this in <PayerProvider')
})

function Metered() {
  const { session, status } = useSession('/chat')
  const { channels } = useChannels()
  const stream = usePaidStream({ input: '/chat' })
  return h(
    'div',
    null,
    h(SessionMeter, { session }),
    h(ChannelList),
    `${status} ${stream.status} ${channels.length}`,
  )
}

test('sessions render on a server too, where none is read and none is opened', () => {
  const session = createFakeSession()
  const channels = createFakeChannels()
  const payer = fakePayer(session, channels)
  const html = renderToString(h(PayerProvider, { payer }, h(Metered)))
  expect(html).toContain('Nothing is paid before you say yes.')
  expect(html).toContain('idle idle 0')
  expect([...session.calls, ...channels.calls]).toEqual([])
})
