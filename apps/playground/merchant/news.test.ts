import { createPayer } from '@payerkit/core'
import { createSubscriptions } from '@payerkit/core/tempo'
import { createClient, http } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Backend, startBackend } from './test/backend.js'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend()
})
afterAll(() => backend?.stop())

/** A browser's fetch that keeps the one cookie of this site. */
function fetchWithCookie(): typeof fetch {
  let cookie = ''
  return async (input, init) => {
    const request = new Request(input, init)
    if (cookie) request.headers.set('cookie', cookie)
    const response = await fetch(request)
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
    return response
  }
}

test('a newspaper for subscribers: agreed to once, in the books once, and read until it is cancelled', async () => {
  const account = await backend.fundedAccount()
  const client = createClient({ account, transport: http(`${backend.url}/rpc`) })
  const subscriptions = createSubscriptions({ client })
  let asked = 0
  const payer = createPayer({
    methods: [subscriptions.method],
    fetch: fetchWithCookie(),
    async approve({ offers: [offer] }) {
      asked++
      return offer && { offer }
    },
  })
  const read = () => payer.fetch(`${backend.url}/api/news`)
  const before = await backend.balance(account.address)

  expect(await (await read()).json()).toMatchObject({ title: 'Fog until noon' })
  expect((await read()).status).toBe(200)
  expect([asked, before - (await backend.balance(account.address))]).toEqual([1, 500_000n])
  const { entries } = await (await backend.get('/api/ledger')).json()
  expect(entries).toMatchObject([
    { method: 'tempo', intent: 'subscription', amount: '500000', path: '/api/news' },
  ])

  await subscriptions.refresh()
  const [active] = subscriptions.list()
  expect(active).toMatchObject({ status: 'active', period: { unit: 'day', count: 30 } })
  await subscriptions.cancel(active?.id ?? '')
  expect(subscriptions.list()).toMatchObject([{ status: 'cancelled' }])
  // What is paid for is served; somebody else is asked.
  expect((await read()).status).toBe(200)
  const stranger = await backend.get('/api/news')
  expect([stranger.status, stranger.headers.get('set-cookie')]).toEqual([
    402,
    expect.stringMatching(/HttpOnly/),
  ])
})
