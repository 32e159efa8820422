import { readFile } from 'node:fs/promises'
import { type Locator, type Page, expect as quick, test } from '@playwright/test'
import { expectWell } from './support/looks.js'
import { fillCard, openScreen, payAndConsent, useDevelopmentWallet } from './support/page.js'
import { channelsOf, startSession, stopSession } from './support/sessions.js'
import { merchantOf, resetStripe, stripeLedger } from './support/shop.js'

// What was paid, by wallet and by card: in one list, found by a word, saved as a file, and there after a reload.

const expect = quick.configure({ timeout: 20_000 })

const receipts = (page: Page): Locator => page.getByRole('region', { name: 'Receipts' })
const rows = (page: Page): Locator => receipts(page).getByRole('listitem')
const photo = (page: Page): Locator => page.getByRole('img', { name: 'A landscape at dusk' })

async function buyByWallet(page: Page): Promise<void> {
  await openScreen(page, 'wallet')
  await useDevelopmentWallet(page)
  await payAndConsent(page)
  await expect(photo(page)).toBeVisible()
}

async function buyByCard(page: Page): Promise<void> {
  await page.goto('/#card')
  await fillCard(page, '4242424242424242')
  await page.getByRole('form', { name: 'Pay by card' }).getByRole('button', { name: 'Pay $0.75' }).click()
  await expect(photo(page)).toBeVisible()
}

/** Presses a button that saves a file, and reads the file. */
async function save(page: Page, name: string): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    receipts(page).getByRole('button', { name }).click(),
  ])
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') }
}

test('wallet and card are in one list, one is found, both are saved, and a reload keeps them', async ({
  page,
}) => {
  await resetStripe(page)
  await openScreen(page, 'wallet')
  await expect(receipts(page)).toContainText('Nothing was paid here yet.')
  await buyByWallet(page)
  await expect(rows(page)).toHaveCount(1)
  await buyByCard(page)
  await expect(rows(page)).toHaveCount(2)
  await expect(rows(page).nth(0)).toContainText(/Payerkit demo shop\s+\$0\.75\s+One photo · .+ · Card/)
  await expect(rows(page).nth(1)).toContainText(/Payerkit demo shop\s+\$0\.01\s+One photo · .+ · Wallet/)

  await receipts(page).getByRole('searchbox').fill('card 0.75 today')
  await expect(rows(page)).toHaveCount(1)
  await expect(receipts(page).getByRole('status')).toHaveText('1 of 2 receipts.')
  const [intent] = (await stripeLedger(page)).paymentIntents
  await rows(page).locator('summary').click()
  await expect(rows(page)).toContainText(intent?.id ?? 'no intent')
  // Of a stand-in there is nothing to see at Stripe.
  await expect(receipts(page).getByRole('link')).toHaveCount(0)
  await receipts(page).getByRole('searchbox').fill('')
  await expect(rows(page)).toHaveCount(2)

  const before = await merchantOf(page)
  const sold = before.entries.slice(-2).map(({ reference }) => reference)
  const csv = await save(page, 'Save as CSV')
  expect(csv.name).toMatch(/^receipts-\d{4}-\d\d-\d\d\.csv$/)
  expect(csv.text.startsWith('\ufefftime,amount,symbol,baseUnits,')).toBe(true)
  const [, card, wallet, end] = csv.text.split('\r\n')
  expect(card).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z,0\.75,USD,75,2,usd,usd,card,paid,/)
  expect(wallet).toMatch(/Z,0\.01,pathUSD,10000,6,0x20c0\w+,usd,wallet,paid,/)
  expect(end).toBe('')
  const json = await save(page, 'Save as JSON')
  expect(JSON.parse(json.text).map(({ reference }: { reference: string }) => reference)).toEqual(
    [...sold].reverse(),
  )
  await expect(receipts(page).getByRole('status')).toContainText('2 receipts in receipts-')

  await page.reload()
  await expect(rows(page)).toHaveCount(2)
  const again = await save(page, 'Save as CSV')
  expect(again.text).toBe(csv.text)
  // Looking at receipts pays nothing.
  expect(await merchantOf(page)).toEqual(before)
})

test('a session is one line, of what it has spent, and not of its deposit', async ({ page }) => {
  await openScreen(page, 'metered')
  const address = await useDevelopmentWallet(page)
  await page.getByRole('button', { name: 'Take one reading' }).click()
  await startSession(page)
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page)).toContainText(/Weather, by the reading .* Pay as you go/)
  await expect(rows(page)).toContainText('Still open')
  await page.reload()
  await expect(rows(page)).toContainText('Still open')
  await stopSession(page)
  await expect(rows(page)).toHaveCount(1)
  await expect(rows(page)).toContainText(/\$[\d.]+ came back/)
  const [belief] = await channelsOf(page, address)
  const [session] = JSON.parse((await save(page, 'Save as JSON')).text)
  expect(session).toMatchObject({
    by: 'session',
    state: 'closed',
    method: 'tempo',
    intent: 'session',
    baseUnits: belief?.spent,
  })
  expect(session.reference.toLowerCase()).toBe(belief?.channelId.toLowerCase())
})

test('in another tab it is there as soon as it is paid', async ({ page, context }) => {
  await openScreen(page, 'wallet')
  const other = await context.newPage()
  await openScreen(other, 'free')
  await expect(receipts(other)).toContainText('Nothing was paid here yet.')
  await buyByWallet(page)
  await expect(rows(other)).toHaveCount(1)
})

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(`${colorScheme}, 320 px`, () => {
    test.use({ colorScheme, viewport: { width: 320, height: 800 } })

    test('none, one, one that is open, and none that fits', async ({ page }) => {
      await openScreen(page, 'wallet')
      await expect(receipts(page)).toContainText('Nothing was paid here yet.')
      await expectWell(page)
      await buyByWallet(page)
      await rows(page).locator('summary').click()
      await expect(rows(page)).toContainText('Reference')
      await expectWell(page)
      await receipts(page).getByRole('searchbox').fill('sandwich')
      await expect(receipts(page).getByRole('status')).toContainText('No receipt fits')
      await expectWell(page)
    })
  })

test('works under a policy that allows no script of a page and no code from text', async ({ page }) => {
  const refused: string[] = []
  await page.exposeFunction('refuse', (what: string) => void refused.push(what))
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      const { refuse } = globalThis as unknown as { refuse(what: string): void }
      refuse(`${violatedDirective} ${blockedURI}`)
    })
  })
  await buyByWallet(page)
  await expect(rows(page)).toHaveCount(1)
  const { text } = await save(page, 'Save as CSV')
  expect(text.split('\r\n')).toHaveLength(3)
  await receipts(page).getByRole('searchbox').fill('photo')
  await rows(page).locator('summary').click()
  await expect(rows(page)).toContainText('Reference')
  expect(refused).toEqual([])
  // The policy does hold.
  await page.evaluate(() =>
    document.body.append(Object.assign(document.createElement('script'), { text: ';' })),
  )
  await expect.poll(() => refused).toEqual(['script-src-elem inline'])
})
