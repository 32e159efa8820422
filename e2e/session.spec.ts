import { expect as quick, test } from '@playwright/test'
import { dialog, inspector } from './support/page.js'
import {
  addToDeposit,
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

// Paying as you go, with a wallet that knows nothing of it: one yes, and money that adds up on both sides.

// A session is opened in blocks, and an answer is read as it is written.
const expect = quick.configure({ timeout: 20_000 })

test('a chat by the token: the wallet is asked once, and both sides have exactly what was spent', async ({
  page,
  baseURL,
}) => {
  const { wallet, complaints } = await openWithWallet(page, baseURL, 'chat')
  const gained = await weigh(page, wallet.address)
  await askChat(page)
  const sheet = dialog(page)
  await expect(sheet).toContainText('$0.001')
  await expect(sheet).toContainText('Deposit $0.10, at most $1.00')
  await startSession(page)
  await expect(chat(page)).toContainText('200 tokens, $0.20')
  await expect(meter(page)).toContainText('$0.20')

  await askChat(page, 'And what does the moon do?')
  await expect(chat(page)).toContainText('And what does the moon do?')
  await expect(chat(page).getByText('200 tokens, $0.20')).toHaveCount(2)
  const [before] = await channelsOf(page, wallet.address)
  expect(before).toMatchObject({ spent: '400000', units: 400, rejected: 0 })
  // To keep ahead of the answer the session may still add to it by itself; what is pressed then adds no second time.
  const deposit = (await addToDeposit(page)) + 0.1
  await expect(meter(page)).toContainText(`deposit $${deposit.toFixed(2)}`)
  const units = Math.round(deposit * 1e6)
  await expect.poll(() => channelsOf(page, wallet.address)).toMatchObject([{ deposit: `${units}` }])

  await stopSession(page)
  await expect(meter(page)).toContainText(`Came back$${(deposit - 0.4).toFixed(2)}`)
  expect(await gained()).toEqual({ payer: -400_000n, merchant: 400_000n })
  expect(promptsOf(wallet)).toBe(1)
  for (const step of ['Session opened', 'Topped up', '2 requests paid from it', 'Closed'])
    await expect(inspector(page)).toContainText(step)
  expect(complaints).toEqual([])
})

test('a reload in the middle of an answer: money is exact, nothing is asked again', async ({
  page,
  baseURL,
}) => {
  const { wallet, complaints } = await openWithWallet(page, baseURL, 'chat')
  const gained = await weigh(page, wallet.address)
  await askChat(page)
  await startSession(page)
  await expect(chat(page)).toContainText(/[3-9]\d tokens/)
  await page.reload()
  const paid = async () => (await channelsOf(page, wallet.address))[0]?.spent
  // The half answer is gone, and the session is where it was.
  await expect(meter(page)).toContainText(/\$0\.0[3-9]/)
  await askChat(page, 'Where were we?')
  await expect(chat(page)).toContainText('200 tokens, $0.20')
  expect(Number(await paid())).toBeGreaterThanOrEqual(230_000)
  await expect(meter(page)).toContainText(`$${(Number(await paid()) / 1e6).toFixed(3)}`)
  await stopSession(page)
  const spent = BigInt((await paid()) ?? 0)
  expect(await gained()).toEqual({ payer: -spent, merchant: spent })
  expect(promptsOf(wallet)).toBe(1)
  expect(await channelsOf(page, wallet.address)).toMatchObject([{ rejected: 0, finalized: true }])
  expect(complaints).toEqual([])
})
