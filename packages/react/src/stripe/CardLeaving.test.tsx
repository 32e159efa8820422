import { gate } from '@payerkit/testing/screens'
import { describe, expect, test, vi } from 'vitest'
import { payAgain, ready, renderCheckout, settled } from './testing/renderCheckout.js'

describe('a form that goes away', () => {
  test('while the card is checked pays nothing', async () => {
    const card = await ready(await renderCheckout())
    const typed = gate()
    card.stripe.script.submitting = typed.promise
    await card.pay().click()
    await settled(card, 'validating')
    await card.screen.rerender(<p>elsewhere</p>)
    typed.open()
    await expect.poll(() => card.on.onCancel.mock.calls.length).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(card.stripe.calls.methods).toBe(0)
    expect(card.shop.calls.tokens).toEqual([])
  })

  test('while it is paid takes nothing back, and success is told once', async () => {
    const error = vi.spyOn(console, 'error')
    const card = await ready(await renderCheckout())
    const answer = gate()
    card.shop.script.answering = answer.promise
    await card.pay().click()
    await settled(card, 'submitting')
    await card.screen.rerender(<p>elsewhere</p>)
    answer.open()
    await expect.poll(() => card.on.onSuccess.mock.calls.length).toBe(1)
    expect(card.shop.calls.sends).toHaveLength(1)
    expect(error).not.toHaveBeenCalled()
    await card.show()
    await settled(card, 'paid')
    expect(card.on.onSuccess).toHaveBeenCalledTimes(1)
  })

  test('and comes back meanwhile finds the payment under way', async () => {
    const card = await ready(await renderCheckout())
    const answer = gate()
    card.shop.script.answering = answer.promise
    await card.pay().click()
    await settled(card, 'submitting')
    await card.screen.rerender(<p>elsewhere</p>)
    await card.show()
    await settled(card, 'submitting')
    card.form()?.requestSubmit()
    answer.open()
    await settled(card, 'paid')
    expect(card.shop.calls.sends).toHaveLength(1)
  })

  test('can be called off before the proof leaves, not after', async () => {
    const card = await ready(await renderCheckout())
    const minted = gate()
    card.shop.script.minting = minted.promise
    await card.pay().click()
    await settled(card, 'authorizing')
    await card.screen.getByRole('button', { name: 'Cancel' }).click()
    minted.open()
    await settled(card, 'cancelled')
    expect(card.shop.calls.sends).toEqual([])
    expect(card.form()?.textContent).toContain('You cancelled. Nothing was paid.')
    const answer = gate()
    card.shop.script.answering = answer.promise
    card.shop.script.minting = Promise.resolve()
    await payAgain(card)
    await settled(card, 'submitting')
    expect(card.screen.getByRole('button', { name: 'Cancel' }).query()).toBeNull()
    answer.open()
    await settled(card, 'paid')
  })
})
