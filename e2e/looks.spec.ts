import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { dialog, fillCard, openScreen, payButton, useDevelopmentWallet } from './support/page.js'

// Every screen in both themes, wide and on a small phone: nothing overflows, and axe finds nothing.

const screens = ['wallet', 'card', 'any', 'free', 'sponsored', 'split']

async function expectWell(page: Page): Promise<void> {
  const width = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
  expect(width[0]).toBeLessThanOrEqual(width[1] ?? 0)
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`)).toEqual(
    [],
  )
}

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [1240, 320])
    test.describe(`${colorScheme}, ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 800 } })

      test('every screen', async ({ page }) => {
        for (const screen of screens) {
          await openScreen(page, screen)
          await expect(page.getByRole('article')).toContainText('$')
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
  await page.evaluate(() => {
    const shifts: number[] = []
    Object.assign(globalThis, { shifts })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value)
    }).observe({ type: 'layout-shift' })
  })
  await payButton(page).click()
  await dialog(page).getByRole('button', { name: /^Pay/ }).click()
  await expect(page.getByRole('img', { name: 'A landscape at dusk' })).toBeVisible()
  const shifts = await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts)
  // What Chromium calls a good page: 0.1 in all.
  expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThan(0.1)
})
