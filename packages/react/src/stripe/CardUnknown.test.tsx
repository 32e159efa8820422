import { describe, expect, test } from 'vitest'
import { payAgain, ready, renderCheckout, settled } from './testing/renderCheckout.js'

describe('an outcome that is not known', () => {
  async function unknown() {
    const card = await ready(await renderCheckout())
    card.shop.script.verdicts = [new TypeError('Failed to fetch')]
    await payAgain(card)
    await settled(card, 'unknown')
    return card
  }

  test('is told, and keeps Pay dark', async () => {
    const card = await unknown()
    expect(card.alert()).toContain("We don't know yet whether this was paid.")
    expect(card.alert()).toContain("Don't pay again")
    expect(card.pay().query()).toBeNull()
    card.form()?.requestSubmit()
    await card.show()
    expect(card.shop.calls.sends).toHaveLength(1)
    expect(card.on.onError.mock.calls[0]?.[0].code).toBe('unknown')
    expect(document.activeElement?.contains(document.querySelector('[role=alert]'))).toBe(true)
  })

  test('is found out with the very same proof', async () => {
    const card = await unknown()
    await card.screen.getByRole('button', { name: 'Check now' }).click()
    await settled(card, 'paid')
    const [first, second] = card.shop.calls.sends
    expect(second).toBe(first)
    expect(card.shop.calls.tokens).toHaveLength(1)
    expect(card.on.onSuccess).toHaveBeenCalledTimes(1)
  })

  test('stays open as long as nobody answers, and is told again', async () => {
    const card = await unknown()
    card.shop.script.verdicts = [new TypeError('Failed to fetch')]
    card.shop.script.silent = true
    await card.screen.getByRole('button', { name: 'Check now' }).click()
    await expect.poll(card.alert).toContain("We still don't know whether this was paid.")
    expect(card.state()).toBe('unknown')
    expect(card.on.onError).toHaveBeenCalledTimes(1)
  })

  test('lights Pay again once it is certain that nothing was charged', async () => {
    const card = await unknown()
    card.shop.script.verdicts = [{}]
    await card.screen.getByRole('button', { name: 'Check now' }).click()
    await settled(card, 'declined')
    await payAgain(card)
    await settled(card, 'paid')
    expect(card.shop.calls.tokens).toEqual(['pm_1', 'pm_2'])
  })

  test('is found by a form that is mounted anew', async () => {
    const card = await unknown()
    await card.screen.rerender(<p>elsewhere</p>)
    await card.show()
    await settled(card, 'unknown')
    expect(card.pay().query()).toBeNull()
  })

  test('that was paid and not delivered says so', async () => {
    const card = await ready(await renderCheckout())
    card.shop.script.after = { status: 'deactivated', deactivatedReason: 'consumed' }
    card.shop.script.verdicts = ['forbid']
    await card.pay().click()
    await settled(card, 'unknown')
    expect(card.alert()).toContain('This was paid, but not delivered.')
    await card.screen.getByRole('button', { name: 'Check now' }).click()
    await settled(card, 'paid')
  })
})
