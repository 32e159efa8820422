import { type Page, expect as quick, test } from '@playwright/test'
import {
  channelsOf,
  connect,
  openElsewhere,
  openWithWallet,
  promptsOf,
  startSession,
  weigh,
} from './support/sessions.js'

// A deposit whose browser is not the one at hand, or forgot it.

const expect = quick.configure({ timeout: 20_000 })

test.afterEach(async ({ request }) => {
  await request.post('/devnet/reset-time', { data: {} })
})

/** One reading, paid from a session that was opened for it. */
async function takeOne(page: Page) {
  await page.getByRole('button', { name: 'Take one reading' }).click()
  await startSession(page)
  await expect(page.getByRole('article')).toContainText('1 of 1 answered')
}

const openRescue = (page: Page) => page.getByText('Another browser, or a lost session').click()

test('a backup goes on in another browser, which asks nothing', async ({ page, browser, baseURL }) => {
  const { wallet } = await openWithWallet(page, baseURL, 'metered')
  const gained = await weigh(page, wallet.address)
  await takeOne(page)
  await page.getByRole('link', { name: 'Your sessions' }).click()
  await openRescue(page)
  await page.getByLabel('A passphrase that you will remember').fill('open sesame')
  await page.getByRole('button', { name: 'Make a backup' }).click()
  const backup = (await page.locator('code.backup').textContent()) ?? ''

  const there = await openElsewhere(browser, baseURL, wallet)
  await connect(there.page, 'channels')
  await openRescue(there.page)
  await there.page.getByLabel('The backup').fill(backup)
  await there.page.getByLabel('Its passphrase').fill('close sesame')
  await there.page.getByRole('button', { name: 'Bring it back' }).click()
  await expect(there.page.getByRole('alert')).toContainText('passphrase is wrong')
  await there.page.getByLabel('Its passphrase').fill('open sesame')
  await there.page.getByRole('button', { name: 'Bring it back' }).click()
  await expect(there.page.getByText('Here again: 1.')).toBeVisible()
  await there.page.getByRole('link', { name: 'Pay by the request' }).click()
  await there.page.getByRole('button', { name: 'Take one reading' }).click()
  await expect(there.page.getByRole('article')).toContainText('1 of 1 answered')
  await there.page.getByRole('link', { name: 'Your sessions' }).click()
  const list = there.page.getByRole('article')
  await list.getByRole('button', { name: 'Stop and refund' }).click()
  await list.getByRole('button', { name: 'Yes, stop' }).click()
  await expect(list).toContainText('came back')

  expect(await gained()).toEqual({ payer: -2_000n, merchant: 2_000n })
  expect([promptsOf(wallet), promptsOf(there.wallet)]).toEqual([1, 0])
  expect((await channelsOf(page, wallet.address)).length).toBe(1)
  await there.page.context().close()
})

test('a browser that forgot everything finds the deposit, and gets it back', async ({
  page,
  browser,
  baseURL,
}) => {
  const { wallet } = await openWithWallet(page, baseURL, 'metered')
  const gained = await weigh(page, wallet.address)
  await takeOne(page)

  const there = await openElsewhere(browser, baseURL, wallet)
  await connect(there.page, 'channels')
  const list = there.page.getByRole('article')
  await expect(list).toContainText('Nothing is paid as you go')
  await openRescue(there.page)
  await there.page.getByRole('button', { name: 'Look for lost sessions' }).click()
  await expect(there.page.getByText('Found 1.')).toBeVisible()
  await list.getByRole('button', { name: 'Take it back' }).click()
  await expect(list.getByRole('button', { name: /^Withdraw in 1[45]:/ })).toBeVisible()
  await there.page.getByRole('button', { name: /Move the chain/ }).click()
  await list.getByRole('button', { name: 'Withdraw', exact: true }).click()
  await expect(list).toContainText(/\$0\.10+ came back/)
  expect(await gained()).toEqual({ payer: 0n, merchant: 0n })
  await there.page.context().close()
})
