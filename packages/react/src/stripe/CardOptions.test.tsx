import { createElementsStripe } from '@payerkit/testing/screens'
import type { Appearance, StripePaymentElementOptions } from '@stripe/stripe-js'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { loadStyles } from './testing/loadStyles.js'
import { payAgain, ready, renderCheckout, settled } from './testing/renderCheckout.js'

beforeAll(loadStyles)

/** Everything people set on the Payment Element, made anew as a render does. */
const paymentElement = (): StripePaymentElementOptions => ({
  layout: { type: 'accordion', defaultCollapsed: false, radios: 'never', spacedAccordionItems: true },
  fields: {
    billingDetails: { name: 'auto', email: 'never', address: { country: 'never', postalCode: 'auto' } },
  },
  terms: { card: 'never', applePay: 'auto' },
  wallets: { applePay: 'never', googlePay: 'never', link: 'never' },
  defaultValues: {
    billingDetails: { name: 'Test Person', email: 'person@example.com', address: { country: 'DE' } },
  },
  paymentMethodOrder: ['card', 'link'],
  business: { name: 'Photos Inc.' },
  readOnly: false,
})

const appearance = (): Appearance => ({
  theme: 'flat',
  inputs: 'condensed',
  labels: 'above',
  disableAnimations: true,
  variables: { colorPrimary: '#112233', spacingUnit: '5px' },
  rules: { '.Tab': { border: '0' }, '.Input': { padding: '14px' } },
})

const elements = () => ({
  loader: 'never' as const,
  setupFutureUsage: 'on_session' as const,
  paymentMethodOptions: { card: { require_cvc_recollection: true } },
  excludedPaymentMethodTypes: ['link'],
})

const fonts = () => [{ cssSrc: 'https://fonts.example/inter.css' }]

describe('what Stripe takes', () => {
  test('reaches Elements and the Payment Element once, and survives StrictMode and re-renders', async () => {
    const stripe = createElementsStripe()
    const all = () => ({
      ...{ paymentElement: paymentElement(), appearance: appearance() },
      elements: elements(),
      fonts: fonts(),
    })
    const card = await ready(await renderCheckout({ stripe, props: all() }))
    for (let i = 0; i < 4; i++) await card.show(all())
    expect(stripe.made).toEqual([{ type: 'payment', options: paymentElement() }])
    expect(stripe.changed).toEqual([])
    expect(stripe.calls).toMatchObject({ mounts: 1, destroys: 0, updates: [] })
    expect(stripe.calls.elements).toHaveLength(1)
    const [options = {}] = stripe.calls.elements
    // The page's own look stays where the application says nothing of its own.
    const { variables, rules, ...look } = appearance()
    expect(options).toMatchObject({
      ...elements(),
      fonts: fonts(),
      locale: 'en',
      appearance: {
        ...look,
        variables: { ...variables, colorBackground: '#ffffff', borderRadius: '9px' },
        rules,
      },
    })
    expect(options).toMatchObject({ appearance: { rules: { '.Input': { boxShadow: 'none' } } } })
    await card.pay().click()
    await settled(card, 'paid')
    expect(stripe.made).toHaveLength(1)
  })

  test('is changed in place, and only what is new', async () => {
    const stripe = createElementsStripe()
    const card = await ready(await renderCheckout({ stripe, props: { paymentElement: paymentElement() } }))
    await card.show({
      paymentElement: { ...paymentElement(), readOnly: true },
      elements: { setupFutureUsage: 'off_session' },
    })
    expect(stripe.changed).toEqual([{ type: 'payment', options: { readOnly: true } }])
    expect(stripe.calls.updates).toEqual([{ setupFutureUsage: 'off_session' }])
    expect(stripe.calls).toMatchObject({ mounts: 1, destroys: 0 })
  })

  test('never changes what is paid', async () => {
    const stripe = createElementsStripe()
    const sneaky = {
      amount: 1,
      currency: 'eur',
      mode: 'setup',
      paymentMethodCreation: undefined,
      allowedPaymentMethodTypes: ['link'],
    }
    await ready(await renderCheckout({ stripe, props: { elements: sneaky as object } }))
    expect(stripe.calls.elements[0]).toMatchObject({
      ...{ mode: 'payment', amount: 500, currency: 'usd' },
      ...{ paymentMethodCreation: 'manual', allowedPaymentMethodTypes: ['card'] },
    })
  })
})

describe("a customer's cards", () => {
  const saved = { id: 'pm_saved', type: 'card' }

  test('are shown by a secret that is asked for whenever the fields load', async () => {
    const stripe = createElementsStripe()
    stripe.script.ready = false
    const secrets = ['cuss_1', 'cuss_2']
    const ask = vi.fn(async () => secrets.shift())
    const card = await renderCheckout({
      stripe,
      props: { stripe: async () => stripe.stripe, customerSessionClientSecret: ask },
    })
    await settled(card, 'loadFailed')
    stripe.script.ready = true
    await card.screen.getByRole('button', { name: 'Try again' }).click()
    await settled(card, 'ready')
    await card.show({ customerSessionClientSecret: async () => 'cuss_of_a_render' })
    expect(ask).toHaveBeenCalledTimes(2)
    expect(
      stripe.calls.elements.map(({ customerSessionClientSecret }) => customerSessionClientSecret),
    ).toEqual(['cuss_1', 'cuss_2'])
    expect(stripe.calls.updates).toEqual([])
  })

  test('pay as they are, and a new one says whether it may be kept', async () => {
    const stripe = createElementsStripe()
    const card = await ready(
      await renderCheckout({ stripe, props: { customerSessionClientSecret: 'cuss_1' } }),
    )
    card.shop.script.verdicts = [{}, {}]
    stripe.choose({ type: 'card', payment_method: saved })
    await card.pay().click()
    await settled(card, 'declined')
    expect(card.shop.calls.tokens).toEqual(['pm_saved'])
    expect(stripe.methods).toEqual([])
    stripe.choose({ type: 'card', savePaymentMethod: true })
    await payAgain(card)
    await settled(card, 'declined')
    await expect.poll(() => card.shop.calls.tokens).toEqual(['pm_saved', 'pm_1'])
    stripe.choose({ type: 'card', savePaymentMethod: false })
    await payAgain(card)
    await settled(card, 'paid')
    expect(stripe.methods.map(({ params }) => params)).toEqual([{ allow_redisplay: 'always' }, undefined])
    expect(stripe.groups).toMatchObject([{ submits: 3 }])
  })

  test('are left out where the secret cannot be had, and the form works', async () => {
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => {})
    const stripe = createElementsStripe()
    const away = new Error('The session of the customer has ended.')
    const card = await ready(
      await renderCheckout({ stripe, props: { customerSessionClientSecret: () => Promise.reject(away) } }),
    )
    expect(complaint.mock.calls).toEqual([[away]])
    complaint.mockRestore()
    expect(stripe.calls.elements[0]).not.toHaveProperty('customerSessionClientSecret')
    await card.pay().click()
    await settled(card, 'paid')
  })
})
