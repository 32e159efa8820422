import type { Capability } from '@payerkit/core'
import { openShop } from '@payerkit/testing/screens'
import { describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { createPreflight } from '../checkout/index.js'
import { ask, dialog, mountDialog, pay } from '../testing/mountDialog.js'

// What the wallet lacks is said before Pay is lit, with what helps beside it.

const poor = { able: false, reason: 'balance', message: 'There is not enough in this wallet.' } as Capability

describe('a wallet that cannot pay as things are', () => {
  test('keeps Pay dark until what helps has helped, and nothing is paid by that', async () => {
    const shop = openShop()
    let capability = poor
    shop.payer = { ...shop.payer, capable: async () => capability }
    const fund = vi.fn(() => {
      capability = { able: true }
    })
    await mountDialog(shop, {
      preflight: createPreflight(({ reason }) => (
        <button type="button" onClick={fund}>{`Help with ${reason}`}</button>
      )),
    })
    const answer = ask(shop)
    await expect.element(page.getByText('There is not enough in this wallet.')).toBeVisible()
    await expect.element(pay).toBeDisabled()
    await page.getByRole('button', { name: 'Help with balance' }).click()
    await expect.element(pay).toBeEnabled()
    expect(shop.signed()).toBe(0)
    await pay.click()
    expect((await answer).status).toBe(200)
  })

  test('another way to pay is taken, and the one that cannot be used says why', async () => {
    const shop = openShop({ offers: [{}, { method: 'stripe' }] })
    const { payer } = shop
    shop.payer = {
      ...payer,
      capable: async ({ method }) => (method === 'points' ? poor : { able: true }),
    }
    await mountDialog(shop, {
      preflight: createPreflight(),
      renderOffer: { stripe: () => <p>The card form</p> },
    })
    ask(shop)
    await expect.element(page.getByText('The card form')).toBeVisible()
    await expect.element(page.getByRole('radio', { name: 'Card' })).toBeChecked()
    const labels = [...(dialog()?.querySelectorAll('[data-part=option]') ?? [])].map(
      (each) => each.textContent,
    )
    expect(labels).toEqual(['Card', 'WalletThere is not enough in this wallet.'])
    await page.getByRole('radio', { name: /Wallet/ }).click()
    await expect.element(pay).toBeDisabled()
  })

  test('that nobody can ask keeps nobody from paying', async () => {
    const shop = openShop()
    shop.payer = { ...shop.payer, capable: () => Promise.reject(new Error('no chain')) }
    await mountDialog(shop, { preflight: createPreflight() })
    const answer = ask(shop)
    await pay.click()
    expect((await answer).status).toBe(200)
  })
})
