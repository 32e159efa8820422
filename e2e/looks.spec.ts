import { expect, test } from '@playwright/test'
import { expectWell, watchShifts } from './support/looks.js'
import { dialog, fillCard, openScreen, payButton, useDevelopmentWallet } from './support/page.js'

// Every screen in both themes, wide and on a small phone: nothing overflows, and axe finds nothing.

const screens = ['wallet', 'card', 'any', 'checkout', 'free', 'sponsored', 'split', 'chat', 'metered']

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [1240, 320])
    test.describe(`${colorScheme}, ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 } })

      test('every screen', async ({ page }) => {
        for (const screen of screens) {
          await openScreen(page, screen)
          await expect(page.getByRole('article')).toContainText('$')
          // Before that its fields have not begun to fade in.
          await expect(page.locator('[data-part^="card"][data-state="loading"]')).toHaveCount(0)
          await expectWell(page)
        }
      })

      test('the consent dialog', async ({ page }) => {
        await openScreen(page, 'split')
        await useDevelopmentWallet(page)
        await payButton(page).click()
        await expect(dialog(page).getByRole('button', { name: /^Pay/ })).toBeEnabled()
        await expectWell(page)
      })

      test('a declined card', async ({ page }) => {
        await openScreen(page, 'card')
        await fillCard(page, '4000000000000002')
        await page.getByRole('button', { name: 'Pay $0.75' }).click()
        await expect(page.getByRole('button', { name: /^Try again/ })).toBeEnabled()
        await expectWell(page)
      })
    })

test('nothing jumps while paying', async ({ page }) => {
  await openScreen(page, 'wallet')
  await useDevelopmentWallet(page)
  await expect(payButton(page)).toBeEnabled()
  const shifted = await watchShifts(page)
  await payButton(page).click()
  await dialog(page).getByRole('button', { name: /^Pay/ }).click()
  await expect(page.getByRole('img', { name: 'A landscape at dusk' })).toBeVisible()
  // What Chromium calls a good page: 0.1 in all.
  expect(await shifted()).toBeLessThan(0.1)
})
