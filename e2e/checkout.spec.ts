import { expect, type Page, test } from '@playwright/test'
import { injectWallet } from './support/injectedWallet.js'
import { expectWell } from './support/looks.js'
import { dialog, fillCard, openScreen, tabTo, useDevelopmentWallet } from './support/page.js'
import { balanceOf, merchantOf, resetStripe, stripeLedger } from './support/shop.js'

// The checkout in the page: price, choice and outcome in one place, and no dialog.

const checkout = (page: Page) => page.locator('[data-part=checkout]')
const photo = 'A landscape at dusk'

test.beforeEach(({ page }) => resetStripe(page))

test('by wallet, by keyboard alone: chosen, paid once, and another one after it', async ({ page }) => {
  const complaints = await openScreen(page, 'checkout')
  await useDevelopmentWallet(page)
  const { account } = await merchantOf(page)
  const before = await balanceOf(page, account)
  // The price was looked up anew for the wallet that is there now.
  await expect(checkout(page)).toContainText('your wallet')
  await checkout(page).getByRole('radio', { name: 'Wallet' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(checkout(page).getByRole('radio', { name: 'Card' })).toBeChecked()
  await page.keyboard.press('ArrowLeft')
  await expect(checkout(page).getByRole('radio', { name: 'Wallet' })).toBeChecked()
  await expect(checkout(page)).toContainText('Payerkit demo shop')
  await expectWell(page)
  await expect(checkout(page).getByRole('button', { name: 'Pay $0.75' })).toBeEnabled()
  await tabTo(page, checkout(page).getByRole('button', { name: 'Pay $0.75' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('img', { name: photo })).toBeVisible()
  await expect(dialog(page)).toBeHidden()
  await expect(checkout(page)).toHaveAttribute('data-state', 'paid')
  expect((await balanceOf(page, account)) - before).toBe(750_000n)
  await expectWell(page)
  await page.getByRole('button', { name: 'Another photo' }).click()
  await expect(checkout(page)).toHaveAttribute('data-state', 'asking')
  expect(complaints).toEqual([])
})

test('by card: declined, told, and paid with another one', async ({ page }) => {
  await openScreen(page, 'checkout')
  await fillCard(page, '4000000000000002')
  await checkout(page).getByRole('button', { name: 'Pay $0.75' }).click()
  await expect(checkout(page)).toContainText(/declined/)
  await expect(checkout(page).getByRole('button', { name: /^Try again/ })).toBeEnabled()
  await fillCard(page, '4242424242424242')
  await checkout(page)
    .getByRole('button', { name: /^Try again/ })
    .click()
  await expect(page.getByRole('img', { name: photo })).toBeVisible()
  const { paymentIntents } = await stripeLedger(page)
  expect(paymentIntents.filter(({ status }) => status === 'succeeded')).toMatchObject([{ amount: 75 }])
})

test('an empty wallet is told before Pay, and with money it goes on by itself', async ({ page, baseURL }) => {
  await injectWallet(page, `${baseURL}/rpc`)
  await openScreen(page, 'checkout')
  await page.getByRole('button', { name: /Everyday Wallet/ }).click()
  await checkout(page).getByRole('radio', { name: 'Wallet' }).click()
  await expect(checkout(page)).toContainText('There is not enough in this wallet')
  const pays = checkout(page).getByRole('button', { name: 'Pay $0.75', exact: true })
  await expect(pays).toBeDisabled()
  await expectWell(page)
  await checkout(page).getByRole('button', { name: 'Add money · Pay $0.75' }).click()
  await expect(page.getByRole('img', { name: photo })).toBeVisible()
})
