import { type Page, expect as quick, test } from '@playwright/test'
import { expectWell } from './support/looks.js'
import { dialog, inspector, openScreen } from './support/page.js'
import { askChat, chat, meter, startSession, stopSession } from './support/sessions.js'
import { merchantOf } from './support/shop.js'
import { holdingsOf, useSolanaKey } from './support/solana.js'

// Paying by the word on Solana: one yes, no fee, and money that adds up on the chain to the last part.

// A session is opened, and an answer is read as it is written and paid.
const expect = quick.configure({ timeout: 20_000 })

// All else is dated by the usual clock.
test.afterEach(async ({ request }) => {
  await request.post('/devnet/reset-time', { data: {} })
})

/** What the page asked its seller to do with its session, each time that it did. */
function watchActions(page: Page): string[] {
  const actions: string[] = []
  page.on('request', (request) => {
    const [, text] = /^Payment (.+)$/.exec(request.headers().authorization ?? '') ?? []
    if (text) actions.push(JSON.parse(Buffer.from(text, 'base64url').toString()).payload.action)
  })
  return actions
}

test('opened, added to and closed: one question, and both have exactly what was spent', async ({ page }) => {
  const complaints = await openScreen(page, 'solana-session')
  const actions = watchActions(page)
  const payer = await useSolanaKey(page)
  const [had, taken] = await holdingsOf(page, payer)
  await askChat(page)
  const sheet = dialog(page)
  for (const text of [
    'Deposit $0.50, at most $1.00',
    'paid by the seller',
    'Payerkit demo shop',
    '$0.001 per word',
  ])
    await expect(sheet).toContainText(text)
  await expectWell(page)
  await startSession(page)
  await expect(chat(page)).toContainText('200 tokens, $0.20')
  await expect(meter(page)).toContainText('$0.20')
  expect(await holdingsOf(page, payer)).toEqual([had - 500_000n, taken])

  await meter(page).getByRole('button', { name: 'Add $0.50' }).click()
  await expect(meter(page)).toContainText('deposit $1.00')
  expect(await holdingsOf(page, payer)).toEqual([had - 1_000_000n, taken])
  await expectWell(page)
  await stopSession(page)
  expect(await holdingsOf(page, payer)).toEqual([had - 200_000n, taken + 200_000n])
  await expect(page.getByRole('status', { name: 'Balance' })).toContainText('24.80')
  expect(actions).toEqual(['open', 'topUp', 'close'])
  for (const step of ['Session opened', 'Topped up', '$0.50 more', '1 request paid from it', 'Closed'])
    await expect(inspector(page)).toContainText(step)
  const { entries } = await merchantOf(page)
  expect(entries.at(-1)).toMatchObject({ method: 'solana', amount: '200000', path: '/api/solana/chat' })
  expect(complaints).toEqual([])
})

test.describe('on a small phone, in the dark', () => {
  test.use({ colorScheme: 'dark', viewport: { width: 320, height: 800 } })

  test('a reload in the middle of an answer: the channel goes on, and nothing is asked or deposited again', async ({
    page,
  }) => {
    const complaints = await openScreen(page, 'solana-session')
    const actions = watchActions(page)
    const payer = await useSolanaKey(page)
    const [had, taken] = await holdingsOf(page, payer)
    await askChat(page)
    await startSession(page)
    await expect(chat(page)).toContainText(/[3-9]\d tokens/)
    await page.reload()
    await expect(meter(page)).toContainText(/\$0\.0[3-9]/)
    await askChat(page, 'Where were we?')
    await expect(chat(page)).toContainText('200 tokens, $0.20')
    expect((await holdingsOf(page, payer))[0]).toBe(had - 500_000n)
    await stopSession(page)
    const [left, gained] = await holdingsOf(page, payer)
    // The whole second answer, and of the first what was said before nobody listened.
    expect(gained - taken).toBeGreaterThanOrEqual(229_001n)
    expect(gained - taken).toBeLessThan(400_000n)
    expect(had - left).toBe(gained - taken)
    expect(actions.filter((action) => action === 'open')).toHaveLength(1)
    expect(actions).not.toContain('topUp')
    await expectWell(page)
    // Where the answer to a commit went with the page, pay-kit breaks over the next voucher; it is put right without a question.
    expect(complaints.filter((text) => !text.includes('status of 500'))).toEqual([])
  })

  test('the seller is gone: the chain gives the deposit back, when its time has come', async ({ page }) => {
    await openScreen(page, 'solana-session')
    const payer = await useSolanaKey(page)
    const [had] = await holdingsOf(page, payer)
    await meter(page).getByRole('button', { name: 'Start', exact: true }).click()
    await expect(dialog(page).getByRole('button', { name: /^Start with/ })).toBeEnabled()
    await expectWell(page)
    await startSession(page)
    await expect(meter(page)).toContainText('Live')
    await page.route(/\/api\//, (route) => route.abort())
    await page.getByRole('link', { name: 'Your sessions' }).click()
    const screen = page.getByRole('article')
    await screen.getByRole('button', { name: 'Stop and refund' }).click()
    await screen.getByRole('button', { name: 'Yes, stop' }).click()
    await screen.getByRole('button', { name: 'Take it back' }).click()
    await expect(screen.getByRole('button', { name: /^Withdraw in/ })).toBeVisible()
    await screen.getByRole('button', { name: /^Move the chain’s clock/ }).click()
    await screen.getByRole('button', { name: 'Withdraw', exact: true }).click()
    await expect(screen).toContainText(/\$0\.50+ came back/)
    expect((await holdingsOf(page, payer))[0]).toBe(had)
  })
})
