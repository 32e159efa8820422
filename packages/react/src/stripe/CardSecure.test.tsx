import { gate } from '@payerkit/testing/screens'
import { describe, expect, test, vi } from 'vitest'
import { payAgain, ready, renderCheckout, settled } from './testing/renderCheckout.js'

describe('3-D Secure', () => {
  async function confirming() {
    const answer = gate<{ error?: { code: string; message: string } }>()
    const card = await ready(await renderCheckout())
    card.shop.script.token = { status: 'requires_action' }
    card.stripe.script.action = () => {
      // The bank's window takes the focus, and leaves it nowhere.
      ;(document.activeElement as HTMLElement).blur()
      return answer.promise
    }
    const button = card.pay().element()
    await payAgain(card)
    await settled(card, 'requiresAction')
    return { card, answer, button }
  }

  test('is told, asked once, and gives the focus back', async () => {
    const { card, answer, button } = await confirming()
    expect(card.on.onRequiresAction).toHaveBeenCalledTimes(1)
    expect(card.live()).toBe('Confirm with your bank…')
    expect(document.activeElement).toBe(document.body)
    const sent = gate()
    card.shop.script.answering = sent.promise
    answer.open({})
    await settled(card, 'submitting')
    expect(document.activeElement).toBe(button)
    sent.open()
    await settled(card, 'paid')
    expect(card.stripe.calls.actions).toEqual(['hash'])
    expect(card.shop.calls.sends).toHaveLength(1)
  })

  test('that failed sends nothing, and is tried again with a fresh challenge', async () => {
    const { card, answer } = await confirming()
    answer.open({ error: { code: 'payment_intent_authentication_failure', message: 'no' } })
    await settled(card, 'declined')
    expect(card.alert()).toContain("Your bank couldn't confirm it was you. Nothing was charged.")
    expect(document.activeElement?.contains(document.querySelector('[role=alert]'))).toBe(true)
    expect(card.shop.calls).toMatchObject({ sends: [], revoked: ['spt_1'] })
    card.shop.script.token = { status: 'active' }
    await payAgain(card)
    await settled(card, 'paid')
    expect(card.shop.calls.quotes).toBe(2)
    expect(card.shop.calls.tokens).toEqual(['pm_1', 'pm_2'])
  })

  test('can be called off meanwhile, and a late yes of the bank changes nothing', async () => {
    const { card, answer } = await confirming()
    await card.screen.getByRole('button', { name: 'Cancel' }).click()
    await settled(card, 'cancelled')
    expect(card.on.onCancel).toHaveBeenCalledTimes(1)
    answer.open({})
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(card.state()).toBe('cancelled')
    expect(card.shop.calls).toMatchObject({ sends: [], revoked: ['spt_1'] })
  })

  test('is not buried under a modal dialog', async () => {
    const onClose = vi.fn()
    const card = await renderCheckout()
    const answer = gate<object>()
    await card.screen.rerender(<dialog onClose={onClose}>{card.tree()}</dialog>)
    document.querySelector('dialog')?.showModal()
    await settled(card, 'ready')
    card.shop.script.token = { status: 'requires_action' }
    card.stripe.script.action = () => answer.promise
    await card.pay().click()
    await settled(card, 'requiresAction')
    expect(document.querySelector('dialog:modal')).toBeNull()
    await new Promise((resolve) => setTimeout(resolve, 50))
    answer.open({})
    await settled(card, 'paid')
    expect(document.querySelector('dialog:modal')).not.toBeNull()
    expect(onClose).not.toHaveBeenCalled()
  })
})
