import { createFakeStripe } from '@payerkit/testing/screens'
import { describe, expect, test, vi } from 'vitest'
import { ready, renderCheckout, settled } from './testing/renderCheckout.js'

describe('fields that do not load', () => {
  test('because Stripe.js is blocked are told, and loaded again', async () => {
    const stripe = createFakeStripe()
    const load = vi.fn(async () => stripe.stripe).mockRejectedValueOnce(new Error('Failed to load Stripe.js'))
    const complaint = vi.spyOn(console, 'error').mockImplementation(() => {})
    const card = await renderCheckout({ stripe, props: { stripe: load } })
    await settled(card, 'loadFailed')
    expect(card.alert()).toBe(
      'The card form could not be loaded. Nothing was charged. An ad blocker or a strict network may block js.stripe.com. Allow it and try again.',
    )
    const error = card.on.onError.mock.calls[0]?.[0]
    expect(error?.code).toBe('card_form_unavailable')
    // The developer is told once, and what to allow.
    expect(complaint.mock.calls).toEqual([[error]])
    for (const word of ['js.stripe.com', 'script-src', 'frame-src', 'connect-src'])
      expect(error?.message).toContain(word)
    complaint.mockRestore()
    await card.screen.getByRole('button', { name: 'Try again' }).click()
    await settled(card, 'ready')
    expect(load).toHaveBeenCalledTimes(2)
    expect(stripe.calls.elements).toHaveLength(1)
  })

  test('from a promise are loaded again with another one', async () => {
    const stripe = createFakeStripe()
    const card = await renderCheckout({ stripe, props: { stripe: Promise.reject(new Error('blocked')) } })
    await settled(card, 'loadFailed')
    expect(card.alert()).toContain('Allow it and try again.')
    expect(card.screen.getByRole('button', { name: 'Try again' }).query()).toBeNull()
    await card.show({ stripe: Promise.resolve(stripe.stripe) })
    await settled(card, 'ready')
  })

  test('because their frame is blocked are told, and loaded again', async () => {
    const stripe = createFakeStripe()
    stripe.script.ready = false
    const card = await renderCheckout({ stripe })
    await settled(card, 'loadFailed')
    stripe.script.ready = true
    await card.screen.getByRole('button', { name: 'Try again' }).click()
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
