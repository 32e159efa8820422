import { address, createFakeShop, createFakeStripe, gate } from '@payerkit/testing/screens'
import { StrictMode } from 'react'
import { describe, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { PayerProvider } from '../provider/PayerProvider.js'
import { CardOffer, cardOffers } from './CardOffer.js'

describe('the form alone', () => {
  test('hands over the card once, and pays nothing', async () => {
    const shop = createFakeShop()
    const { stripe, calls } = createFakeStripe()
    const [offer] = (await shop.quote()).offers
    if (!offer) throw new Error('no offer')
    const approve = vi.fn()
    const promise = Promise.resolve(stripe)
    const form = (
      <PayerProvider payer={shop.payer}>
        <CardOffer stripe={promise} offer={offer} approve={approve} />
      </PayerProvider>
    )
    const screen = await render(<StrictMode>{form}</StrictMode>)
    const pay = screen.getByRole('button', { name: 'Pay $5.00' })
    await expect.element(pay).not.toHaveAttribute('aria-disabled')
    await userEvent.dblClick(pay)
    await expect.poll(() => approve.mock.calls.length).toBe(1)
    expect(approve.mock.calls[0]?.[0]).toMatchObject({ paymentMethod: 'pm_1', paymentMethodType: 'card' })
    expect(calls).toMatchObject({ methods: 1, submits: 1 })
    expect(calls.elements).toHaveLength(1)
    expect(shop.calls.tokens).toEqual([])
  })
})

describe('in the dialog', () => {
  async function asked(setUp: (shop: ReturnType<typeof createFakeShop>) => void = () => {}) {
    const shop = createFakeShop()
    setUp(shop)
    const fake = createFakeStripe()
    const promise = Promise.resolve(fake.stripe)
    const renderOffer = cardOffers({ stripe: promise })
    const screen = await render(
      <StrictMode>
        <PayerProvider payer={shop.payer} renderOffer={renderOffer}>
          <p>the page</p>
        </PayerProvider>
      </StrictMode>,
    )
    const response = shop.payer.fetch(address)
    const pay = screen.getByRole('button', { name: /^(Pay|Try again)/ })
    await expect.element(pay).not.toHaveAttribute('aria-disabled')
    return { shop, ...fake, screen, response, pay }
  }

  test('a card is collected and paid with', async () => {
    const { response, pay, shop, calls } = await asked()
    await pay.click()
    expect(await (await response).text()).toBe('the report')
    expect(shop.calls.tokens).toEqual(['pm_1'])
    expect(calls).toMatchObject({ mounts: 1 })
    await expect.poll(() => document.querySelector('dialog')).toBeNull()
  })

  test('3-D Secure is asked with the way clear', async () => {
    const answer = gate<object>()
    const { response, pay, shop, script } = await asked((shop) => {
      shop.script.token = { status: 'requires_action' }
    })
    script.action = () => answer.promise
    await pay.click()
    await expect.poll(() => document.querySelector('form')?.dataset.state).toBe('requiresAction')
    expect(document.querySelector('dialog:modal')).toBeNull()
    answer.open({})
    expect(await (await response).text()).toBe('the report')
    expect(shop.calls.sends).toHaveLength(1)
  })

  test('a card that Stripe.js refuses leaves the question open', async () => {
    const { response, pay, script, shop } = await asked()
    script.refused = { type: 'card_error', code: 'expired_card' }
    await pay.click()
    await expect
      .poll(() => document.querySelector('[role=alert]')?.textContent)
      .toContain('Your card has expired.')
    expect(shop.calls.tokens).toEqual([])
    script.refused = undefined
    await new Promise((resolve) => setTimeout(resolve, 450))
    await pay.click()
    expect((await response).ok).toBe(true)
  })

  test('a card that the bank declines keeps its fields, and another one pays', async () => {
    const { response, pay, shop, calls } = await asked((shop) => {
      // Only where the seller makes a new offer with it is the same question asked again.
      const type = 'https://paymentauth.org/problems/invalid-challenge'
      const verdict = { type, declineCode: 'insufficient_funds' }
      shop.script.verdicts = [verdict]
    })
    await pay.click()
    const alert = () => document.querySelector('[role=alert]')?.textContent
    await expect.poll(alert).toContain('There is not enough money on your card. Nothing was charged.')
    expect(document.querySelector('dialog')?.open).toBe(true)
    expect(calls).toMatchObject({ mounts: 1, destroys: 0 })
    await new Promise((resolve) => setTimeout(resolve, 450))
    await pay.click()
    expect(await (await response).text()).toBe('the report')
    expect(shop.calls.tokens).toEqual(['pm_1', 'pm_2'])
    expect(calls).toMatchObject({ mounts: 1 })
    expect(calls.elements).toHaveLength(1)
  })
})
