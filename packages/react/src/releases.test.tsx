import './styles/styles.css'
import { type Budget, createBudget } from '@payerkit/core/budget'
import { createIndexedDbStore, createMemoryStore } from '@payerkit/core/stores'
import {
  attemptOf,
  createFakeAttempts,
  createFakeChannels,
  createFakeSession,
  fakePayer,
  openNewsShop,
  openShop,
  origin,
  payerOf,
} from '@payerkit/testing/screens'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, StrictMode, useEffect, version } from 'react'
import { createRoot, hydrateRoot, type Root } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { AttemptBanner } from './attempts/index.js'
import { BudgetMeter, rememberIn } from './budget/index.js'
import { Checkout } from './checkout/index.js'
import { Diagnosis } from './diagnosis/index.js'
import { Notice, PayButton, PayerProvider, usePaidFetch } from './index.js'
import { Paywall } from './paywall/index.js'
import { ReceiptList } from './receipts/index.js'
import { ChannelList, SessionMeter } from './session/index.js'
import { CardOffer } from './stripe/index.js'
import { SubscribeButton, SubscriptionList } from './subscription/index.js'
import { frame } from './testing/mountSession.js'

// What must hold under each release of React that the package takes: this file runs under the newest, and once more
// under React 18 (the project `react-18`), both in StrictMode and with React's own warnings as failures.

const photo = `${origin}/photo`
const never = () => new Promise<never>(() => {})
let roots: Root[] = []
let complaints: unknown[][] = []

beforeEach(() => {
  complaints = []
  for (const name of ['error', 'warn'] as const)
    vi.spyOn(console, name).mockImplementation((...words) => void complaints.push(words))
})
afterEach(() => {
  for (const root of roots) root.unmount()
  roots = []
  document.body.replaceChildren()
  vi.restoreAllMocks()
  expect(complaints.map(String)).toEqual([])
})

function place(): HTMLElement {
  const place = document.createElement('div')
  document.body.append(place)
  return place
}

type Seat = { fetch?: (input: string) => Promise<Response> }

function Buyer({ seat }: { readonly seat: Seat }): null {
  const { fetch } = usePaidFetch()
  useEffect(() => {
    seat.fetch = fetch
  }, [seat, fetch])
  return null
}

function mount(tree: ReactNode): void {
  const root = createRoot(place())
  roots.push(root)
  root.render(<StrictMode>{tree}</StrictMode>)
}

test('is the release that this run is about', ({ task }) => {
  expect(version.split('.')[0]).toBe(task.file.projectName?.startsWith('react-18') ? '18' : '19')
})

describe('a server renders it and a browser takes it over, with nothing to complain of', () => {
  const shop = openShop()
  const session = createFakeSession()
  const news = openNewsShop(createMemoryStore())
  const budget: Budget = createBudget({ store: createIndexedDbStore({ name: 'releases' }) })
  const attempts = createFakeAttempts([attemptOf()])
  const scenes: { readonly [name: string]: ReactNode } = {
    PayButton: <PayButton input={photo} />,
    Notice: <Notice phase="unknown" />,
    Checkout: <Checkout input={photo} />,
    CardOffer: <CardOffer offer={attemptOf().offer} approve={() => {}} stripe={never} />,
    BudgetMeter: <BudgetMeter budget={budget} />,
    ReceiptList: <ReceiptList />,
    Paywall: (
      <Paywall input={photo} teaser="The beginning" read={(response) => response.text()}>
        {(text) => text}
      </Paywall>
    ),
    Diagnosis: <Diagnosis />,
    SubscriptionList: <SubscriptionList subscriptions={news.subscriptions} />,
    SubscribeButton: <SubscribeButton subscriptions={news.subscriptions} input={news.url} />,
    AttemptBanner: (
      <PayerProvider payer={payerOf(attempts)} ui={false}>
        <AttemptBanner onDelivered={() => {}} />
      </PayerProvider>
    ),
    'SessionMeter and ChannelList': (
      <PayerProvider payer={fakePayer(session, createFakeChannels())} ui={false}>
        <SessionMeter session={session} />
        <ChannelList />
      </PayerProvider>
    ),
  }

  test.each(Object.entries(scenes))('%s', async (_, scene) => {
    const tree = (
      <StrictMode>
        <QueryClientProvider client={new QueryClient()}>
          <PayerProvider payer={shop.payer} ui={false}>
            {scene}
          </PayerProvider>
        </QueryClientProvider>
      </StrictMode>
    )
    const html = renderToString(tree)
    // A browser that plays the server is told of effects that no server runs; real ones are in the ssr tests.
    complaints = []
    const container = place()
    container.innerHTML = html
    const recovered = vi.fn()
    roots.push(hydrateRoot(container, tree, { onRecoverableError: recovered }))
    await frame()
    await frame()
    expect(recovered.mock.calls).toEqual([])
    expect([shop.signed(), ...session.calls]).toEqual([0])
  })
})

describe('a purchase', () => {
  test('by a button and the dialog, paid once', async () => {
    const shop = openShop()
    const bought = vi.fn()
    mount(
      <PayerProvider payer={shop.payer}>
        <PayButton input={photo} onSuccess={bought} />
      </PayerProvider>,
    )
    await page.getByRole('button', { name: 'Pay' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Pay $0.01' }).click()
    await expect.element(page.getByRole('button', { name: 'Paid' })).toBeVisible()
    expect([shop.signed(), bought.mock.calls.length]).toEqual([1, 1])
  })

  test('in the page, with a budget that is set on the way', async () => {
    const budget = createBudget({ store: createIndexedDbStore({ name: `releases ${crypto.randomUUID()}` }) })
    await budget.ready()
    const shop = openShop({ policy: budget.policy })
    mount(
      <PayerProvider payer={shop.payer} remember={rememberIn(budget)}>
        <Checkout input={photo} />
      </PayerProvider>,
    )
    await page.getByRole('checkbox').click()
    await page.getByRole('button', { name: 'Pay $0.01' }).click()
    await expect.element(page.getByRole('status')).toHaveTextContent(/^Paid\./)
    await vi.waitFor(() => expect(budget.limits).toHaveLength(2))
    expect(shop.signed()).toBe(1)
  })

  test('goes on when what began it leaves the page', async () => {
    const shop = openShop()
    const seat: Seat = {}
    const tree = (shows: boolean) => (
      <StrictMode>
        <PayerProvider payer={shop.payer}>{shows && <Buyer seat={seat} />}</PayerProvider>
      </StrictMode>
    )
    const root = createRoot(place())
    roots.push(root)
    root.render(tree(true))
    await vi.waitFor(() => expect(seat.fetch).toBeDefined())
    const answer = seat.fetch?.(photo)
    await page.getByRole('dialog').getByRole('button', { name: 'Pay $0.01' }).click()
    root.render(tree(false))
    expect((await answer)?.status).toBe(200)
    expect(shop.signed()).toBe(1)
  })
})
