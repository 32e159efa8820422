import { brokenAnswer, openShop, origin, paidAnswer, type Shop } from '@payerkit/testing/screens'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { Component, type ReactNode, StrictMode } from 'react'
import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { PayerProvider } from '../provider/PayerProvider.js'
import { type PaidQueryOptions, type PaidQueryResult, usePaidQuery } from './usePaidQuery.js'

// A query that pays by itself within a budget, and what it bought does not come on the screen: it is not paid anew.

const photo = `${origin}/photo`
const budget = { budget: [{ currency: 'usd', amount: '1', per: 'all' }] } as const
const read = (response: Response) => response.text()
const until = (check: () => void) => vi.waitFor(check, { timeout: 2_000, interval: 5 })

type Seat = { current: PaidQueryResult<string> }
type ReaderProps = { seat: Seat; options?: Partial<PaidQueryOptions<string>>; broken?: { now: boolean } }

function Reader({ seat, options, broken }: ReaderProps) {
  const paid = usePaidQuery({ input: photo, read, ...options })
  seat.current = paid
  if (broken?.now && paid.data?.paywalled === false) throw new Error('No canvas.')
  return <p>{paid.data?.paywalled === false ? paid.data.value : paid.phase}</p>
}

class Boundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError() {
    return { failed: true }
  }
  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <button type="button" onClick={() => this.setState({ failed: false })}>
        draw again
      </button>
    )
  }
}

async function mount(shop: Shop, props: Omit<ReaderProps, 'seat'> = {}) {
  const seat = {} as Seat
  const client = new QueryClient()
  await render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <PayerProvider payer={shop.payer} ui={false}>
          <Boundary>
            <Reader seat={seat} {...props} />
          </Boundary>
        </PayerProvider>
      </QueryClientProvider>
    </StrictMode>,
  )
  return { seat, client }
}

/** Pays, and loses the answer. */
async function mountLost(shop = openShop({ policy: budget })) {
  shop.answer = () => Promise.reject(new TypeError('Failed to fetch'))
  const mounted = await mount(shop)
  await until(() => expect(mounted.seat.current).toMatchObject({ status: 'error', phase: 'unknown' }))
  shop.answer = paidAnswer
  return { shop, ...mounted, id: shop.attempts()[0]?.id ?? '' }
}

test('a body that breaks in the middle stays paid through every refetch', async () => {
  const shop = openShop({ policy: budget })
  shop.answer = brokenAnswer
  const { seat, client } = await mount(shop)
  const unread = { status: 'error', phase: 'paid', error: { code: 'read_failed' } }
  await until(() => expect(seat.current).toMatchObject(unread))
  await client.refetchQueries()
  await seat.current.refetch()
  await expect(seat.current.pay()).rejects.toMatchObject({ code: 'read_failed' })
  await until(() => expect(seat.current).toMatchObject(unread))
  expect([shop.seen.length, shop.signed(), shop.sent()]).toEqual([2, 1, 1])
  vi.spyOn(shop.payer.attempts, 'response').mockImplementation(async () => paidAnswer(photo))
  await seat.current.refetch()
  await until(() => expect(seat.current.data).toMatchObject({ value: 'paid /photo', paid: true }))
  expect(shop.seen.length).toBe(2)
})

test('a boundary that draws it anew finds it paid', async () => {
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
  const shop = openShop({ policy: budget })
  const broken = { now: true }
  await mount(shop, { broken })
  const again = page.getByRole('button', { name: 'draw again' })
  await again.click()
  await expect.element(again).toBeVisible()
  broken.now = false
  await again.click()
  await expect.element(page.getByText('paid /photo')).toBeVisible()
  expect([shop.seen.length, shop.signed(), shop.sent()]).toEqual([2, 1, 1])
  complaints.mockRestore()
})

test('finished elsewhere, it is not bought a second time by a refetch, nor by pay()', async () => {
  const { shop, seat, client, id } = await mountLost()
  expect(await (await shop.payer.attempts.resume(id)).text()).toBe('paid /photo')
  await until(() => expect(seat.current.phase).toBe('paid'))
  await client.refetchQueries()
  await until(() => expect(seat.current.error).toMatchObject({ code: 'paid_elsewhere' }))
  await expect(seat.current.pay()).rejects.toMatchObject({ code: 'paid_elsewhere' })
  expect([shop.seen.length, shop.signed()]).toEqual([3, 1])
})

test('given up elsewhere, a refetch buys it again', async () => {
  const { shop, seat, id } = await mountLost()
  await shop.payer.attempts.forget(id)
  await until(() => expect(seat.current.phase).toBe('idle'))
  await seat.current.refetch()
  await until(() => expect(seat.current.data).toMatchObject({ value: 'paid /photo' }))
  expect(shop.signed()).toBe(2)
})
