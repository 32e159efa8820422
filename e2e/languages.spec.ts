import { expect, type Page, test } from '@playwright/test'
import { expectWell } from './support/looks.js'
import { dialog, openScreen, useDevelopmentWallet } from './support/page.js'
import { balanceOf, merchantOf } from './support/shop.js'

test.use({ viewport: { width: 390, height: 844 } })

const language = (page: Page) => page.getByRole('combobox', { name: 'Language of payments' })
const buy = (page: Page, name: string) => page.getByRole('article').getByRole('button', { name })

test('a photo is bought in German, and its receipt is German too', async ({ page }) => {
  const complaints = await openScreen(page, 'wallet')
  await language(page).selectOption('Deutsch')
  await useDevelopmentWallet(page)
  const { account } = await merchantOf(page)
  const before = await balanceOf(page, account)
  await buy(page, '0,01 $ bezahlen').click()
  const sheet = dialog(page)
  await expect(sheet).toHaveAttribute('lang', 'de')
  for (const words of ['bittet', 'Netzwerkgebühr', 'zahlen Sie', 'Ihre Wallet', 'Angebot endet'])
    await expect(sheet).toContainText(words)
  await expect(sheet.getByRole('button', { name: '0,01 $ bezahlen' })).toBeEnabled()
  await expectWell(page)
  await sheet.getByRole('button', { name: '0,01 $ bezahlen' }).click()
  await expect(page.getByRole('img', { name: 'A landscape at dusk' })).toBeVisible()
  expect((await balanceOf(page, account)) - before).toBe(10_000n)
  const receipts = page.getByRole('region', { name: 'Belege' })
  await expect(receipts).toContainText('Heute')
  await expect(receipts).toContainText('0,01 $')
  await expectWell(page)
  expect(complaints).toEqual([])
})

test('the language is remembered, and only what is read is loaded', async ({ page }) => {
  const loaded: string[] = []
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname))
  const languagesOf = () => loaded.flatMap((path) => /assets\/(de|es|fr|ja|zh)-/.exec(path)?.[1] ?? [])
  await openScreen(page, 'wallet')
  await useDevelopmentWallet(page)
  await expect(buy(page, 'Pay $0.01')).toBeVisible()
  expect(languagesOf()).toEqual([])
  for (const [name, tag, words] of [
    ['Español', 'es', 'Pagar 0,01 US$'],
    ['Français', 'fr', 'Payer 0,01 $US'],
    ['日本語', 'ja', '$0.01 を支払う'],
    ['中文', 'zh', '支付 US$0.01'],
  ] as const) {
    loaded.length = 0
    await language(page).selectOption(name)
    await expect(buy(page, words)).toBeVisible()
    expect(new Set(languagesOf())).toEqual(new Set([tag]))
    await page.reload()
    await expect(language(page)).toHaveValue(tag)
    await expect(buy(page, words)).toBeVisible()
    await expectWell(page)
  }
  await language(page).selectOption('English')
  await expect(buy(page, 'Pay $0.01')).toBeVisible()
})
