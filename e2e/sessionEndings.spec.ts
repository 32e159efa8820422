import { expect as quick, test } from '@playwright/test'
import { type OwnShop, openOwnShop } from './support/ownShop.js'
import {
  askChat,
  channelsOf,
  chat,
  meter,
  openWithWallet,
  promptsOf,
  startSession,
  stopSession,
  weigh,
} from './support/sessions.js'

// Sellers that do not answer, or die and come back.

const expect = quick.configure({ timeout: 20_000 })

// All else is dated by the usual clock.
test.afterEach(async ({ request }) => {
  await request.post('/devnet/reset-time', { data: {} })
})

test('the seller does not answer: the rest is taken back through the chain', async ({ page, baseURL }) => {
  const { wallet } = await openWithWallet(page, baseURL, 'metered')
  const gained = await weigh(page, wallet.address)
  await page.getByRole('button', { name: 'Take one reading' }).click()
  await startSession(page)
  await expect(page.getByRole('article')).toContainText('1 of 1 answered')
  await page.route(/\/api\//, (route) => route.abort())

  await page.getByRole('link', { name: 'Your sessions' }).click()
  const list = page.getByRole('article')
  await list.getByRole('button', { name: 'Stop and refund' }).click()
  await list.getByRole('button', { name: 'Yes, stop' }).click()
  await list.getByRole('button', { name: 'Take it back' }).click()
  await expect(list.getByRole('button', { name: /^Withdraw in 1[45]:/ })).toBeVisible()
  await page.getByRole('button', { name: /Move the chain/ }).click()
  await list.getByRole('button', { name: 'Withdraw', exact: true }).click()
  await expect(list).toContainText(/\$0\.10+ came back/)
  await expect(page.getByText('The chain’s clock is ahead now')).toBeHidden()

  // The seller never claimed what it had a voucher for.
  expect(await gained()).toEqual({ payer: 0n, merchant: 0n })
  expect(promptsOf(wallet)).toBe(1)
  await list.getByRole('button', { name: 'Forget' }).click()
  await expect(list).toContainText('Nothing is paid as you go')
})

test.describe('a shop of its own', () => {
  let shop: OwnShop
  test.beforeEach(async ({ baseURL }) => {
    shop = await openOwnShop(baseURL ?? '')
  })
  test.afterEach(() => shop?.stop())

  test('the merchant is killed in the middle of an answer, and comes back', async ({ browser }) => {
    const page = await browser.newPage({ baseURL: shop.url })
    const { wallet } = await openWithWallet(page, shop.url, 'chat')
    const gained = await weigh(page, wallet.address)
    await askChat(page)
    await startSession(page)
    await expect(chat(page)).toContainText(/[3-9]\d tokens/)
    await shop.kill()
    await expect(chat(page)).toContainText('broken off')
    await shop.start()

    await askChat(page, 'Where were we?')
    await expect(chat(page)).toContainText('200 tokens, $0.20')
    const [channel] = await channelsOf(page, wallet.address)
    expect(Number(channel?.spent)).toBeGreaterThanOrEqual(230_000)
    await expect(meter(page)).toContainText(`$${(Number(channel?.spent) / 1e6).toFixed(3)}`)
    await stopSession(page)
    const spent = BigInt(channel?.spent ?? 0)
    expect(await gained()).toEqual({ payer: -spent, merchant: spent })
    expect(promptsOf(wallet)).toBe(1)
    expect((await channelsOf(page, wallet.address)).length).toBe(1)
    await page.close()
  })
})
