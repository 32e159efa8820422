import { expect, type Page, test } from '@playwright/test'
import { expectWell } from './support/looks.js'
import { dialog, fillCard, inspector, openScreen, payButton, tabTo } from './support/page.js'
import { merchantOf, resetStripe, stripeLedger } from './support/shop.js'

const photo = 'A landscape at dusk'
const receipts = (page: Page) => page.getByRole('region', { name: 'Receipts' })
const article = (page: Page) => page.getByRole('article')

test.beforeEach(({ page }) => resetStripe(page))

/** What the seller wrote down since. */
async function booked(page: Page, before: number) {
  const { entries } = await merchantOf(page)
  return entries.slice(before)
}
const count = async (page: Page) => (await merchantOf(page)).entries.length

test('a card on file: chosen by keyboard, encrypted for the seller, paid once', async ({ page }) => {
  const before = await count(page)
  const complaints = await openScreen(page, 'network-token')
  await payButton(page).click()
  const sheet = dialog(page)
  await expect(sheet).toContainText('$0.75')
  await expect(sheet).toContainText('Payerkit demo shop')
  const pay = sheet.getByRole('button', { name: 'Pay $0.75' })
  await expect(sheet.getByRole('radio')).toHaveCount(2)
  await expect(pay).toBeDisabled()
  await expectWell(page)
  await tabTo(page, sheet.getByRole('radio').first())
  await page.keyboard.press('ArrowDown')
  await expect(sheet.getByRole('radio', { name: /Mastercard.*4444/ })).toBeChecked()
  const made = page.waitForRequest('**/api/payment-tokens')
  await tabTo(page, pay)
  await page.keyboard.press('Enter')
  expect((await made).postDataJSON()).toMatchObject({
    cardId: 'card_mastercard',
    challenge: { amount: '75' },
  })
  await expect(page.getByRole('img', { name: photo })).toBeVisible()
  await expect(inspector(page)).toContainText('200 OK, receipt checked')
  await expect(receipts(page)).toContainText('$0.75')
  expect(await booked(page, before)).toMatchObject([
    {
      method: 'card',
      amount: '75',
      path: '/api/network-token/photo',
      reference: expect.stringMatching(/^double_/),
    },
  ])
  expect(complaints).toEqual([])
})

test('points: held, taken once, and told in points by everybody', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 800 })
  const before = await count(page)
  const complaints = await openScreen(page, 'points')
  const balance = page.getByRole('status', { name: 'Balance' })
  await expect(balance).toContainText('500')
  await payButton(page).click()
  const sheet = dialog(page)
  await expect(sheet).toContainText('Payerkit demo shop')
  await sheet.getByRole('button', { name: 'Pay 120 points' }).click()
  await expect(page.getByRole('img', { name: photo })).toBeVisible()
  await expect(balance).toContainText('380')
  await expect(article(page)).toContainText('500 points before')
  await expect(page.locator('.till')).toContainText('120 points')
  await expect(inspector(page)).toContainText('200 OK, receipt checked')
  await expect(receipts(page)).toContainText('120 points')
  expect(await booked(page, before)).toMatchObject([{ method: 'points', amount: '120' }])
  await expectWell(page)
  expect(complaints).toEqual([])
})

test('a subscription by card: read again for nothing, and cancelled', async ({ page }) => {
  const before = await count(page)
  const complaints = await openScreen(page, 'card-subscription')
  await expect(article(page)).toContainText('At most $60.00 in the first year.')
  await fillCard(article(page), '4242424242424242')
  await article(page).getByRole('button', { name: 'Pay $5.00' }).click()
  await expect(article(page).getByRole('heading', { name: 'Fog until noon' })).toBeVisible()
  await article(page).getByRole('button', { name: 'Read today’s issue again' }).click()
  await expect(article(page)).toContainText('Nothing was charged.')
  await article(page).getByRole('button', { name: 'Cancel the subscription' }).click()
  await expect(article(page)).toContainText('nothing more is charged')
  await expect(receipts(page)).toContainText('$5.00')
  await expectWell(page)
  // What is paid is read on, whenever they come back.
  await page.reload()
  await expect(article(page)).toContainText('nothing to pay')
  expect(await booked(page, before)).toMatchObject([
    { method: 'stripe', amount: '500', path: '/api/news/card', reference: expect.stringMatching(/^in_/) },
  ])
  const { invoices, subscriptions } = await stripeLedger(page)
  expect(invoices).toMatchObject([{ amount_paid: 500, currency: 'usd', status: 'paid' }])
  expect(subscriptions).toMatchObject([{ cancel_at_period_end: true }])
  expect(complaints).toEqual([])
})

test('an x402 seller by card: declined for nothing, then paid once', async ({ page }) => {
  const before = await count(page)
  const complaints = await openScreen(page, 'x402-card')
  await payButton(page).click()
  const sheet = dialog(page)
  await expect(sheet).toContainText('$0.75')
  await fillCard(sheet, '4000000000000002')
  await sheet.getByRole('button', { name: 'Pay $0.75' }).click()
  await expect(sheet.getByRole('alert')).toContainText('declined')
  expect(await booked(page, before)).toEqual([])
  await fillCard(sheet, '4242424242424242')
  await sheet.getByRole('button', { name: /^Try again/ }).click()
  await expect(page.getByRole('img', { name: photo })).toBeVisible()
  await expect(inspector(page)).toContainText('200 OK, receipt checked')
  await expect(receipts(page)).toContainText('$0.75')
  const { paymentIntents, tokens } = await stripeLedger(page)
  const paid = paymentIntents.filter(({ status }) => status === 'succeeded')
  expect(paid).toMatchObject([{ amount: 75, currency: 'usd' }])
  expect(tokens.map(({ status }) => status)).toEqual(['deactivated', 'deactivated'])
  expect(await booked(page, before)).toMatchObject([{ method: 'x402', amount: '75', reference: paid[0]?.id }])
  expect(complaints).toEqual([])
})
