import {
  declinedAnswer,
  gate,
  openShop,
  origin,
  paidAnswer,
  type Shop,
  sayYes,
} from '@payerkit/testing/screens'
import '../styles/styles.css'
import { StrictMode } from 'react'
import { describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { PayerProvider } from '../provider/PayerProvider.js'
import { PayButton, type PayButtonProps } from './PayButton.js'

const photo = `${origin}/photo`
const button = page.getByRole('button')
const root = () => document.querySelector<HTMLElement>('[data-part=pay]')

function mount(shop: Shop, props: Partial<PayButtonProps<string>> = {}) {
  const tree = (more: Partial<PayButtonProps<string>> = props) => (
    <StrictMode>
      <PayerProvider payer={shop.payer} ui={false}>
        <PayButton<string> input={photo} {...more} />
      </PayerProvider>
    </StrictMode>
  )
  return render(tree()).then((screen) => ({ screen, tree }))
}

describe('one button', () => {
  test('says Pay, then how much, then that it is paid, and keeps its width and the focus', async () => {
    const shop = openShop({ approve: sayYes })
    const wallet = gate()
    shop.prompt = () => wallet.promise
    const quote = await shop.payer.quote(photo)
    await mount(shop, { quote })
    await expect.element(button).toHaveTextContent('Pay $0.01')
    const { width } = button.element().getBoundingClientRect()
    await button.dblClick()
    await expect.element(button).toHaveAttribute('aria-busy', 'true')
    expect(root()?.dataset.state).toBe('pending')
    expect(document.activeElement).toBe(button.element())
    wallet.open()
    await expect.element(button).toHaveTextContent('Paid')
    expect(button.element().getBoundingClientRect().width).toBe(width)
    await button.click({ force: true })
    expect([shop.seen.length, shop.signed(), shop.sent()]).toEqual([2, 1, 1])
  })

  test('without a quote it asks for the price when it is pressed', async () => {
    const shop = openShop({ approve: sayYes })
    await mount(shop)
    await expect.element(button).toHaveTextContent(/^Pay$/)
    expect(shop.seen).toEqual([])
    await button.click()
    await expect.element(button).toHaveTextContent('Paid')
  })

  test('onSuccess is told once', async () => {
    const shop = openShop({ approve: sayYes })
    const onSuccess = vi.fn()
    const props = { read: (response: Response) => response.text(), onSuccess }
    const { screen, tree } = await mount(shop, props)
    await button.click()
    await expect.element(button).toHaveTextContent('Paid')
    for (let i = 0; i < 5; i++) await screen.rerender(tree({ ...props }))
    expect(onSuccess).toHaveBeenCalledOnce()
    expect(onSuccess.mock.calls[0]?.[0]).toMatchObject({ data: 'paid /photo', phase: 'paid' })
  })

  test('something else to buy is another button', async () => {
    const shop = openShop({ approve: sayYes })
    const { screen, tree } = await mount(shop)
    await button.click()
    await expect.element(button).toHaveTextContent('Paid')
    await screen.rerender(tree({ input: `${origin}/other` }))
    await expect.element(button).toHaveTextContent(/^Pay$/)
  })

  test('what is free says so', async () => {
    const shop = openShop({ free: ['/photo'] })
    await mount(shop)
    await button.click()
    await expect.element(button).toHaveTextContent('Nothing to pay')
  })
})

describe('what goes wrong', () => {
  test('declined says so and can be tried again', async () => {
    const shop = openShop({ approve: sayYes })
    shop.answer = declinedAnswer
    await mount(shop)
    await button.click()
    await expect.element(button).toHaveTextContent('Try again · $0.01')
    await expect.element(page.getByRole('alert')).toHaveTextContent('Nothing was charged.')
    shop.answer = paidAnswer
    await button.click()
    await expect.element(button).toHaveTextContent('Paid')
    expect(page.getByRole('alert').query()).toBeNull()
    expect([shop.signed(), shop.sent()]).toEqual([2, 2])
  })

  test('a no leaves it as it was', async () => {
    const shop = openShop({ approve: async () => undefined })
    await mount(shop)
    await button.click()
    await vi.waitFor(() => expect(shop.attempts()[0]?.phase).toBe('cancelled'))
    await expect.element(button).toHaveTextContent('Pay $0.01')
    expect(root()?.dataset.state).toBe('idle')
  })

  test('unknown only looks again', async () => {
    const shop = openShop({ approve: sayYes })
    shop.answer = () => Promise.reject(new TypeError('Failed to fetch'))
    await mount(shop)
    await button.click()
    await expect
      .element(page.getByRole('status'))
      .toHaveTextContent("We don't know yet whether this was paid.")
    await expect.element(button).toHaveTextContent('Check now')
    await button.click()
    await expect.element(button).toHaveTextContent('Check now')
    shop.answer = paidAnswer
    await button.click()
    await expect.element(button).toHaveTextContent('Paid')
    expect(shop.signed()).toBe(1)
    expect(new Set(shop.seen.flatMap(({ credential }) => credential ?? [])).size).toBe(1)
  })

  test('what could not be read is read again and not paid again', async () => {
    const shop = openShop({ approve: sayYes })
    let reads = 0
    const read = (response: Response) => (++reads === 1 ? Promise.reject(new Error('no')) : response.text())
    await mount(shop, { read })
    await button.click()
    await expect.element(page.getByRole('alert')).toHaveTextContent('It was paid once.')
    await expect.element(button).toHaveTextContent(/^Try again$/)
    await button.click()
    await expect.element(button).toHaveTextContent('Paid')
    expect([reads, shop.signed(), shop.sent()]).toEqual([2, 1, 1])
  })
})

test('a function makes it your own button, which pays once too', async () => {
  const shop = openShop({ approve: sayYes })
  await mount(shop, {
    children: ({ state, label, press }) => (
      <button type="button" data-state={state} onClick={press}>
        {label}
      </button>
    ),
  })
  await button.click()
  await expect.element(button).toHaveTextContent('Paid')
  await button.click()
  await button.click()
  expect([root(), shop.seen.length, shop.sent()]).toEqual([null, 2, 1])
})
