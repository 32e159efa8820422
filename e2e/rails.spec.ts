import { expect, test } from '@playwright/test'
import { dialog, inspector, openScreen, payButton, useDevelopmentWallet } from './support/page.js'
import { balanceOf, merchantOf, testDollarOf } from './support/shop.js'
import { holdingsOf, useSolanaKey } from './support/solana.js'

const photo = 'A landscape at dusk'

for (const { screen, method } of [
  { screen: 'evm', method: 'evm charge' },
  { screen: 'x402', method: 'x402 exact' },
])
  test(`${screen}: one signature, the price exactly, and the seller pays the fee`, async ({ page }) => {
    const complaints = await openScreen(page, screen)
    const payer = await useDevelopmentWallet(page)
    const { account, entries } = await merchantOf(page)
    const token = await testDollarOf(page)
    const holdings = async () => [await balanceOf(page, payer, token), await balanceOf(page, account, token)]
    const [had = 0n, taken = 0n] = await holdings()
    await payButton(page).click()
    const sheet = dialog(page)
    await expect(sheet).toContainText('$0.01')
    await expect(sheet).toContainText('TUSD')
    await expect(sheet).toContainText('paid by the seller')
    await expect(sheet).toContainText('Payerkit demo shop')
    await sheet.getByRole('button', { name: 'Details' }).click()
    await expect(sheet).toContainText(method)
    await sheet.getByRole('button', { name: 'Pay $0.01' }).click()
    await expect(page.getByRole('img', { name: photo })).toBeVisible()
    expect(await holdings()).toEqual([had - 10_000n, taken + 10_000n])
    expect((await merchantOf(page)).entries.length).toBe(entries.length + 1)
    await expect(inspector(page)).toContainText('200 OK, receipt checked')
    await expect(page.getByRole('status', { name: 'Balance' })).toContainText('24.99')
    expect(complaints).toEqual([])
  })

test('solana: the key of the page signs, the price exactly, and the seller pays the fee', async ({
  page,
}) => {
  const complaints = await openScreen(page, 'solana')
  const payer = await useSolanaKey(page)
  const [, taken] = await holdingsOf(page, payer)
  await payButton(page).click()
  const sheet = dialog(page)
  await expect(sheet).toContainText('$0.01')
  await expect(sheet).toContainText('USDC')
  await expect(sheet).toContainText('paid by the seller')
  await expect(sheet).toContainText('Payerkit demo shop')
  await sheet.getByRole('button', { name: 'Pay $0.01' }).click()
  await expect(page.getByRole('img', { name: photo })).toBeVisible()
  expect(await holdingsOf(page, payer)).toEqual([24_990_000n, taken + 10_000n])
  await expect(inspector(page)).toContainText('200 OK, receipt checked')
  await expect(page.getByRole('status', { name: 'Balance' })).toContainText('24.99')
  expect(complaints).toEqual([])
})
