import { expect, type Page, test } from '@playwright/test'
import { dialog, fillCard, inspector, openScreen, tabTo } from './support/page.js'
import { resetStripe, stripeLedger } from './support/shop.js'

const photo = 'A landscape at dusk'
const form = (page: Page) => page.getByRole('form', { name: 'Pay by card' })

test.beforeEach(({ page }) => resetStripe(page))

test('a card pays once', async ({ page }) => {
  const complaints = await openScreen(page, 'card')
  await fillCard(page, '4242424242424242')
  await form(page).getByRole('button', { name: 'Pay $0.75' }).dblclick()
  await expect(page.getByRole('img', { name: photo })).toBeVisible()
  const { paymentIntents, tokens } = await stripeLedger(page)
  expect(paymentIntents).toMatchObject([{ amount: 75, currency: 'usd', status: 'succeeded' }])
  expect(tokens.length).toBe(1)
  await expect(page.getByRole('article')).toContainText('Paid $0.75')
  expect(complaints).toEqual([])
})

test('the page says that the card is a test double', async ({ page }) => {
  await openScreen(page, 'card')
  await expect(page.getByRole('article')).toContainText('Test double: no real card, no real money')
})

for (const [number, sentence] of [
  ['4000000000000002', 'Your card was declined.'],
  ['4000000000009995', /funds|money/i],
  ['4000000000000069', /expired/i],
  ['4000000000000127', /security code|CVC/i],
] as const)
  test(`declined (${number}): explained, the fields stay, and another card pays`, async ({ page }) => {
    await openScreen(page, 'card')
    await fillCard(page, number)
    await form(page).getByRole('button', { name: 'Pay $0.75' }).click()
    const alert = form(page).getByRole('alert')
    await expect(alert).toContainText(sentence)
    await expect(alert).toContainText('Nothing was charged')
    await expect(page.getByLabel('Card number')).toHaveValue(/^4000/)
    expect((await stripeLedger(page)).paymentIntents.filter(({ status }) => status === 'succeeded')).toEqual(
      [],
    )
    await fillCard(page, '4242424242424242')
    await form(page)
      .getByRole('button', { name: /^Try again/ })
      .click()
    await expect(page.getByRole('img', { name: photo })).toBeVisible()
    const { paymentIntents } = await stripeLedger(page)
    expect(paymentIntents.filter(({ status }) => status === 'succeeded').length).toBe(1)
  })

test('by keyboard alone, 3-D Secure too: typed, confirmed, paid once', async ({ page }) => {
  await openScreen(page, 'card')
  await expect(form(page).getByRole('button', { name: 'Pay $0.75' })).toBeEnabled()
  await tabTo(page, form(page).getByLabel('Card number'))
  await page.keyboard.type('4000002760003184')
  await page.keyboard.press('Tab')
  await page.keyboard.type('1234')
  await page.keyboard.press('Tab')
  await page.keyboard.type('123')
  await page.keyboard.press('Enter')
  const bank = page.getByRole('dialog', { name: /authenticate/ })
  await expect(bank).toBeVisible()
  expect((await stripeLedger(page)).paymentIntents).toEqual([])
  await tabTo(page, bank.getByRole('button', { name: 'Complete' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('img', { name: photo })).toBeVisible()
  expect((await stripeLedger(page)).paymentIntents).toMatchObject([{ status: 'succeeded' }])
})

test('3-D Secure failed: nothing is charged, and the focus comes back', async ({ page }) => {
  await openScreen(page, 'card')
  await fillCard(page, '4000002760003184')
  await form(page).getByRole('button', { name: 'Pay $0.75' }).click()
  await page
    .getByRole('dialog', { name: /authenticate/ })
    .getByRole('button', { name: 'Fail' })
    .click()
  await expect(form(page).getByRole('alert')).toContainText(/nothing was (charged|paid)/i)
  expect((await stripeLedger(page)).paymentIntents).toEqual([])
  expect(await form(page).evaluate((element) => element.contains(document.activeElement))).toBe(true)
})

test('a wallet of the browser: closed, declined and paid once, without a card typed in', async ({ page }) => {
  const complaints = await openScreen(page, 'card')
  const wallet = page.getByRole('dialog', { name: /test wallet/ })
  const open = () => form(page).getByRole('button', { name: 'Test wallet (test double)' }).click()
  await open()
  await expect(wallet).toContainText('$0.75')
  await wallet.getByRole('button', { name: 'Close' }).click()
  await expect(form(page).getByRole('button', { name: 'Pay $0.75' })).toBeVisible()
  expect((await stripeLedger(page)).tokens).toEqual([])
  await open()
  await wallet.getByLabel('Test card').selectOption('4000000000000002')
  await wallet.getByRole('button', { name: 'Confirm' }).click()
  await expect(form(page).getByRole('alert')).toContainText('Your card was declined. Nothing was charged.')
  await expect(form(page).getByRole('button', { name: /^Try again/ })).not.toHaveAttribute('aria-disabled')
  await open()
  await wallet.getByRole('button', { name: 'Confirm' }).dblclick()
  await expect(page.getByRole('img', { name: photo })).toBeVisible()
  await expect(page.getByRole('article')).toContainText('Paid $0.75')
  const { paymentIntents } = await stripeLedger(page)
  expect(paymentIntents.filter(({ status }) => status === 'succeeded')).toMatchObject([{ amount: 75 }])
  expect(complaints).toEqual([])
})

test('a saved card pays the next time, by one press', async ({ page }) => {
  const complaints = await openScreen(page, 'card')
  await fillCard(page, '5555555555554444')
  await page.getByLabel('Save this card for next time').check()
  await form(page).getByRole('button', { name: 'Pay $0.75' }).click()
  await expect(page.getByRole('img', { name: photo })).toBeVisible()
  await page.getByRole('button', { name: 'Another photo' }).click()
  await expect(page.getByRole('radio', { name: 'Mastercard •••• 4444' })).toBeChecked()
  await expect(page.getByLabel('Card number')).toBeHidden()
  await form(page).getByRole('button', { name: 'Pay $0.75' }).click()
  await expect(page.getByRole('img', { name: photo })).toBeVisible()
  const { paymentIntents, tokens } = await stripeLedger(page)
  expect(paymentIntents.map(({ status }) => status)).toEqual(['succeeded', 'succeeded'])
  expect(tokens[1]?.payment_method).toBe(tokens[0]?.payment_method)
  expect(complaints).toEqual([])
})

test('Stripe.js is blocked: told to the person and to the developer, and loaded at the next try', async ({
  page,
}) => {
  await page.route('**/stripe-js/**', (route) => route.abort())
  const complaints = await openScreen(page, 'card')
  await expect(form(page).getByRole('alert')).toContainText(
    'The card form could not be loaded. Nothing was charged. An ad blocker or a strict network may block js.stripe.com.',
  )
  // One message of ours, beside the browser's own.
  const ours = complaints.filter((text) => /js\.stripe\.com/.test(text))
  expect(ours).toHaveLength(1)
  expect(ours[0]).toMatch(/script-src, frame-src and connect-src/)
  await page.unroute('**/stripe-js/**')
  await form(page).getByRole('button', { name: 'Try again' }).click()
  await fillCard(page, '4242424242424242')
  await form(page).getByRole('button', { name: 'Pay $0.75' }).click()
  await expect(page.getByRole('img', { name: photo })).toBeVisible()
  expect((await stripeLedger(page)).paymentIntents).toMatchObject([{ amount: 75, status: 'succeeded' }])
})

test('an incomplete card is said at the field, and nothing is asked of the bank', async ({ page }) => {
  await openScreen(page, 'card')
  await page.getByLabel('Card number').fill('4242')
  await form(page).getByRole('button', { name: 'Pay $0.75' }).click()
  await expect(form(page)).toContainText(/number/i)
  expect((await stripeLedger(page)).tokens).toEqual([])
})

test('the offer ends: told, and a new one is had', async ({ page }) => {
  await page.clock.install()
  await openScreen(page, 'card')
  await expect(form(page).getByRole('button', { name: 'Pay $0.75' })).toBeVisible()
  await page.clock.fastForward('06:00')
  await expect(form(page)).toContainText('The offer has ended')
  await page.clock.setSystemTime(Date.now())
  await form(page).getByRole('button', { name: 'Get a new offer' }).click()
  await expect(form(page).getByRole('button', { name: 'Pay $0.75' })).toBeVisible()
  expect((await stripeLedger(page)).tokens).toEqual([])
})

test('the answer is lost: unknown, and the card is charged once at most', async ({ page }) => {
  await openScreen(page, 'card')
  await page.route(/\/api\/photo\/card/, async (route) => {
    if (!route.request().headers().authorization) return route.continue()
    await route.fetch()
    await route.abort()
  })
  await fillCard(page, '4242424242424242')
  await form(page).getByRole('button', { name: 'Pay $0.75' }).click()
  // It is asked for again a few times, with the proof that was sent.
  await expect(form(page)).toContainText("We don't know yet", { timeout: 20_000 })
  await page.unroute(/\/api\/photo\/card/)
  await form(page).getByRole('button', { name: 'Check now' }).click()
  await expect(form(page)).toContainText(/was paid|paid, but/i, { timeout: 20_000 })
  await expect(form(page).getByRole('button', { name: /^(Pay|Try again)/ })).toBeHidden()
  const { paymentIntents, tokens } = await stripeLedger(page)
  expect([paymentIntents.length, tokens.length]).toEqual([1, 1])
})

test('wallet or card: the chooser pays by card', async ({ page }) => {
  await openScreen(page, 'any')
  await page.getByRole('article').getByRole('button', { name: /^Pay/ }).click()
  // Without a wallet the card is what is at hand.
  await fillCard(dialog(page), '4242424242424242')
  await dialog(page).getByRole('button', { name: /^Pay/ }).click()
  await expect(page.getByRole('img', { name: photo })).toBeVisible()
  await expect(inspector(page)).toContainText('200 OK, receipt checked')
  expect((await stripeLedger(page)).paymentIntents).toMatchObject([{ amount: 75, status: 'succeeded' }])
})
