import { gate, openShop, origin, paidAnswer, type Shop, sayYes } from '@payerkit/testing/screens'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, StrictMode } from 'react'
import { expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { PayerProvider } from '../provider/PayerProvider.js'
import { type PaidQueryOptions, type PaidQueryResult, usePaidQuery } from './usePaidQuery.js'
import { type QuoteResult, useQuote } from './useQuote.js'

const photo = `${origin}/photo`
const budget = { budget: [{ currency: 'usd', amount: '1', per: 'all' }] } as const
const read = (response: Response) => response.text()
const until = (check: () => void) => vi.waitFor(check, { timeout: 2_000, interval: 5 })

type Seat = { current: PaidQueryResult<string> }

function Reader({ seat, options }: { seat: Seat; options: Partial<PaidQueryOptions<string>> }) {
  seat.current = usePaidQuery({ input: photo, read, ...options })
  return <p>{seat.current.phase}</p>
}

function Price({ seat }: { seat: { current: QuoteResult } }) {
  seat.current = useQuote(photo)
  return <p>{seat.current.status}</p>
}

function Around({ shop, client, children }: { shop: Shop; client: QueryClient; children: ReactNode }) {
  return (
    <StrictMode>
      <QueryClientProvider client={client}>
        <PayerProvider payer={shop.payer} ui={false}>
          {children}
        </PayerProvider>
      </QueryClientProvider>
    </StrictMode>
  )
}

async function mount(shop: Shop, options: Partial<PaidQueryOptions<string>> = {}) {
  const seat = {} as Seat
  const client = new QueryClient()
  const screen = await render(
    <Around shop={shop} client={client}>
      <Reader seat={seat} options={options} />
    </Around>,
  )
  return { seat, client, screen }
}

test('a paywall is data; the query asks nobody; pay() asks and pays once', async () => {
  const approve = vi.fn(sayYes)
  const shop = openShop({ approve })
  const { seat, client } = await mount(shop)
  await until(() =>
    expect(seat.current).toMatchObject({ status: 'success', phase: 'quoted', data: { paywalled: true } }),
  )
  expect([approve.mock.calls.length, shop.seen.length, shop.signed()]).toEqual([0, 1, 0])
  const [one, two] = await Promise.all([seat.current.pay(), seat.current.pay()])
  expect(one).toMatchObject({ paywalled: false, value: 'paid /photo', paid: true })
  expect(one.paywalled === false && one.receipt?.reference).toBe('ref-1')
  expect(two).toEqual(one)
  await until(() => expect(seat.current).toMatchObject({ phase: 'paid', data: { value: 'paid /photo' } }))
  await client.refetchQueries()
  await seat.current.refetch()
  await seat.current.pay()
  expect([approve.mock.calls.length, shop.seen.length, shop.sent()]).toEqual([1, 2, 1])
})

test('within the budget it pays by itself, once, through StrictMode, refetches and remounts', async () => {
  const shop = openShop({ policy: budget })
  const { seat, client, screen } = await mount(shop)
  await until(() =>
    expect(seat.current.data).toMatchObject({ paywalled: false, value: 'paid /photo', paid: true }),
  )
  await seat.current.refetch()
  await client.invalidateQueries()
  window.dispatchEvent(new Event('visibilitychange'))
  await screen.unmount()
  await render(
    <Around shop={shop} client={client}>
      <Reader seat={seat} options={{}} />
    </Around>,
  )
  await until(() => expect(seat.current.data).toMatchObject({ value: 'paid /photo' }))
  expect([shop.signed(), shop.sent()]).toEqual([1, 1])
})

test('a query that nobody looks at any more still ends, and what it paid for is kept', async () => {
  const shop = openShop({ policy: budget })
  const server = gate()
  const { quote } = shop.payer
  vi.spyOn(shop.payer, 'quote').mockImplementation((...request) =>
    server.promise.then(() => quote(...request)),
  )
  const { client, screen } = await mount(shop)
  await screen.unmount()
  server.open()
  await until(() =>
    expect(client.getQueriesData({}).map(([, data]) => data)).toMatchObject([
      { value: 'paid /photo', paid: true },
    ]),
  )
  expect(shop.sent()).toBe(1)
})

test('two components with one key are one purchase', async () => {
  const shop = openShop({ approve: sayYes })
  const wallet = gate()
  shop.prompt = () => wallet.promise
  const [a, b] = [{} as Seat, {} as Seat]
  await render(
    <Around shop={shop} client={new QueryClient()}>
      <Reader seat={a} options={{}} />
      <Reader seat={b} options={{}} />
    </Around>,
  )
  await until(() => expect(b.current.data).toMatchObject({ paywalled: true }))
  const paid = [a.current.pay(), b.current.pay()]
  await until(() => expect(b.current.phase).toBe('authorizing'))
  const refetched = a.current.refetch()
  wallet.open()
  await Promise.all([...paid, refetched])
  await until(() => expect(a.current.data).toMatchObject({ paywalled: false }))
  expect([shop.signed(), shop.sent()]).toEqual([1, 1])
})

test('a no leaves the paywall, and it can be paid after all', async () => {
  let answer = false
  const shop = openShop({ approve: async (ask) => (answer ? sayYes(ask) : undefined) })
  const { seat } = await mount(shop)
  await until(() => expect(seat.current.data).toMatchObject({ paywalled: true }))
  await expect(seat.current.pay()).rejects.toMatchObject({ code: 'cancelled' })
  expect(seat.current.data).toMatchObject({ paywalled: true })
  answer = true
  await seat.current.pay()
  await until(() => expect(seat.current.data).toMatchObject({ value: 'paid /photo' }))
  expect(shop.signed()).toBe(1)
})

test('what is paid and could not be read is read by a refetch', async () => {
  const shop = openShop({ policy: budget })
  let reads = 0
  const { seat } = await mount(shop, {
    read: (response) => (++reads === 1 ? Promise.reject(new Error('no')) : response.text()),
  })
  await until(() => expect(seat.current).toMatchObject({ status: 'error', error: { code: 'read_failed' } }))
  await seat.current.refetch()
  await until(() => expect(seat.current.data).toMatchObject({ value: 'paid /photo' }))
  expect([reads, shop.signed(), shop.sent()]).toEqual([2, 1, 1])
})

test('an unknown outcome is an error that a refetch looks at again with the same proof', async () => {
  const shop = openShop({ policy: budget })
  shop.answer = () => Promise.reject(new TypeError('Failed to fetch'))
  const { seat } = await mount(shop)
  await until(() => expect(seat.current).toMatchObject({ status: 'error', phase: 'unknown' }))
  shop.answer = paidAnswer
  await seat.current.refetch()
  await until(() => expect(seat.current.data).toMatchObject({ value: 'paid /photo', paid: true }))
  expect(shop.signed()).toBe(1)
})

test('what is free is fetched again like any query', async () => {
  const shop = openShop({ free: ['/photo'] })
  const { seat } = await mount(shop)
  await until(() => expect(seat.current.data).toMatchObject({ paywalled: false, value: 'free', paid: false }))
  await seat.current.refetch()
  expect(shop.seen.length).toBe(2)
})

test('useQuote looks at the price and never pays, even within the budget', async () => {
  const shop = openShop({ policy: budget, lasts: 60_000 })
  const seat = {} as { current: QuoteResult }
  await render(
    <Around shop={shop} client={new QueryClient()}>
      <Price seat={seat} />
    </Around>,
  )
  await until(() => expect(seat.current.quote?.offers[0]?.amount.value).toBe(10_000n))
  const { data: quote } = await seat.current.refetch()
  expect([shop.signed(), shop.seen.length]).toEqual([0, 2])
  // The very offer, and no copy: only that can be paid.
  expect((await quote?.pay(quote.offers[0]))?.status).toBe(200)
})
