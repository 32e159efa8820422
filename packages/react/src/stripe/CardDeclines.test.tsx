import { Credential } from '@payerkit/core/protocol'
import { describe, expect, test } from 'vitest'
import { payAgain, ready, renderCheckout, settled } from './testing/renderCheckout.js'

const idsOf = (proofs: readonly string[]) => proofs.map((proof) => Credential.parse(proof).challenge.id)

describe('what was typed wrong', () => {
  test('stays, is told, and takes the focus back to the fields', async () => {
    const card = await ready(await renderCheckout())
    card.stripe.script.invalid = { message: 'Your card number is incomplete.' }
    await card.pay().click()
    await expect
      .poll(card.alert)
      .toBe('Check the card details. Nothing was charged. Your card number is incomplete.')
    expect(card.state()).toBe('ready')
    expect(document.activeElement).toBe(card.screen.getByLabelText('Card number').element())
    expect(card.stripe.calls.methods).toBe(0)
    card.stripe.script.invalid = undefined
    await payAgain(card)
    await settled(card, 'paid')
  })

  test('is a decline where Stripe.js refuses the card, and costs no challenge', async () => {
    const card = await ready(await renderCheckout())
    card.stripe.script.refused = {
      type: 'card_error',
      code: 'card_declined',
      decline_code: 'insufficient_funds',
    }
    await card.pay().click()
    await settled(card, 'declined')
    expect(card.alert()).toContain('There is not enough money on your card. Nothing was charged.')
    card.stripe.script.refused = undefined
    await payAgain(card)
    await settled(card, 'paid')
    expect(card.shop.calls.quotes).toBe(1)
  })
})

describe('a decline', () => {
  test('keeps the fields, says so, and is tried again with a fresh challenge', async () => {
    const card = await ready(await renderCheckout())
    card.shop.script.verdicts = [{}]
    await card.pay().click()
    await settled(card, 'declined')
    expect(card.alert()).toBe(
      'Your card was declined. Nothing was charged. Try another card or ask your bank.',
    )
    expect(document.activeElement?.contains(document.querySelector('[role=alert]'))).toBe(true)
    expect(card.stripe.calls).toMatchObject({ mounts: 1, destroys: 0 })
    expect(card.on.onError.mock.calls[0]?.[0].code).toBe('declined')
    const again = card.screen.getByRole('button', { name: 'Try again · $5.00' })
    await expect.element(again).toBeVisible()
    await payAgain(card)
    await settled(card, 'paid')
    expect(idsOf(card.shop.calls.sends)).toEqual(['challenge-1', 'challenge-3'])
    expect(card.stripe.calls.methods).toBe(2)
    expect(card.on.onSuccess).toHaveBeenCalledTimes(1)
  })

  test.each([
    [{ declineCode: 'insufficient_funds' }, 'There is not enough money on your card.'],
    [{ declineCode: 'expired_card' }, 'Your card has expired.'],
    [{ declineCode: 'incorrect_cvc' }, "Your card's security code is wrong."],
    [{ declineCode: 'processing_error' }, "Your bank couldn't process the card."],
    [{ declineCode: 'lost_card' }, 'Your card was declined.'],
    [
      { detail: 'Stripe PaymentIntent failed: Your card has insufficient funds.' },
      'There is not enough money on your card.',
    ],
  ])('says why: %o', async (verdict, sentence) => {
    const card = await ready(await renderCheckout())
    card.shop.script.verdicts = [verdict]
    await card.pay().click()
    await settled(card, 'declined')
    expect(card.alert()).toContain(`${sentence} Nothing was charged.`)
  })

  test('stops at a new price, and says the old one and the new', async () => {
    const card = await ready(await renderCheckout())
    card.shop.script.verdicts = [{}]
    await card.pay().click()
    await settled(card, 'declined')
    card.shop.script.amount = '700'
    await payAgain(card)
    await expect.poll(card.alert).toContain('The price changed from $5.00 to $7.00. Nothing was charged.')
    expect(card.state()).toBe('ready')
    expect(card.shop.calls.sends).toHaveLength(1)
    expect(card.stripe.calls.updates).toEqual([{ amount: 700 }])
    await expect.element(card.screen.getByRole('button', { name: 'Pay $7.00' })).toBeVisible()
    await payAgain(card)
    await settled(card, 'paid')
    expect(card.shop.calls.sends).toHaveLength(2)
  })

  test('is not tried again by the second click of two, nor is a new price paid by it', async () => {
    const card = await ready(await renderCheckout())
    card.shop.script.verdicts = [{}]
    await card.pay().click()
    await settled(card, 'declined')
    card.form()?.requestSubmit()
    expect(card.state()).toBe('declined')
    card.shop.script.amount = '700'
    await payAgain(card)
    await settled(card, 'ready')
    card.form()?.requestSubmit()
    // By hand: the driver would wait until Pay is lit.
    for (let clicks = 0; clicks < 2; clicks++)
      card
        .pay()
        .element()
        .dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
    expect(card.state()).toBe('ready')
    expect(card.shop.calls.sends).toHaveLength(1)
  })

  test('stops where the money would go to somebody else', async () => {
    const card = await ready(await renderCheckout())
    card.shop.script.verdicts = [{}]
    await card.pay().click()
    await settled(card, 'declined')
    card.shop.script.networkId = 'profile_stranger'
    await payAgain(card)
    await expect.poll(card.alert).toContain('The money would now go to somebody else. Nothing was charged.')
    expect(card.shop.calls.sends).toHaveLength(1)
  })

  test('pays nothing where meanwhile nothing is asked any more', async () => {
    const card = await ready(await renderCheckout())
    card.shop.script.verdicts = [{}]
    await card.pay().click()
    await settled(card, 'declined')
    card.shop.script.free = true
    await payAgain(card)
    await settled(card, 'paid')
    expect(card.shop.calls.sends).toHaveLength(1)
    expect(await card.on.onSuccess.mock.calls[0]?.[0].text()).toBe('yours')
  })

  test('cannot be tried again while the seller is out of reach', async () => {
    const card = await ready(await renderCheckout())
    card.shop.script.verdicts = [{}]
    await card.pay().click()
    await settled(card, 'declined')
    card.shop.script.away = true
    await payAgain(card)
    await settled(card, 'failed')
    expect(card.alert()).toContain('The seller could not be reached for a new offer. Nothing was charged.')
    card.shop.script.away = false
    await payAgain(card)
    await settled(card, 'paid')
  })
})
