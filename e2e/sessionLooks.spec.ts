import { expect as quick, test } from '@playwright/test'
import { expectWell, watchShifts } from './support/looks.js'
import { dialog, openScreen, useDevelopmentWallet } from './support/page.js'
import { askChat, chat, meter, startSession, stopSession } from './support/sessions.js'

// The screens of sessions in what they can come to, wide and on a small phone.

const expect = quick.configure({ timeout: 20_000 })

for (const { colorScheme, width } of [
  { colorScheme: 'light', width: 1240 },
  { colorScheme: 'dark', width: 320 },
] as const)
  test.describe(`${colorScheme}, ${width} px`, () => {
    test.use({ colorScheme, viewport: { width, height: 800 } })

    test('an answer by the token: asked, coming, broken off, and the rest given back', async ({ page }) => {
      await openScreen(page, 'chat')
      await useDevelopmentWallet(page)
      await askChat(page)
      await expect(dialog(page).getByRole('button', { name: /^Start with/ })).toBeEnabled()
      await expectWell(page)
      await startSession(page)
      await expect(chat(page)).toContainText(/[1-9]\d tokens/)
      await expectWell(page)
      await page.getByRole('button', { name: 'Stop', exact: true }).click()
      await expect(chat(page)).toContainText('stopped')
      await meter(page).getByRole('button', { name: 'Stop and refund' }).click()
      await expectWell(page)
      await meter(page).getByRole('button', { name: 'Keep going' }).click()
      await stopSession(page)
      await expectWell(page)
    })

    test('readings, and a seller who is gone', async ({ page }) => {
      await openScreen(page, 'metered')
      await useDevelopmentWallet(page)
      await page.getByRole('button', { name: 'Send 50 at once' }).click()
      await startSession(page)
      const screen = page.getByRole('article')
      await expect(screen).toContainText('50 of 50 answered')
      await expectWell(page)
      await page.getByRole('link', { name: 'Your sessions' }).click()
      await expectWell(page)
      await page.route(/\/api\//, (route) => route.abort())
      await screen.getByRole('button', { name: 'Stop and refund' }).click()
      await screen.getByRole('button', { name: 'Yes, stop' }).click()
      await expect(screen.getByRole('button', { name: 'Take it back' })).toBeVisible()
      await expectWell(page)
      await screen.getByRole('button', { name: 'Take it back' }).click()
      await expect(screen.getByRole('button', { name: /^Withdraw in/ })).toBeVisible()
      await expectWell(page)
    })

    test('nothing jumps while an answer comes', async ({ page }) => {
      await openScreen(page, 'chat')
      await useDevelopmentWallet(page)
      await askChat(page)
      const shifted = await watchShifts(page)
      await startSession(page)
      await expect(chat(page)).toContainText('200 tokens')
      expect(await shifted()).toBeLessThan(0.1)
    })
  })
