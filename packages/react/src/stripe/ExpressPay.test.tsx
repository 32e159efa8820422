import { confirmIn, createElementsStripe, createFakeShop, gate } from '@payerkit/testing/screens'
import { StrictMode } from 'react'
import { describe, expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { PayerProvider } from '../provider/PayerProvider.js'
import { cardOffers } from './CardOffer.js'
import { ExpressPay } from './ExpressPay.js'
import { payAgain, ready, renderCheckout, settled } from './testing/renderCheckout.js'

const part = () => document.querySelector<HTMLElement>('[data-part=express]')

/** A form with the wallet's button above its fields. */
async function withExpress(options: Parameters<typeof renderCheckout>[0] = {}) {
  const stripe = createElementsStripe()
  const { props, ...rest } = options
  const card = await ready(
    await renderCheckout({ stripe, props: { express: <ExpressPay />, ...props }, ...rest }),
  )
  await expect.poll(() => part()?.dataset.state).not.toBe('loading')
  return {
    ...card,
    stripe,
    wallet: stripe.wallet,
    button: card.screen.getByRole('button', { name: 'Test wallet' }),
    /** A click that does not wait until it can be made. */
    press: () => part()?.querySelector('button')?.click(),
  }
}

describe('a wallet of the browser', () => {
  test('pays the offer once, from a group of its own, and leaves the fields alone', async () => {
    const card = await withExpress({ props: { customerSessionClientSecret: 'cuss_1' } })
    const { wallet, stripe } = card
    expect(part()?.textContent).toContain('Or pay by card')
    await card.button.click()
    expect(wallet).toMatchObject({ opened: 1, refused: 0 })
    expect(card.state()).toBe('ready')
    const answer = gate()
    card.shop.script.answering = answer.promise
    confirmIn(wallet)
    confirmIn(wallet)
    await settled(card, 'submitting')
    card.press()
    expect(wallet.refused).toBe(1)
    answer.open()
    await settled(card, 'paid')
    expect(card.live()).toBe('Paid $5.00.')
    expect(card.on.onSuccess).toHaveBeenCalledTimes(1)
    expect(card.shop.calls).toMatchObject({ tokens: ['pm_1'], sends: { length: 1 } })
    const [first, second] = stripe.groups
    const express = [first, second].find((group) => group?.submits === 1)
    expect(stripe.methods).toEqual([{ group: express }])
    expect(express?.options).toMatchObject({ mode: 'payment', amount: 500, currency: 'usd' })
    expect(express?.options).not.toHaveProperty('customerSessionClientSecret')
    expect(stripe.groups.map(({ submits }) => submits).sort()).toEqual([0, 1])
    // The second yes came while the first was under way, and only that one is told.
    expect(wallet.failed).toHaveLength(1)
  })

  test('is made once under StrictMode and re-renders, with the options of the page', async () => {
    const express = () => (
      <ExpressPay options={{ buttonType: { googlePay: 'buy' }, paymentMethods: { link: 'never' } }} />
    )
    const card = await withExpress({ props: { express: express() } })
    for (let i = 0; i < 3; i++) await card.show({ express: express() })
    expect(card.stripe.made.filter(({ type }) => type === 'expressCheckout')).toEqual([
      {
        type: 'expressCheckout',
        options: {
          buttonHeight: 44,
          buttonType: { googlePay: 'buy' },
          paymentMethods: { amazonPay: 'never', klarna: 'never', link: 'never' },
        },
      },
    ])
    expect(card.stripe.changed).toEqual([])
    expect(card.stripe.groups).toHaveLength(2)
  })

  test('takes no place where the browser has none, and takes it when one comes', async () => {
    const stripe = createElementsStripe()
    stripe.wallet.available = undefined
    const card = await ready(await renderCheckout({ stripe, props: { express: <ExpressPay /> } }))
    await expect.poll(() => part()?.dataset.state).toBe('none')
    expect(part()?.getBoundingClientRect().height).toBe(0)
    stripe.wallet.emit('availablepaymentmethodschange', { paymentMethods: { applePay: { available: true } } })
    await expect.poll(() => part()?.dataset.state).toBe('ready')
    stripe.wallet.emit('loaderror', { error: { message: 'blocked' } })
    await expect.poll(() => part()?.dataset.state).toBe('none')
    await card.pay().click()
    await settled(card, 'paid')
  })
})

describe('what a wallet said yes to and was not paid', () => {
  test('a decline is told in the wallet and in the form, and is tried again for the same price only', async () => {
    const card = await withExpress({
      setUp: (shop) => (shop.script.verdicts = [{ declineCode: 'insufficient_funds' }]),
    })
    await card.button.click()
    confirmIn(card.wallet)
    await settled(card, 'declined')
    expect(card.alert()).toContain('There is not enough money on your card. Nothing was charged.')
    expect(card.wallet.failed).toEqual([{ reason: 'fail' }])
    // A wallet opened by the second click of two would say yes to what was not seen.
    card.press()
    expect(card.wallet).toMatchObject({ opened: 1, refused: 1 })
    await new Promise((resolve) => setTimeout(resolve, 450))
    await card.button.click()
    card.shop.script.amount = '700'
    confirmIn(card.wallet)
    await expect.poll(card.alert).toContain('The price changed from $5.00 to $7.00.')
    await expect.poll(() => card.wallet.failed).toHaveLength(2)
    expect(card.shop.calls.tokens).toHaveLength(1)
  })

  test('an offer that became another while the wallet was open is not paid', async () => {
    const card = await withExpress()
    await card.button.click()
    card.shop.script.amount = '900'
    await card.show({ quote: await card.shop.quote() })
    await expect.poll(card.alert).toContain('The price changed from $5.00 to $9.00.')
    await new Promise((resolve) => setTimeout(resolve, 450))
    confirmIn(card.wallet)
    await expect.poll(() => card.wallet.failed).toHaveLength(1)
    expect(card.shop.calls.tokens).toEqual([])
    await payAgain(card)
    await settled(card, 'paid')
  })

  test('an offer that ended while the wallet was open is not paid', async () => {
    let late = 0
    const shop = createFakeShop({ now: () => Date.now() + late })
    const card = await withExpress({ shop })
    await card.button.click()
    late = 600_000
    confirmIn(card.wallet)
    await settled(card, 'expired')
    expect(card.wallet.failed).toHaveLength(1)
    card.press()
    expect(card.wallet).toMatchObject({ opened: 1, refused: 1 })
    expect(shop.calls.tokens).toEqual([])
  })

  test('a lost answer is unknown: the wallet is not told that it failed', async () => {
    const card = await withExpress({
      setUp: (shop) => (shop.script.verdicts = [new TypeError('Failed to fetch')]),
    })
    card.shop.script.silent = true
    await card.button.click()
    confirmIn(card.wallet)
    await settled(card, 'unknown')
    expect(card.wallet.failed).toEqual([])
    expect(part()?.getBoundingClientRect().height).toBe(0)
  })

  test('3-D Secure is asked as in the form', async () => {
    const answer = gate<object>()
    const card = await withExpress({
      setUp: (shop, stripe) => {
        shop.script.token = { status: 'requires_action' }
        stripe.script.action = () => answer.promise
      },
    })
    await card.button.click()
    confirmIn(card.wallet)
    await settled(card, 'requiresAction')
    expect(card.on.onRequiresAction).toHaveBeenCalledTimes(1)
    answer.open({})
    await settled(card, 'paid')
    expect(card.wallet.failed).toEqual([])
  })

  test('a wallet that is closed leaves the form as it was, and calls off what it has begun', async () => {
    const card = await withExpress()
    await card.button.click()
    card.wallet.emit('cancel')
    expect(card.state()).toBe('ready')
    expect(card.on.onCancel).not.toHaveBeenCalled()
    const submitted = gate()
    card.stripe.script.submitting = submitted.promise
    await card.button.click()
    confirmIn(card.wallet)
    await settled(card, 'validating')
    card.wallet.emit('cancel')
    await settled(card, 'cancelled')
    submitted.open()
    expect(card.on.onCancel).toHaveBeenCalledTimes(1)
    expect(card.shop.calls.tokens).toEqual([])
  })
})

test('in the dialog, a wallet says yes to the question', async () => {
  const shop = createFakeShop()
  const stripe = createElementsStripe()
  const promise = Promise.resolve(stripe.stripe)
  const renderOffer = cardOffers({
    stripe: promise,
    express: <ExpressPay texts={{ buttons: 'At once', or: 'or type' }} />,
  })
  const screen = await render(
    <StrictMode>
      <PayerProvider payer={shop.payer} renderOffer={renderOffer}>
        <p>the page</p>
      </PayerProvider>
    </StrictMode>,
  )
  const response = shop.payer.fetch('https://photos.example/report')
  await screen.getByRole('group', { name: 'At once' }).getByRole('button', { name: 'Test wallet' }).click()
  confirmIn(stripe.wallet)
  expect(await (await response).text()).toBe('the report')
  expect(shop.calls.tokens).toEqual(['pm_1'])
  expect(stripe.wallet.failed).toEqual([])
})

test('outside of a form it says where it belongs', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const shop = createFakeShop()
  const alone = render(
    <PayerProvider payer={shop.payer}>
      <ExpressPay />
    </PayerProvider>,
  )
  await expect(alone).rejects.toMatchObject({ code: 'express_outside' })
})
