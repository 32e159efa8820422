import { describe, expect, test, vi } from 'vitest'
import { createFakeStripe } from './testing/fakeStripe.js'
import { ready, renderCheckout, settled } from './testing/renderCheckout.js'

describe('fields that do not load', () => {
  test('because Stripe.js is blocked are told, and loaded again', async () => {
    const stripe = createFakeStripe()
    const load = vi.fn(async () => stripe.stripe).mockRejectedValueOnce(new Error('Failed to load Stripe.js'))
    const card = await renderCheckout({ stripe, props: { stripe: load } })
    await settled(card, 'loadFailed')
    expect(card.alert()).toContain('The card form did not load. Nothing was charged.')
    expect(card.on.onError.mock.calls[0]?.[0].code).toBe('card_form_unavailable')
    await card.screen.getByRole('button', { name: 'Retry' }).click()
    await settled(card, 'ready')
    expect(load).toHaveBeenCalledTimes(2)
    expect(stripe.calls.elements).toHaveLength(1)
  })

  test('from a promise are loaded again with another one', async () => {
    const stripe = createFakeStripe()
    const card = await renderCheckout({ stripe, props: { stripe: Promise.reject(new Error('blocked')) } })
    await settled(card, 'loadFailed')
    expect(card.alert()).toContain('load this page again')
    expect(card.screen.getByRole('button', { name: 'Retry' }).query()).toBeNull()
    await card.show({ stripe: Promise.resolve(stripe.stripe) })
    await settled(card, 'ready')
  })

  test('because their frame is blocked are told, and loaded again', async () => {
    const stripe = createFakeStripe()
    stripe.script.ready = false
    const card = await renderCheckout({ stripe })
    await settled(card, 'loadFailed')
    stripe.script.ready = true
    await card.screen.getByRole('button', { name: 'Retry' }).click()
    await settled(card, 'ready')
    expect(stripe.calls.elements).toHaveLength(2)
  })

  test('are not loaded again for a promise that a render makes anew', async () => {
    const stripe = createFakeStripe()
    const card = await ready(
      await renderCheckout({ stripe, props: { stripe: Promise.resolve(stripe.stripe) } }),
    )
    for (let i = 0; i < 3; i++) await card.show({ stripe: Promise.resolve(stripe.stripe) })
    expect(stripe.calls).toMatchObject({ mounts: 1, destroys: 0 })
    expect(stripe.calls.elements).toHaveLength(1)
  })
})
