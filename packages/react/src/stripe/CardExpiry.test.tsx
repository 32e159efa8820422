import { createFakeStripe, gate } from '@payerkit/testing/screens'
import { describe, expect, test } from 'vitest'
import { payAgain, ready, renderCheckout, settled } from './testing/renderCheckout.js'

describe('an offer that ends', () => {
  test('before it is paid is told, and had anew', async () => {
    const card = await renderCheckout({ setUp: ({ script }) => Object.assign(script, { lasts: 1_200 }) })
    await ready(card)
    expect(card.form()?.textContent).toMatch(/Offer ends in 0:0[12]/)
    await expect.poll(card.state, { timeout: 4_000 }).toBe('expired')
    expect(card.alert()).toBe('The offer has ended. Nothing was charged.')
    expect(card.pay().query()).toBeNull()
    card.form()?.requestSubmit()
    expect(card.stripe.calls.submits).toBe(0)
    card.shop.script.lasts = 300_000
    await card.screen.getByRole('button', { name: 'Get a new offer' }).click()
    await settled(card, 'ready')
    await payAgain(card)
    await settled(card, 'paid')
  })

  test('and is dearer anew says so', async () => {
    const card = await renderCheckout({ setUp: ({ script }) => Object.assign(script, { lasts: 400 }) })
    await expect.poll(card.state, { timeout: 4_000 }).toBe('expired')
    Object.assign(card.shop.script, { lasts: 300_000, amount: '900' })
    await card.screen.getByRole('button', { name: 'Get a new offer' }).click()
    await expect.poll(card.alert).toContain('The price changed from $5.00 to $9.00.')
  })

  test('cannot be had anew while the seller is out of reach', async () => {
    const card = await renderCheckout({ setUp: ({ script }) => Object.assign(script, { lasts: 400 }) })
    await expect.poll(card.state, { timeout: 4_000 }).toBe('expired')
    card.shop.script.away = true
    await card.screen.getByRole('button', { name: 'Get a new offer' }).click()
    await expect.poll(card.alert).toContain("A new offer couldn't be had. Nothing was charged.")
    expect(card.state()).toBe('expired')
  })

  test('while the card is checked is not paid', async () => {
    const stripe = createFakeStripe()
    const typed = gate()
    const card = await renderCheckout({
      stripe,
      setUp: ({ script }) => Object.assign(script, { lasts: 1_500 }),
    })
    await ready(card)
    stripe.script.submitting = typed.promise
    await card.pay().click()
    await new Promise((resolve) => setTimeout(resolve, 1_600))
    expect(card.state()).toBe('validating')
    typed.open()
    await settled(card, 'expired')
    expect(card.shop.calls.tokens).toEqual([])
  })

  test('while the bank asks is not paid, and its token is taken back', async () => {
    const card = await renderCheckout({ setUp: ({ script }) => Object.assign(script, { lasts: 1_500 }) })
    await ready(card)
    const answer = gate<object>()
    card.shop.script.token = { status: 'requires_action' }
    card.stripe.script.action = () => answer.promise
    await card.pay().click()
    await settled(card, 'requiresAction')
    await new Promise((resolve) => setTimeout(resolve, 1_600))
    answer.open({})
    await settled(card, 'expired')
    expect(card.shop.calls).toMatchObject({ sends: [], revoked: ['spt_1'] })
    expect(card.on.onError.mock.calls[0]?.[0].code).toBe('challenge_expired')
  })
})
