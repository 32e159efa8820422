import { type Page, expect as quick, test } from '@playwright/test'
import { dialog, inspector, openScreen } from './support/page.js'
import {
  channelsOf,
  meter,
  openWithWallet,
  promptsOf,
  startSession,
  stopSession,
  weigh,
} from './support/sessions.js'
import { regressionsOf, watchVouchers } from './support/vouchers.js'

// Many requests at a time, each paid for by itself.

// A thousand requests with all that the browser shows of them are too much to keep.
test.use({ trace: 'off' })
const expect = quick.configure({ timeout: 20_000 })

test('fifty requests at once: all answered, one question, one round trip each', async ({ page, baseURL }) => {
  const { wallet, complaints } = await openWithWallet(page, baseURL, 'metered')
  const gained = await weigh(page, wallet.address)
  const vouchers = watchVouchers(page.context())
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'GET' && request.url().includes('/api/metered?')) sent.push(request.url())
  })
  await page.getByRole('button', { name: 'Send 50 at once' }).click()
  await startSession(page)
  await expect(page.getByRole('article')).toContainText('50 of 50 answered')
  expect(sent.length).toBe(50)
  await page.getByRole('button', { name: 'Take one reading' }).click()
  await expect(page.getByRole('article')).toContainText('1 of 1 answered')
  expect(promptsOf(wallet)).toBe(1)
  expect(vouchers).toMatchObject({ bought: 51, refused: [] })
  expect(await channelsOf(page, wallet.address)).toMatchObject([{ spent: '51000', units: 51, rejected: 0 }])
  await expect(inspector(page)).toContainText('51 sent, 51 answered')
  await stopSession(page)
  expect(await gained()).toEqual({ payer: -51_000n, merchant: 51_000n })
  expect(complaints).toEqual([])
})

test('two tabs at once, 500 requests each: none refused, and one channel', async ({ page, baseURL }) => {
  test.setTimeout(180_000)
  const { wallet, complaints } = await openWithWallet(page, baseURL, 'metered')
  const gained = await weigh(page, wallet.address)
  const vouchers = watchVouchers(page.context())
  const sendAll = (tab: Page) => tab.getByRole('button', { name: 'Send 50 at once' })
  const other = await page.context().newPage()
  const otherComplaints = await openScreen(other, 'metered')
  await expect(other.getByRole('status', { name: 'Balance' })).toContainText('25.00')

  async function work(tab: Page) {
    for (let round = 1; round <= 10; round++) {
      await sendAll(tab).click()
      await expect(tab.getByRole('article')).toContainText(
        round === 1 ? '50 of 50 answered' : `${round * 50} in all`,
      )
    }
  }
  // Whichever tab comes first asks.
  const asks = Promise.any(
    [page, other].map((tab) =>
      dialog(tab)
        .waitFor()
        .then(() => startSession(tab)),
    ),
  )
  await Promise.all([asks, work(page), work(other)])

  expect(promptsOf(wallet)).toBe(1)
  expect(await channelsOf(page, wallet.address)).toMatchObject([
    { spent: '1000000', units: 1000, rejected: 0 },
  ])
  expect(vouchers).toMatchObject({ bought: 1000, refused: [] })
  expect(regressionsOf(vouchers)).toBe(0)
  for (const tab of [page, other]) await expect(meter(tab)).toContainText('$1.00')
  await stopSession(other)
  await expect(meter(page)).toContainText('Stopped')
  expect(await gained()).toEqual({ payer: -1_000_000n, merchant: 1_000_000n })
  expect([...complaints, ...otherComplaints]).toEqual([])
})
