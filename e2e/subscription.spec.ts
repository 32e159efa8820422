import { type Locator, type Page, expect as quick, test } from '@playwright/test'
import { expectWell } from './support/looks.js'
import { dialog, openScreen, useDevelopmentWallet } from './support/page.js'
import { balanceOf, merchantOf } from './support/shop.js'

// A subscription as a person has it: agreed to once, read from, there after a reload, and cancelled by themselves.

const expect = quick.configure({ timeout: 20_000 })

const button = (within: Page | Locator, name: string | RegExp): Locator =>
  within.getByRole('button', { name })
const card = (page: Page): Locator => page.getByRole('article', { name: 'Payerkit demo shop' }).first()
const news = (page: Page): Locator => page.getByRole('heading', { name: 'Fog until noon' })

/** Every subscription that the seller has collected for. */
const collected = async (page: Page) =>
  (await merchantOf(page)).entries.filter(({ path }) => path === '/api/news').length

/** Subscribes, and reads what came with it. */
async function subscribe(page: Page): Promise<void> {
  await button(page, /^Subscribe · \$0\.50 every 30 days/)
    .first()
    .click()
  await expect(dialog(page)).toContainText('every 30 days')
  await expect(dialog(page)).toContainText(/Next charge on .+ Ends on .+ At most \$6\.50 in all\./)
  await button(dialog(page), /^Start with \$0\.50/).click()
  await expect(news(page)).toBeVisible()
  await expect(card(page)).toContainText('Active')
}

test('is agreed to once, outlives a reload, and is cancelled on the chain by the person alone', async ({
  page,
}) => {
  const complaints = await openScreen(page, 'subscription')
  const address = await useDevelopmentWallet(page)
  const [before, sales] = [await balanceOf(page, address), await collected(page)]
  await button(page, 'Read today’s issue').click()
  await expect(page.getByText('This is for subscribers.')).toBeVisible()
  await subscribe(page)
  expect(before - (await balanceOf(page, address))).toBe(500_000n)
  await expect(card(page)).toContainText(/Next charge on .+\. Ends on .+\./)

  await page.reload()
  await expect(card(page)).toContainText(/Active.*Next charge on/)
  await button(page, 'Read today’s issue').click()
  await expect(news(page)).toBeVisible()
  await expect(dialog(page)).toHaveCount(0)
  expect(await collected(page)).toBe(sales + 1)

  await button(card(page), 'Cancel subscription').click()
  await expect(card(page)).toContainText('Then the seller can charge nothing more.')
  await button(card(page), 'Keep it').click()
  await button(card(page), 'Cancel subscription').click()
  await button(card(page), 'Yes, cancel it').click()
  await expect(card(page)).toContainText('The seller can charge nothing more.')
  await page.reload()
  await expect(card(page)).toContainText('Cancelled')
  // What is paid for is served to the end of its time.
  await button(page, 'Read today’s issue').click()
  await expect(news(page)).toBeVisible()
  expect(await collected(page)).toBe(sales + 1)
  expect(complaints).toEqual([])
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`looks well at 320 px, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width: 320, height: 740 })
    const complaints = await openScreen(page, 'subscription')
    await useDevelopmentWallet(page)
    await expectWell(page)
    await button(page, /^Subscribe · \$0\.50 every 30 days/)
      .first()
      .click()
    await expect(button(dialog(page), /^Start with \$0\.50/)).toBeEnabled()
    await expectWell(page)
    await button(dialog(page), /^Start with \$0\.50/).click()
    await expect(card(page)).toContainText('Active')
    await button(card(page), 'Cancel subscription').click()
    await expectWell(page)
    expect(complaints).toEqual([])
  })
