import { Credential } from '@payerkit/core/protocol'
import { createFakeShop, gate } from '@payerkit/testing/screens'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { loadStyles } from './testing/loadStyles.js'
import { payAgain, ready, renderCheckout, settled } from './testing/renderCheckout.js'

beforeAll(loadStyles)

const idsOf = (proofs: readonly string[]) => proofs.map((proof) => Credential.parse(proof).challenge.id)

describe('a payment', () => {
  test('goes from the fields to the answer and its receipt', async () => {
    const card = await ready(await renderCheckout())
    await card.pay().click()
    await settled(card, 'paid')
    const [response, receipt] = card.on.onSuccess.mock.calls[0] as unknown as [
      Response,
      { reference: string },
    ]
    expect(await response?.text()).toBe('the report')
    expect(receipt?.reference).toBe('pi_1')
    expect(card.live()).toBe('Paid $5.00.')
    expect(card.form()?.textContent).toContain('Paid $5.00.')
  })

  test('hands Elements what the offer says, and one group only under StrictMode and re-renders', async () => {
    const card = await ready(await renderCheckout())
    for (let i = 0; i < 5; i++) await card.show({ appearance: { variables: { colorPrimary: '#112233' } } })
    expect(card.stripe.calls.elements).toHaveLength(1)
    expect(card.stripe.calls).toMatchObject({ mounts: 1, destroys: 0 })
    expect(card.stripe.calls.elements[0]).toMatchObject({
      mode: 'payment',
      amount: 500,
      currency: 'usd',
      paymentMethodCreation: 'manual',
      allowedPaymentMethodTypes: ['card'],
      locale: 'en',
    })
    expect(card.stripe.calls.elements[0]).not.toHaveProperty('paymentMethodTypes')
    expect(card.stripe.calls.updates).toHaveLength(1)
    expect(card.stripe.calls.updates[0]).toMatchObject({
      appearance: { variables: { colorPrimary: '#112233' } },
    })
  })

  test('is made once for double clicks, Enter and re-renders', async () => {
    const card = await ready(await renderCheckout())
    const answer = gate()
    card.shop.script.answering = answer.promise
    const button = card.pay().element() as HTMLButtonElement
    button.click()
    button.click()
    card.form()?.requestSubmit()
    for (let i = 0; i < 5; i++) await card.show()
    button.click()
    card.form()?.requestSubmit()
    await settled(card, 'submitting')
    answer.open()
    await settled(card, 'paid')
    card.form()?.requestSubmit()
    expect(card.stripe.calls).toMatchObject({ submits: 1, methods: 1 })
    expect(card.shop.calls.tokens).toEqual(['pm_1'])
    expect(card.shop.calls.sends).toHaveLength(1)
    expect(card.on.onSuccess).toHaveBeenCalledTimes(1)
  })

  test('is paid by the keyboard alone', async () => {
    const card = await ready(await renderCheckout())
    card.screen.getByLabelText('Card number').element().focus()
    await userEvent.keyboard('{Tab}')
    expect(document.activeElement).toBe(card.pay().element())
    await userEvent.keyboard('{Enter}')
    await settled(card, 'paid')
    expect(document.activeElement?.textContent).toContain('Paid $5.00.')
  })

  test('by Enter in a field', async () => {
    const card = await ready(await renderCheckout())
    await card.screen.getByLabelText('Card number').click()
    await userEvent.keyboard('{Enter}')
    await settled(card, 'paid')
    expect(card.shop.calls.sends).toHaveLength(1)
  })

  test('takes its card even where a budget would not ask', async () => {
    const shop = createFakeShop({ policy: { budget: [{ currency: 'usd', amount: '9', per: 'payment' }] } })
    const card = await ready(await renderCheckout({ shop }))
    await card.pay().click()
    await settled(card, 'paid')
    expect(shop.calls.tokens).toEqual(['pm_1'])
  })

  test('keeps the width of its button', async () => {
    const card = await ready(await renderCheckout())
    const answer = gate()
    card.shop.script.answering = answer.promise
    const button = card.pay().element()
    const before = button.getBoundingClientRect().width
    await card.pay().click()
    await settled(card, 'submitting')
    expect(button.isConnected).toBe(true)
    expect(button.getAttribute('aria-disabled')).toBe('true')
    expect(button.getBoundingClientRect().width).toBe(before)
    answer.open()
    await settled(card, 'paid')
  })

  test('that a handler of the page spoils is paid all the same', async () => {
    const error = vi.fn((event: ErrorEvent) => event.preventDefault())
    window.addEventListener('error', error)
    const onSuccess = () => {
      throw new Error('the page is broken')
    }
    const card = await ready(await renderCheckout({ props: { onSuccess } }))
    await card.pay().click()
    await settled(card, 'paid')
    await expect.poll(() => error.mock.calls.length).toBe(1)
    window.removeEventListener('error', error)
    expect(card.on.onError).not.toHaveBeenCalled()
  })
})

describe('another quote', () => {
  test('for the same thing is paid instead', async () => {
    const card = await ready(await renderCheckout())
    await card.show({ quote: await card.shop.quote() })
    await card.pay().click()
    await settled(card, 'paid')
    expect(idsOf(card.shop.calls.sends)).toEqual(['challenge-2'])
  })

  test('at another price is looked at first', async () => {
    const card = await ready(await renderCheckout())
    card.shop.script.amount = '700'
    await card.show({ quote: await card.shop.quote() })
    await expect.poll(card.alert).toContain('The price changed from $5.00 to $7.00.')
    await payAgain(card)
    await settled(card, 'paid')
    expect(card.live()).toBe('Paid $7.00.')
  })

  test('without a card offer says so', async () => {
    const shop = createFakeShop({ policy: { assets: ['eur'] } })
    const card = await renderCheckout({ shop })
    expect(card.state()).toBe('failed')
    expect(card.alert()).toContain("This can't be paid by card.")
    expect(card.pay().query()).toBeNull()
  })
})

describe('a form of the application', () => {
  test('has the fields, the words and the deeds', async () => {
    const card = await renderCheckout({
      props: {
        children: ({ state, fields, label, message, pay }) => (
          <div>
            {fields}
            <b>{message?.what}</b>
            <button type="button" onClick={pay} disabled={state.name === 'loading'}>
              {label}!
            </button>
          </div>
        ),
      },
    })
    await card.screen.getByRole('button', { name: 'Pay $5.00!' }).click()
    await settled(card, 'paid')
    expect(card.form()?.querySelector('b')?.textContent).toBe('Paid $5.00.')
    expect(card.form()?.querySelector('[data-part=foot]')).toBeNull()
  })
})
