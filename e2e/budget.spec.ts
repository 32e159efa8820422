import { type Locator, type Page, expect as quick, test } from '@playwright/test'
import { expectWell } from './support/looks.js'
import { dialog, openScreen, payAndConsent, payButton, useDevelopmentWallet } from './support/page.js'
import { merchantOf } from './support/shop.js'

// What a person lets the page pay without asking: set by hand, used up, kept, and the same in every tab.

const expect = quick.configure({ timeout: 20_000 })

const budget = (page: Page): Locator => page.getByRole('region', { name: 'Budget' })
const button = (page: Page, name: string): Locator => budget(page).getByRole('button', { name })
const photo = (page: Page): Locator => page.getByRole('img', { name: 'A landscape at dusk' })
const sales = async (page: Page) => (await merchantOf(page)).entries.length

/** Types a new limit and agrees to it. */
async function setLimit(page: Page, kind: string, amount: string, question: string): Promise<void> {
  await button(page, 'Add a limit').click()
  await budget(page).getByLabel('For').selectOption(kind)
  await budget(page).getByRole('textbox').fill(amount)
  await button(page, 'Save').click()
  await expect(budget(page).getByRole('group')).toContainText(question)
  await button(page, 'Yes, without asking').click()
  await expect(budget(page).getByRole('status')).toContainText('It holds from now on.')
}

test('two payments go through without a question, the third asks, and a reload forgets nothing', async ({
  page,
}) => {
  const complaints = await openScreen(page, 'wallet')
  await useDevelopmentWallet(page)
  await expect(budget(page)).toContainText('You are asked for every payment.')
  const day = 'On all sites together, in 24 hours'
  await setLimit(page, day, '0.02', 'Pay up to $0.02 in 24 hours on all sites together without asking you?')
  const before = await sales(page)
  await payButton(page).click()
  await expect(photo(page)).toBeVisible()
  await expect(budget(page)).toContainText('$0.01 of $0.02 in the last 24 hours; $0.01 left.')
  await page.getByRole('button', { name: 'Another photo' }).click()
  await payButton(page).click()
  await expect(photo(page)).toBeVisible()
  await expect(budget(page)).toContainText('$0.02 of $0.02 in the last 24 hours; $0.00 left.')
  expect(await sales(page)).toBe(before + 2)
  await page.getByRole('button', { name: 'Another photo' }).click()
  await payAndConsent(page)
  await expect(photo(page)).toBeVisible()
  expect(await sales(page)).toBe(before + 3)
  // What was agreed to one by one counts as well.
  await expect(budget(page)).toContainText('$0.03 of $0.02')
  await page.reload()
  await expect(budget(page)).toContainText('$0.03 of $0.02 in the last 24 hours; $0.00 left.')
  expect(complaints).toEqual([])
})

test('what is ticked in the dialog holds for this site from Pay on, up to what it says', async ({ page }) => {
  const complaints = await openScreen(page, 'wallet')
  await useDevelopmentWallet(page)
  const before = await sales(page)
  await payButton(page).click()
  const box = dialog(page).getByRole('checkbox', { name: /^Don't ask again on 127\.0\.0\.1/ })
  await expect(dialog(page)).toContainText('up to $0.01 each, and $0.20 in 24 hours')
  await expectWell(page)
  await box.check()
  await dialog(page).getByRole('button', { name: 'Pay $0.01' }).click()
  await expect(photo(page)).toBeVisible()
  await expect(budget(page)).toContainText('$0.01 of $0.20 in the last 24 hours; $0.19 left.')
  await page.getByRole('button', { name: 'Another photo' }).click()
  await payButton(page).click()
  await expect(photo(page)).toBeVisible()
  expect(await sales(page)).toBe(before + 2)
  expect(complaints).toEqual([])
})

test('two tabs have one budget: what one lowers or spends, the other has no more', async ({
  page,
  context,
}) => {
  await openScreen(page, 'wallet')
  await useDevelopmentWallet(page)
  const other = await context.newPage()
  await openScreen(other, 'sponsored')
  await setLimit(page, 'On all sites together, in 24 hours', '1', 'Pay up to $1.00 in 24 hours')
  await expect(budget(other)).toContainText('$0.00 of $1.00 in the last 24 hours; $1.00 left.')
  await payButton(page).click()
  await expect(photo(page)).toBeVisible()
  await expect(budget(other)).toContainText('$0.01 of $1.00 in the last 24 hours; $0.99 left.')
  await button(other, 'Change').click()
  await budget(other).getByRole('textbox').fill('0.015')
  await button(other, 'Save').click()
  await expect(budget(other).getByRole('status')).toContainText('It is lower from now on.')
  await expect(budget(page)).toContainText('$0.01 of $0.015 in the last 24 hours; $0.005 left.')
  const before = await sales(page)
  await page.getByRole('button', { name: 'Another photo' }).click()
  await payButton(page).click()
  await expect(dialog(page).getByRole('button', { name: 'Pay $0.01' })).toBeVisible()
  expect(await sales(page)).toBe(before)
})

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(`${colorScheme}, 320 px`, () => {
    test.use({ colorScheme, viewport: { width: 320, height: 800 } })

    test('the budget, its form and its question', async ({ page }) => {
      await openScreen(page, 'wallet')
      await expect(button(page, 'Add a limit')).toBeVisible()
      await setLimit(page, 'Each payment', '0.05', 'Pay up to $0.05 a payment without asking you?')
      await expectWell(page)
      await button(page, 'Change').click()
      await expectWell(page)
      await budget(page).getByRole('textbox').fill('0.10')
      await button(page, 'Save').click()
      await expect(budget(page).getByRole('group')).toContainText('So far it is $0.05.')
      await expectWell(page)
      await button(page, 'No, leave it').click()
      await button(page, 'Ask me every time').click()
      await expect(budget(page)).toContainText('You are asked for every payment.')
    })
  })
