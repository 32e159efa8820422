import { existsSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { bringFonts } from './support/fonts.js'
import { goTo, misfits } from './support/gallery.js'
import { squeeze } from './support/squeeze.js'

// Every component in every state: looked at by axe, measured, and compared with the pictures that are kept.

/** Every component, with the scenes of it that are enough to see a language or a wide page by. */
const exhibits: readonly (readonly [exhibit: string, ...scenes: string[]])[] = [
  ['pay-button', 'idle', 'declined', 'unknown'],
  ['payment-dialog', 'asking', 'unaffordable', 'remember', 'session', 'declined'],
  ['checkout', 'unaffordable', 'unknown'],
  ['card-checkout', 'ready', 'declined'],
  ['express-pay', 'ready'],
  ['paywall', 'asking', 'locked', 'unlocked'],
  ['session-meter', 'active', 'close-requested'],
  ['channel-list', 'filled'],
  ['subscribe-button', 'idle', 'active'],
  ['subscription-list', 'active'],
  ['attempt-banner', 'undelivered', 'sure'],
  ['receipt-list', 'filled'],
  ['budget-meter', 'used', 'asking'],
  ['notice', 'quoted', 'unknown', 'paid'],
  ['diagnosis', 'popupBlocked', 'noWallet'],
]
const languages = ['de', 'es', 'fr', 'ja', 'zh'] as const
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const well = { small: [], tiny: [], over: 0 }
/** What scenes of failure tell the developer of the page. */
const meant = /There is no screen\.|The card form could not be loaded\.|\[payerkit\]/
const phone = { width: 320, height: 800 }
const desk = { width: 900, height: 800 }

test.use({
  // A letter is the same wherever it stands: pictures are half as large, and machines agree.
  launchOptions: [
    ({ launchOptions }, use) =>
      use({ ...launchOptions, args: [...(launchOptions.args ?? []), '--disable-font-subpixel-positioning'] }),
    { scope: 'worker' },
  ],
  viewport: phone,
  colorScheme: 'light',
  contextOptions: { reducedMotion: 'reduce' },
  locale: 'en-US',
  timezoneId: 'UTC',
  // The letters of the pictures are brought from outside of the page.
  bypassCSP: true,
  // Pictures say what happened, and a film of them takes longer than the test.
  trace: 'off',
})

let page: Page
const complaints: string[] = []
const strangers: string[] = []
const written = new Set<string>()

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage()
  page.on('pageerror', (error) => meant.test(String(error)) || complaints.push(String(error)))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !meant.test(message.text()))
      complaints.push(message.text())
  })
  await page.goto('/#gallery')
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url())
    if (/^\/(api|rpc|stripe)\b/.test(pathname) || origin !== new URL(page.url()).origin)
      strangers.push(request.url())
  })
  await bringFonts(page)
})

test.afterAll(async () => {
  await page.close()
  for (const path of written) if (existsSync(path)) squeeze(path)
})

test('every component is in it, and here', async () => {
  await goTo(page, 'gallery')
  const links = page.locator('.exhibits a')
  expect(await links.evaluateAll((all) => all.map((each) => each.getAttribute('href')))).toEqual(
    exhibits.map(([id]) => `#gallery/${id}`),
  )
  expect(await axe(tags)).toEqual([])
  expect(await misfits(page)).toEqual(well)
})

for (const [exhibit, ...some] of exhibits)
  test(`${exhibit}, in every state`, async () => {
    await page.setViewportSize(phone)
    await goTo(page, `gallery/${exhibit}?all&theme=light`)
    expect(await page.locator('.scene').count()).toBeGreaterThan(0)
    expect(await axe(tags)).toEqual([])
    expect(await misfits(page)).toEqual(well)

    await picture(`${exhibit}/light`)
    // What is not a colour is the same in every theme.
    await goTo(page, `gallery/${exhibit}?all&theme=dark`)
    expect(await axe(tags, ['color-contrast']), 'dark').toEqual([])
    await picture(`${exhibit}/dark`)
    await goTo(page, `gallery/${exhibit}?all&theme=contrast`)
    expect(await axe(tags, ['color-contrast']), 'high contrast').toEqual([])

    const few = `gallery/${exhibit}?all=${some}`
    await goTo(page, `${few}&theme=contrast`)
    await picture(`${exhibit}/contrast`)
    for (const language of languages) {
      await goTo(page, `${few}&theme=light&lang=${language}`)
      await expect(page.locator(`.stage [lang|="${language}"]`).first()).toBeAttached()
      expect((await misfits(page)).over, language).toBe(0)
      await picture(`${exhibit}/${language}`)
    }
    await page.setViewportSize(desk)
    await goTo(page, `${few}&theme=light`)
    await picture(`${exhibit}/wide`)

    await page.setViewportSize(phone)
    await goTo(page, `gallery/${exhibit}?all&theme=light&dir=rtl`)
    expect(await misfits(page), 'from right to left').toEqual(well)
    await page.setViewportSize({ width: 640, height: 800 })
    await page.evaluate(() => {
      document.documentElement.style.zoom = '2'
    })
    expect((await misfits(page)).over, 'twice as large').toBe(0)
    await page.evaluate(() => {
      document.documentElement.style.zoom = ''
    })
    expect([complaints, strangers]).toEqual([[], []])
  })

test('an address shows exactly what it says, and a choice is in the address', async () => {
  await page.setViewportSize(desk)
  await goTo(page, 'gallery/pay-button/unknown?theme=dark&lang=de&dir=rtl&width=phone')
  const button = page.locator('.stage button')
  await expect(button).toHaveText('Jetzt prüfen')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  expect(await button.evaluate((node) => getComputedStyle(node).direction)).toBe('rtl')
  expect((await page.locator('.stage').boundingBox())?.width).toBe(320)
  await page.getByLabel('State').selectOption('Paid')
  await page.getByLabel('Language').selectOption('Français')
  await expect(page.locator('.stage [data-part="pay"][data-state="paid"][lang="fr"]')).toBeVisible()
  expect(new URL(page.url()).hash).toBe('#gallery/pay-button/paid?theme=dark&lang=fr&dir=rtl&width=phone')
  await expect(page.locator('.code')).toContainText('<PayButton')
  expect(await axe(tags)).toEqual([])
})

test('a dialog opens at a press, above the page, and closes at another', async () => {
  await goTo(page, 'gallery/payment-dialog/asking')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.getByRole('button', { name: 'Open the photo' }).click()
  const dialog = page.getByRole('dialog')
  expect(await dialog.evaluate((node) => node.matches(':modal'))).toBe(true)
  await dialog.getByRole('button', { name: 'Pay $0.01' }).click()
  await expect(dialog).toHaveCount(0)
})

async function axe(withTags: string[], rules?: string[]): Promise<string[]> {
  const builder = new AxeBuilder({ page }).setLegacyMode()
  const { violations } = await (rules ? builder.withRules(rules) : builder.withTags(withTags)).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`)
}

/** Compares all scenes with the picture that is kept, and goes on where they differ. */
async function picture(name: string): Promise<void> {
  // Of many scenes at once only one can have the focus.
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
  const path = `${name}.png`.split('/')
  if (test.info().config.updateSnapshots !== 'none') written.add(test.info().snapshotPath(...path))
  await expect.soft(page.locator('.scenes')).toHaveScreenshot(path, {
    maxDiffPixelRatio: 0.0003,
    threshold: 0.12,
    timeout: 20_000,
    animations: 'disabled',
  })
}
