import { expect, test } from '@playwright/test'
import { mnemonicToAccount } from 'viem/accounts'
import { injectWallet } from './support/injectedWallet.js'
import {
  dialog,
  inspector,
  openScreen,
  payAndConsent,
  payButton,
  useDevelopmentWallet,
} from './support/page.js'
import { balanceOf, feeOf, fund, merchantOf } from './support/shop.js'

const junk = 'test test test test test test test test test test test junk'
const photographer = (addressIndex: number) => mnemonicToAccount(junk, { addressIndex }).address
const photo = 'A landscape at dusk'

test('a photo is paid for: the seller has the price more, the payer the price and the fee less', async ({
  page,
}) => {
  const complaints = await openScreen(page, 'wallet')
  const payer = await useDevelopmentWallet(page)
  const { account, entries } = await merchantOf(page)
  const before = { payer: await balanceOf(page, payer), seller: await balanceOf(page, account) }
  await payButton(page).click()
  const sheet = dialog(page)
  await expect(sheet).toContainText('$0.01')
  await expect(sheet).toContainText('paid by you')
  await expect(sheet).toContainText('Payerkit demo shop')
  await sheet.getByRole('button', { name: 'Pay $0.01' }).click()
  await expect(page.getByRole('img', { name: photo })).toBeVisible()
  const sales = (await merchantOf(page)).entries
  expect(sales.length).toBe(entries.length + 1)
  const reference = sales.at(-1)?.reference ?? ''
  expect((await balanceOf(page, account)) - before.seller).toBe(10_000n)
  expect(before.payer - (await balanceOf(page, payer))).toBe(10_000n + (await feeOf(page, reference)))
  for (const step of [
    '402 Payment Required',
    'You approved $0.01',
    'Signed and sent',
    '200 OK, receipt checked',
  ])
    await expect(inspector(page)).toContainText(step)
  expect(complaints).toEqual([])
})

test('the inspector shows challenge, credential and receipt, and nothing that could pay', async ({
  page,
}) => {
  await openScreen(page, 'wallet')
  await useDevelopmentWallet(page)
  const sent = page.waitForRequest((request) => Boolean(request.headers().authorization))
  await payAndConsent(page)
  await expect(inspector(page)).toContainText('Paid')
  for (const part of ['Challenge', 'Credential', 'Receipt'])
    await inspector(page).getByText(part, { exact: true }).first().click()
  const shown = await inspector(page).textContent()
  for (const word of ['"realm"', '"recipient"', '"signature"', '"reference"']) expect(shown).toContain(word)
  const proof = Buffer.from(((await sent).headers().authorization ?? '').slice(8), 'base64url').toString()
  const { signature } = (JSON.parse(proof) as { payload: { signature: string } }).payload
  expect(shown).not.toContain(signature)
  expect(shown).toContain(`${signature.slice(0, 6)}…${signature.slice(-4)}`)
})

test('another photo is another payment', async ({ page }) => {
  await openScreen(page, 'wallet')
  await useDevelopmentWallet(page)
  const before = (await merchantOf(page)).entries.length
  await payAndConsent(page)
  await page.getByRole('button', { name: 'Another photo' }).click()
  await expect(page.getByRole('img', { name: photo })).toBeHidden()
  await payAndConsent(page)
  await expect(page.getByRole('img', { name: photo })).toBeVisible()
  expect((await merchantOf(page)).entries.length).toBe(before + 2)
})

test('a free proof moves nothing', async ({ page }) => {
  const complaints = await openScreen(page, 'free')
  const payer = await useDevelopmentWallet(page)
  const { account } = await merchantOf(page)
  const before = [await balanceOf(page, payer), await balanceOf(page, account)]
  await payAndConsent(page)
  await expect(inspector(page)).toContainText('200 OK, receipt checked')
  expect([await balanceOf(page, payer), await balanceOf(page, account)]).toEqual(before)
  expect(complaints).toEqual([])
})

test('a sponsored charge costs exactly the price', async ({ page }) => {
  await openScreen(page, 'sponsored')
  const payer = await useDevelopmentWallet(page)
  const { account } = await merchantOf(page)
  const before = [await balanceOf(page, payer), await balanceOf(page, account)] as const
  await payButton(page).click()
  await expect(dialog(page)).toContainText('paid by the seller')
  await dialog(page).getByRole('button', { name: 'Pay $0.02' }).click()
  await expect(inspector(page)).toContainText('200 OK, receipt checked')
  expect(before[0] - (await balanceOf(page, payer))).toBe(20_000n)
  expect((await balanceOf(page, account)) - before[1]).toBe(20_000n)
})

test('a split charge pays everybody their part at once', async ({ page }) => {
  await openScreen(page, 'split')
  await useDevelopmentWallet(page)
  const sales = (await merchantOf(page)).entries.length
  const { account } = await merchantOf(page)
  const payees = [account, photographer(7), photographer(6)]
  const before = await Promise.all(payees.map((address) => balanceOf(page, address)))
  await payButton(page).click()
  for (const part of ['$0.025', '$0.02', '$0.005']) await expect(dialog(page)).toContainText(part)
  await dialog(page).getByRole('button', { name: 'Pay $0.05' }).click()
  await expect(inspector(page)).toContainText('200 OK, receipt checked')
  const after = await Promise.all(payees.map((address) => balanceOf(page, address)))
  expect(after.map((balance, at) => balance - (before[at] ?? 0n))).toEqual([25_000n, 20_000n, 5_000n])
  await page.getByRole('button', { name: 'Once more' }).click()
  await payAndConsent(page)
  await expect.poll(async () => (await merchantOf(page)).entries.length).toBe(sales + 2)
})

test('wallet or card: the chooser pays by wallet', async ({ page }) => {
  await openScreen(page, 'any')
  await useDevelopmentWallet(page)
  const { account } = await merchantOf(page)
  const before = await balanceOf(page, account)
  await payAndConsent(page)
  await expect(page.getByRole('img', { name: photo })).toBeVisible()
  expect((await balanceOf(page, account)) - before).toBe(750_000n)
})

test("a browser's own wallet pays with one prompt, and can say no", async ({ page, baseURL }) => {
  const wallet = await injectWallet(page, `${baseURL}/rpc`)
  await fund(page, wallet.address)
  await openScreen(page, 'wallet')
  await page.getByRole('button', { name: /Everyday Wallet/ }).click()
  await expect(page.getByRole('status', { name: 'Balance' })).toContainText('25.00')
  const { account } = await merchantOf(page)
  const before = await balanceOf(page, account)
  wallet.refuse = true
  await payAndConsent(page)
  await expect(inspector(page)).toContainText('Cancelled')
  expect(await balanceOf(page, account)).toBe(before)
  wallet.refuse = false
  await page
    .getByRole('article')
    .getByRole('button', { name: /^(Try again|Pay)/ })
    .click()
  await dialog(page).getByRole('button', { name: /^Pay/ }).click()
  await expect(page.getByRole('img', { name: photo })).toBeVisible()
  expect((await balanceOf(page, account)) - before).toBe(10_000n)
  expect(wallet.asked).toEqual(['eth_sendTransaction', 'eth_sendTransaction'])
})
