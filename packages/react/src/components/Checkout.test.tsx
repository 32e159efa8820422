import { declinedAnswer, openShop, paidAnswer, type Shop, type ShopOptions } from '@payerkit/testing/screens'
import '../styles/checkout.css'
import type { Capability } from '@payerkit/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { mountDialog, pay, photo, until } from '../testing/mountDialog.js'
import { expectAccessible } from '../testing/mountSession.js'
import { Checkout, type CheckoutProps } from './Checkout.js'

type Props = Partial<CheckoutProps<string>>

const read = (response: Response) => response.text()
const checkout = () => document.querySelector('[data-part=checkout]')
const isState = (state: string) => until(() => expect(checkout()?.getAttribute('data-state')).toBe(state))

async function mount(options: ShopOptions = {}, props: Props = {}, shop: Shop = openShop(options)) {
  const onSuccess = vi.fn()
  const client = new QueryClient()
  const screen = await mountDialog(
    shop,
    {},
    <QueryClientProvider client={client}>
      <Checkout<string> input={photo} read={read} onSuccess={onSuccess} {...props} />
    </QueryClientProvider>,
  )
  return { shop, screen, onSuccess }
}

test('shows the price at once, pays at one press without a dialog, and once', async () => {
  const { shop, onSuccess } = await mount()
  await expect.element(page.getByText('$0.01', { exact: true })).toBeVisible()
  await expect.element(page.getByText('Photos Inc.')).toBeVisible()
  expect([shop.sent(), shop.signed()]).toEqual([0, 0])
  await expectAccessible()
  await pay.dblClick()
  await isState('paid')
  expect(document.querySelector('dialog')).toBeNull()
  expect([shop.sent(), shop.signed()]).toEqual([1, 1])
  expect(onSuccess.mock.calls.map(([{ data }]) => data)).toEqual(['paid /photo'])
  await expectAccessible()
})

test('what is free is handed over without a question', async () => {
  const { onSuccess, shop } = await mount({ free: ['/photo'] })
  await until(() => expect(onSuccess).toHaveBeenCalledTimes(1))
  expect(shop.attempts()).toEqual([])
})

test('a decline is told, and the next press pays at the price there is then', async () => {
  const { shop } = await mount()
  shop.answer = declinedAnswer
  await pay.click()
  await expect.element(page.getByText('The payment was declined.')).toBeVisible()
  await expect.element(page.getByText(/Not enough points/)).toBeVisible()
  shop.answer = paidAnswer
  const again = page.getByRole('button', { name: 'Try again · $0.01' })
  await expect.element(again).toBeEnabled()
  await expectAccessible()
  await again.click()
  await isState('paid')
  expect(shop.signed()).toBe(2)
})

test('an answer that was lost is looked for again here, and never paid for again', async () => {
  const { shop, onSuccess } = await mount()
  shop.answer = () => Promise.reject(new TypeError('Failed to fetch'))
  await pay.click()
  await isState('unknown')
  expect(await page.getByRole('button', { name: /^Pay/ }).all()).toEqual([])
  await expectAccessible()
  shop.answer = paidAnswer
  await page.getByRole('button', { name: 'Check now' }).click()
  await isState('paid')
  expect([shop.signed(), onSuccess.mock.calls.length]).toEqual([1, 1])
})

describe('a wallet that cannot pay', () => {
  test('keeps Pay dark and says why, with what helps; it is lit when that is done', async () => {
    const shop = openShop()
    let capability: Capability = {
      able: false,
      reason: 'balance',
      message: 'There is not enough in this wallet.',
    }
    shop.payer = { ...shop.payer, capable: async () => capability }
    const fund = vi.fn(() => {
      capability = { able: true }
    })
    await mount(
      {},
      { remedy: ({ reason }) => <button type="button" onClick={fund}>{`Help with ${reason}`}</button> },
      shop,
    )
    await expect.element(page.getByText('There is not enough in this wallet.')).toBeVisible()
    await expect.element(pay).toBeDisabled()
    await expectAccessible()
    await page.getByRole('button', { name: 'Help with balance' }).click()
    await until(() => expect(document.querySelector('[data-part=lack]')).toBeNull())
    await pay.click()
    await isState('paid')
  })

  test('that nobody can ask keeps nobody from paying', async () => {
    const shop = openShop()
    shop.payer = { ...shop.payer, capable: () => Promise.reject(new Error('no chain')) }
    await mount({}, {}, shop)
    await pay.click()
    await isState('paid')
  })
})

test('an offer that ends is renewed by itself, and another price is told', async () => {
  const offers = [{ amount: '10000' }]
  const { shop } = await mount({ offers, lasts: 60_000 })
  await expect.element(pay).toBeEnabled()
  offers[0] = { amount: '20000' }
  shop.clock.now += 61_000
  await expect.element(page.getByText('The price has changed: $0.01 before, $0.02 now.')).toBeVisible()
  await expectAccessible()
  expect(shop.signed()).toBe(0)
  await page.getByRole('button', { name: 'Pay $0.02' }).click()
  await isState('paid')
})

test('a server whose offers end at once is not asked for ever', async () => {
  const { shop } = await mount({ lasts: 1 })
  shop.clock.now += 10
  await until(() => expect(shop.seen.length).toBeGreaterThan(0))
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(shop.seen.length).toBeLessThanOrEqual(14)
})

test('ways of one kind stand together, told apart by network; what differs in nothing is there once', async () => {
  const { shop } = await mount({
    offers: [
      { request: { network: 'Tempo' } },
      {
        request: {
          prompt: 'signature',
          network: 'Base',
          payer: '0x9F000000000000000000000000000000000021Cc',
        },
      },
      { request: { network: 'Base' } },
      { method: 'unheard-of' },
    ],
  })
  const wallets = page.getByRole('group', { name: 'Wallet' })
  await expect.element(wallets).toBeVisible()
  const names = () =>
    page
      .getByRole('radio')
      .elements()
      .map((each) => each.parentElement?.textContent)
  expect(names()).toEqual(['pathUSD · Tempo', 'pathUSD · Base'])
  await expect.element(page.getByText('Wallet: This cannot be paid here.')).toBeVisible()
  await expectAccessible()
  await wallets.getByRole('radio', { name: 'pathUSD · Base' }).click()
  await pay.click()
  await isState('paid')
  expect(shop.attempts()).toMatchObject([{ offer: { network: 'Base', prompt: 'signature' } }])
})

test('what cannot be paid here says so, and a seller who is out of reach can be asked again', async () => {
  const { screen } = await mount({ offers: [{ method: 'unheard-of' }] })
  await expect.element(page.getByText('This cannot be paid here.', { exact: true })).toBeVisible()
  await screen.unmount()
  const shop = openShop()
  const { payer } = shop
  let quotes = 0
  shop.payer = {
    ...payer,
    quote: (...args) =>
      quotes++ < 1 ? Promise.reject(new TypeError('Failed to fetch')) : payer.quote(...args),
  }
  await mount({}, {}, shop)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.element(pay).toBeEnabled()
})

test('what goes wrong with the goods is not paid for again', async () => {
  const onSuccess = vi.fn().mockRejectedValueOnce(new Error('No canvas.'))
  const { shop } = await mount({}, { onSuccess })
  await pay.click()
  await isState('unread')
  await page.getByRole('button', { name: 'Try again' }).click()
  await isState('paid')
  expect([shop.signed(), onSuccess.mock.calls.length]).toEqual([1, 2])
})

test('gone in the middle, nothing is asked and nothing is paid', async () => {
  const { shop, screen } = await mount()
  await expect.element(pay).toBeEnabled()
  await screen.unmount()
  expect([shop.signed(), shop.attempts()]).toEqual([0, []])
})

test('children take its place once it is there', async () => {
  await mount({}, { children: ({ data }) => <p>Here: {data}</p> })
  await pay.click()
  await expect.element(page.getByText('Here: paid /photo')).toBeVisible()
})

test('what may change something at the server is asked for when the person says so', async () => {
  const { shop } = await mount({}, { init: { method: 'POST', body: 'a' } })
  const asks = page.getByRole('button', { name: 'Get a new offer' })
  await expect.element(asks).toBeVisible()
  expect(shop.seen).toEqual([])
  await asks.click()
  await pay.click()
  await isState('paid')
  expect(shop.signed()).toBe(1)
})
