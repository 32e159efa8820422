import { expect, type Locator, type Page } from '@playwright/test'
import { privateKeyToAccount } from 'viem/accounts'

// The page as a person meets it.

/** Opens a screen and fails the test on whatever the page throws or complains about. */
export async function openScreen(page: Page, hash: string): Promise<string[]> {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    // Chromium itself logs every 402, however well it is handled.
    if (['error', 'warning'].includes(message.type()) && !/status of 402/.test(message.text()))
      complaints.push(message.text())
  })
  await page.goto(`/#${hash}`)
  return complaints
}

/** Takes the development wallet; gives its address. */
export async function useDevelopmentWallet(page: Page): Promise<string> {
  await page.getByRole('button', { name: /Use the development wallet/ }).click()
  await expect(page.getByRole('status', { name: 'Balance' })).toContainText('25.00')
  const key = await page.evaluate(() =>
    localStorage.getItem('payerkit-playground.throw-away-development-key'),
  )
  return privateKeyToAccount(key as `0x${string}`).address
}

/** The consent dialog. */
export const dialog = (page: Page): Locator => page.getByRole('dialog')

/** Presses the page's Pay button, then the dialog's. */
export async function payAndConsent(page: Page): Promise<void> {
  await payButton(page).click()
  await dialog(page)
    .getByRole('button', { name: /^(Pay|Confirm)/ })
    .click()
}

/** The page's own Pay button. */
export const payButton = (page: Page): Locator =>
  page.getByRole('article').getByRole('button', { name: /^(Pay|Confirm|Prove|Continue)/ })

/** Fills the card form. */
export async function fillCard(within: Page | Locator, number: string): Promise<void> {
  await within.getByLabel('Card number').fill(number)
  await within.getByLabel('Expiration date').fill('12/34')
  await within.getByLabel('Security code').fill('123')
}

/** The text of what happened to the newest payment. */
export const inspector = (page: Page): Locator => page.getByRole('complementary', { name: 'What happened' })

/** Presses Tab until something has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  const isThere = () => target.evaluate((element) => element === document.activeElement)
  for (let presses = 0; presses < 60 && !(await isThere()); presses++) await page.keyboard.press('Tab')
  await expect(target).toBeFocused()
}
