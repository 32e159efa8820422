import { type Page, expect as quick, test } from '@playwright/test'
import { injectWallet } from './support/injectedWallet.js'
import { expectWell } from './support/looks.js'
import { dialog, openScreen, useDevelopmentWallet } from './support/page.js'
import { balanceOf, merchantOf } from './support/shop.js'

// A paywall: what is paid for opens in its place, is there again, and is never sold twice.

const expect = quick.configure({ timeout: 20_000 })

const paywall = (page: Page) => page.locator('[data-part=paywall]')
const pay = (page: Page) => paywall(page).getByRole('button', { name: 'Pay $0.75' })
const title = (page: Page) => paywall(page).getByRole('heading', { name: 'Why the tide comes twice' })
/** Words of the part that is paid for. */
const paid = 'The moon pulls hardest on the water'

/** What the seller has got from now on, and by how many sales. */
async function watchSeller(page: Page) {
  const { account, entries } = await merchantOf(page)
  const before = await balanceOf(page, account)
  return async () => ({
    got: (await balanceOf(page, account)) - before,
    sales: (await merchantOf(page)).entries.length - entries.length,
  })
}

test('in the page: unlocked by one payment, there after a reload and in the other tab, and put away', async ({
  page,
  context,
}) => {
  const complaints = await openScreen(page, 'article')
  await expect(paywall(page)).toHaveAttribute('data-state', 'asking')
  await useDevelopmentWallet(page)
  const seller = await watchSeller(page)
  // The price was looked up anew for the wallet that pays.
  await expect(paywall(page)).toContainText('your wallet')
  await expectWell(page)
  const other = await context.newPage()
  await openScreen(other, 'article')
  await expect(pay(other)).toBeEnabled()
  // What is not paid for is not there, however hidden.
  for (const each of [page, other]) expect(await each.content()).not.toContain(paid)

  await pay(page).click()
  await expect(paywall(page)).toContainText(paid)
  await expect(title(page)).toBeFocused()
  await expect(paywall(page).getByRole('status').first()).toHaveText('Unlocked. $0.75 was paid, once.')
  await expect(other.getByText(paid)).toBeVisible()
  await expectWell(page)

  await page.reload()
  await expect(paywall(page)).toContainText(paid)
  await expect(paywall(page)).toHaveAttribute('data-state', 'unlocked')
  await expect(title(page)).not.toBeFocused()
  expect(await seller()).toEqual({ got: 750_000n, sales: 1 })

  await page.getByRole('button', { name: 'Put it away' }).click()
  await expect(pay(page)).toBeEnabled()
  expect(await page.content()).not.toContain(paid)
  expect(complaints).toEqual([])
})

test.describe('dark, 320 px', () => {
  test.use({ colorScheme: 'dark', viewport: { width: 320, height: 800 } })

  test('in a dialog: the answer is lost and the page with it; found, and not sold again', async ({
    page,
  }) => {
    await openScreen(page, 'article')
    await useDevelopmentWallet(page)
    await page.getByLabel('Ask in a dialog').check()
    const seller = await watchSeller(page)
    await page.route(/\/api\/article/, (route) =>
      route.request().headers().authorization ? route.abort() : route.continue(),
    )
    await paywall(page).getByRole('button', { name: 'Unlock for $0.75' }).click()
    await expect(dialog(page).getByRole('button', { name: 'Pay $0.75' })).toBeEnabled()
    await expectWell(page)
    await dialog(page).getByRole('button', { name: 'Pay $0.75' }).click()
    await expect(dialog(page)).toContainText("We don't know yet")
    await page.unroute(/\/api\/article/)
    await page.reload()
    await expect(paywall(page)).toContainText("We don't know yet whether this was paid.")
    await expect(pay(page)).toBeHidden()
    await expectWell(page)
    await paywall(page).getByRole('button', { name: 'Check now' }).click()
    await expect(paywall(page)).toContainText(paid)
    await expect(title(page)).toBeFocused()
    expect(await seller()).toEqual({ got: 750_000n, sales: 1 })
  })
})

test('what the wallet lacks is one press away, each: connected, then funded and paid', async ({
  page,
  baseURL,
}) => {
  const wallet = await injectWallet(page, `${baseURL}/rpc`)
  await openScreen(page, 'article')
  await paywall(page).getByRole('radio', { name: 'Wallet' }).check({ force: true })
  await expect(paywall(page)).toContainText('No wallet is connected.')
  await expect(pay(page)).toBeDisabled()
  await expectWell(page)
  await paywall(page).getByRole('button', { name: 'Connect Everyday Wallet' }).click()
  await expect(paywall(page)).toContainText('There is not enough in this wallet')
  expect(await balanceOf(page, wallet.address)).toBe(0n)
  // None of it paid so far, or asked the wallet to.
  expect(wallet.asked).toEqual([])
  await paywall(page).getByRole('button', { name: 'Add money · Pay $0.75' }).click()
  await expect(paywall(page)).toContainText(paid)
  expect(wallet.asked).toEqual(['eth_sendTransaction'])
})
