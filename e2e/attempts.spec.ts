import { type Locator, type Page, expect as quick, test } from '@playwright/test'
import { expectWell } from './support/looks.js'
import {
  dialog,
  fillCard,
  inspector,
  openScreen,
  payAndConsent,
  payButton,
  useDevelopmentWallet,
} from './support/page.js'
import { balanceOf, merchantOf, resetStripe, stripeLedger } from './support/shop.js'

// Payments whose answer was lost, and the page with it: found again, finished, and paid once.

const expect = quick.configure({ timeout: 20_000 })

const banner = (page: Page): Locator => page.getByRole('region', { name: 'Open payments' })
const button = (page: Page, name: string): Locator =>
  banner(page).getByRole('button', { name: new RegExp(`^${name}`) })
const pay = (page: Page): Locator => page.getByRole('article').getByRole('button', { name: /^Pay/ })

/** Presses Pay, and loses the answer: before the seller has the proof, or after the money was taken. */
async function loseAnswer(page: Page, path: RegExp, when: 'before' | 'after'): Promise<void> {
  await page.route(path, async (route) => {
    if (!route.request().headers().authorization) return route.continue()
    if (when === 'after') await route.fetch()
    await route.abort()
  })
  await payAndConsent(page)
  await expect(dialog(page)).toContainText("We don't know yet")
  await page.unroute(path)
}

/** Notes from the next load on whether Pay can be pressed, be it for a moment; the answer says whether it could. */
async function watchPay(page: Page): Promise<() => Promise<boolean>> {
  await page.addInitScript(() => {
    const seen = { lit: false }
    Object.assign(globalThis, { seen })
    const look = () => {
      const buttons = document.querySelectorAll<HTMLButtonElement>('article button:enabled')
      seen.lit ||= [...buttons].some(({ textContent }) => /^Pay/.test(textContent ?? ''))
    }
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true })
  })
  return () => page.evaluate(() => (globalThis as unknown as { seen: { lit: boolean } }).seen.lit)
}

/** What the seller has got from now on, and by how many sales. */
async function watchSeller(page: Page) {
  const { account, entries } = await merchantOf(page)
  const before = await balanceOf(page, account)
  return async () => ({
    got: (await balanceOf(page, account)) - before,
    sales: (await merchantOf(page)).entries.length - entries.length,
  })
}

test('the page is gone before the seller has the proof: found, looked for again, and paid once', async ({
  page,
}) => {
  await openScreen(page, 'sponsored')
  await useDevelopmentWallet(page)
  const seller = await watchSeller(page)
  await loseAnswer(page, /\/api\/sponsored/, 'before')
  const isLit = await watchPay(page)
  await page.reload()
  await expect(banner(page)).toContainText("We don't know yet whether $0.02 was paid to Payerkit demo shop.")
  // The same thing is for sale here, and not before it is known.
  await expect(pay(page)).toBeDisabled()
  expect(await seller()).toEqual({ got: 0n, sales: 0 })
  await expectWell(page)
  expect(await isLit()).toBe(false)
  await button(page, 'Look again').click()
  await expect(banner(page)).toContainText('Here it is.')
  await expect(page.getByRole('region', { name: 'Here is what you paid for' })).toContainText(
    '/api/sponsored',
  )
  expect(await seller()).toEqual({ got: 20_000n, sales: 1 })
  await expect(pay(page)).toBeEnabled()
  expect(await isLit()).toBe(true)
  await button(page, 'Close').click()
  await page.getByRole('button', { name: 'Put it away' }).click()
  await expect(banner(page)).toBeHidden()
  // What was finished is not there a second time.
  await page.reload()
  await expect(pay(page)).toBeEnabled()
  await expect(banner(page)).toBeHidden()
  expect(await seller()).toEqual({ got: 20_000n, sales: 1 })
})

test('a photo of an earlier visit is shown, whatever screen is open now', async ({ page }) => {
  await openScreen(page, 'wallet')
  await useDevelopmentWallet(page)
  const seller = await watchSeller(page)
  await loseAnswer(page, /\/api\/photo/, 'before')
  await page.goto('/#channels')
  await page.reload()
  await button(page, 'Look again').click()
  const here = page.getByRole('region', { name: 'Here is what you paid for' })
  await expect(here.getByRole('img', { name: 'A landscape at dusk' })).toBeVisible()
  await expect(here).toContainText('$0.01')
  expect(await seller()).toEqual({ got: 10_000n, sales: 1 })
})

test('the money was taken and the page is gone: known as paid, and not paid again until it is given up', async ({
  page,
}) => {
  await openScreen(page, 'sponsored')
  await useDevelopmentWallet(page)
  const seller = await watchSeller(page)
  await loseAnswer(page, /\/api\/sponsored/, 'after')
  const isLit = await watchPay(page)
  await page.reload()
  await button(page, 'Look again').click()
  // mppx takes every proof once, so the chain is what tells that it was paid.
  await expect(banner(page)).toContainText('You paid $0.02 to Payerkit demo shop, and it was not delivered.')
  await expect(pay(page)).toBeDisabled()
  expect(await isLit()).toBe(false)
  await banner(page).getByText('If nothing comes of it').click()
  await button(page, 'Give up').click()
  await button(page, 'Yes, give up').click()
  await expect(banner(page)).toContainText('Given up.')
  await expect(pay(page)).toBeEnabled()
  expect(await seller()).toEqual({ got: 20_000n, sales: 1 })
})

test('looked for at the top while its screen is open: the screen says paid, and goes on', async ({
  page,
}) => {
  await openScreen(page, 'wallet')
  await useDevelopmentWallet(page)
  const seller = await watchSeller(page)
  await loseAnswer(page, /\/api\/photo/, 'before')
  await dialog(page).getByRole('button', { name: 'Close' }).last().click()
  await button(page, 'Look again').click()
  const screen = page.getByRole('article')
  await expect(screen).toContainText('This was paid. Nothing more is charged.')
  await expect(screen.getByRole('button', { name: 'Paid' })).toHaveAttribute('aria-disabled', 'true')
  await expect(pay(page)).toBeHidden()
  await expectWell(page)
  await screen.getByRole('button', { name: 'Another photo' }).click()
  await expect(pay(page)).toBeEnabled()
  await expect(screen).not.toContainText('This was paid.')
  expect(await seller()).toEqual({ got: 10_000n, sales: 1 })
})

test('given up at the top, it is for sale again on its screen', async ({ page }) => {
  await openScreen(page, 'wallet')
  await useDevelopmentWallet(page)
  await loseAnswer(page, /\/api\/photo/, 'before')
  await dialog(page).getByRole('button', { name: 'Close' }).last().click()
  await banner(page).getByText('If nothing comes of it').click()
  await button(page, 'Give up').click()
  await button(page, 'Yes, give up').click()
  await expect(inspector(page)).toContainText('Given up')
  await payAndConsent(page)
  await expect(page.getByRole('img', { name: 'A landscape at dusk' })).toBeVisible()
})

test('by card: its screen is left and comes back dark, until it is known', async ({ page }) => {
  await resetStripe(page)
  await openScreen(page, 'card')
  await fillCard(page, '4242424242424242')
  await page.route(/\/api\/photo\/card/, (route) =>
    route.request().headers().authorization ? route.abort() : route.continue(),
  )
  await pay(page).click()
  await expect(page.getByRole('article')).toContainText("We don't know yet")
  await page.unroute(/\/api\/photo\/card/)
  await page.getByRole('link', { name: 'More', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Wallet or card')
  await page.getByRole('link', { name: 'Cards', exact: true }).click()
  await expect(page.getByRole('article')).toContainText('This may be paid already')
  await expect(pay(page)).toBeDisabled()
  await expectWell(page)
  await button(page, 'Look again').click()
  await expect(page.getByRole('region', { name: 'Here is what you paid for' })).toContainText('$0.75')
  await expect(page.getByRole('article')).toContainText('This was paid.')
  await page.getByRole('button', { name: 'Another photo' }).click()
  await expect(pay(page)).toBeVisible()
  const { paymentIntents } = await stripeLedger(page)
  expect(paymentIntents.map(({ amount, status }) => [amount, status])).toEqual([[75, 'succeeded']])
})

test('an earlier visit is listed with how it ended, and follows what becomes of it', async ({ page }) => {
  await openScreen(page, 'wallet')
  await useDevelopmentWallet(page)
  await payAndConsent(page)
  await expect(page.getByRole('img', { name: 'A landscape at dusk' })).toBeVisible()
  await page.getByRole('button', { name: 'Another photo' }).click()
  await loseAnswer(page, /\/api\/photo/, 'before')
  await page.reload()
  const earlier = page.getByRole('region', { name: 'On earlier visits and in other tabs' })
  await expect(earlier.getByRole('group')).toHaveText([
    /^\$0\.01\/api\/photo.*Not known yet/,
    /^\$0\.01\/api\/photo.*Paid/,
  ])
  await earlier.getByRole('group').first().click()
  await expect(earlier.getByRole('group').first()).toContainText('The answer was lost')
  await expectWell(page)
  await button(page, 'Look again').click()
  await expect(earlier.getByRole('group').first()).toContainText('200 OK, receipt checked')
})

test.describe('dark, 320 px', () => {
  test.use({ colorScheme: 'dark', viewport: { width: 320, height: 800 } })

  test('beside the screen’s own notice, which looks again too', async ({ page }) => {
    await openScreen(page, 'wallet')
    await useDevelopmentWallet(page)
    await loseAnswer(page, /\/api\/photo/, 'before')
    await dialog(page).getByRole('button', { name: 'Close' }).last().click()
    await expect(banner(page)).toContainText("We don't know yet")
    await expectWell(page)
    await page.getByRole('button', { name: 'Check now' }).click()
    await expect(page.getByRole('img', { name: 'A landscape at dusk' })).toBeVisible()
    await expect(banner(page)).toBeHidden()
    await expect(payButton(page)).toBeHidden()
  })
})
