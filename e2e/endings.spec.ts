import { type Page, expect as quick, test } from '@playwright/test'
import {
  dialog,
  inspector,
  openScreen,
  payAndConsent,
  payButton,
  tabTo,
  useDevelopmentWallet,
} from './support/page.js'
import { balanceOf, merchantOf } from './support/shop.js'

// How a payment by wallet ends when it does not end well, and where the money is then.

// What is lost is asked for again by itself before it is told.
const expect = quick.configure({ timeout: 20_000 })

const photo = 'A landscape at dusk'
const paidRequests = (page: Page) => {
  const seen: string[] = []
  page.on('request', (request) => {
    if (request.headers().authorization) seen.push(request.url())
  })
  return seen
}

test.beforeEach(async ({ page }) => {
  await openScreen(page, 'wallet')
  await useDevelopmentWallet(page)
})

test('cancelled with Escape: nothing is sent, and the focus is back on Pay', async ({ page }) => {
  const sent = paidRequests(page)
  await payButton(page).click()
  await expect(dialog(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeHidden()
  await expect(inspector(page)).toContainText('Cancelled')
  expect(sent).toEqual([])
  await payAndConsent(page)
  await expect(page.getByRole('img', { name: photo })).toBeVisible()
  expect(sent.length).toBe(1)
})

test('by keyboard alone', async ({ page }) => {
  await payButton(page).focus()
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toBeVisible()
  const pay = dialog(page).getByRole('button', { name: /^Pay/ })
  await expect(pay).toBeEnabled()
  await tabTo(page, pay)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('img', { name: photo })).toBeVisible()
})

test('pressed twice, paid once', async ({ page }) => {
  const sent = paidRequests(page)
  const before = (await merchantOf(page)).entries.length
  await payButton(page).dblclick()
  await dialog(page).getByRole('button', { name: /^Pay/ }).dblclick()
  await expect(page.getByRole('img', { name: photo })).toBeVisible()
  expect(sent.length).toBe(1)
  expect((await merchantOf(page)).entries.length).toBe(before + 1)
})

test('expired while the person reads: Pay goes dark, and nothing is signed', async ({ page }) => {
  const sent = paidRequests(page)
  await page.clock.install()
  await payButton(page).click()
  await expect(dialog(page)).toBeVisible()
  await page.clock.fastForward('06:00')
  await expect(dialog(page)).toContainText('ended')
  await expect(dialog(page).getByRole('button', { name: /^Pay/ })).toBeHidden()
  expect(sent).toEqual([])
})

test('the server cannot be reached: unknown, Pay stays dark, and looking again pays nothing twice', async ({
  page,
}) => {
  const { account } = await merchantOf(page)
  const before = await balanceOf(page, account)
  await page.route(/\/api\/photo/, (route) =>
    route.request().headers().authorization ? route.abort() : route.continue(),
  )
  await payAndConsent(page)
  await expect(dialog(page)).toContainText("We don't know yet")
  await expect(dialog(page).getByRole('button', { name: /^Pay/ })).toBeHidden()
  await page.unroute(/\/api\/photo/)
  await dialog(page).getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('button', { name: 'Check now' }).click()
  await expect(page.getByRole('img', { name: photo })).toBeVisible()
  expect((await balanceOf(page, account)) - before).toBe(10_000n)
})

test('the answer is lost after the seller took the money: never paid again', async ({ page }) => {
  const { account } = await merchantOf(page)
  const before = await balanceOf(page, account)
  await page.route(/\/api\/photo/, async (route) => {
    if (!route.request().headers().authorization) return route.continue()
    await route.fetch()
    await route.abort()
  })
  await payAndConsent(page)
  await expect(dialog(page)).toContainText("We don't know yet")
  await page.unroute(/\/api\/photo/)
  await dialog(page).getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('button', { name: 'Check now' }).click()
  // mppx takes every proof once, so the chain is what tells that it was paid.
  await expect(page.getByRole('article')).toContainText(/was paid/i)
  await expect(page.getByRole('button', { name: /^Pay/ })).toBeHidden()
  expect((await balanceOf(page, account)) - before).toBe(10_000n)
})
