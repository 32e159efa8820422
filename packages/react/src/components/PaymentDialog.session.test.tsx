import type { SessionPart } from '@payerkit/core'
import { offerOf, openShop } from '@payerkit/testing/screens'
import { describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { ask, dialog, mountDialog } from '../testing/mountDialog.js'
import { expectAccessible } from '../testing/mountSession.js'

/** A dialog that asks for a session. */
async function askForSession(news: Partial<SessionPart> = {}) {
  const shop = openShop({ offers: [{ description: 'A chat' }] })
  const { amount, payee, session } = offerOf()
  const [method] = shop.payer.methods
  if (method && session)
    method.describe = () => ({
      amount,
      payee,
      fees: 'payee',
      prompt: 'transaction',
      session: { ...session, ...news },
    })
  await mountDialog(shop)
  const answer = ask(shop)
  await expect.element(page.getByRole('dialog')).toBeVisible()
  return { shop, answer }
}

const words = (name: string) => dialog()?.querySelector(`[data-part="${name}"]`)?.textContent

describe('a session offer', () => {
  test('says what one unit costs, what is deposited and what comes back', async () => {
    const { answer } = await askForSession()
    expect(words('kind')).toBe('Pay as you go')
    expect(words('amount-line')).toBe('$0.0001 per token')
    expect(words('deposit')).toBe('Deposit $0.10, at most $1.00. What is not used comes back.')
    await expect
      .element(page.getByRole('dialog'))
      .toHaveAccessibleDescription(/Pay as you go \$0\.0001 per token A chat Deposit \$0\.10/)
    const start = page.getByRole('button', { name: 'Start with $0.10' })
    await expect.element(start).toBeEnabled()
    await expectAccessible()
    await start.click()
    expect((await answer).status).toBe(200)
  })

  test('names no limit where it is the deposit', async () => {
    const limit = offerOf().amount
    await askForSession({ limit })
    expect(words('deposit')).toBe('Deposit $0.10. What is not used comes back.')
  })

  test('adding to one says so', async () => {
    await askForSession({ adds: true, limit: offerOf().amount })
    expect(words('amount-line')).toBe('$0.10 pathUSD')
    expect(words('deposit')).toBe('More deposit, to go on at $0.0001 per token. What is not used comes back.')
    await expect.element(page.getByRole('button', { name: 'Add $0.10' })).toBeEnabled()
  })

  test('of a seller who names no price says what is deposited, and no price', async () => {
    const price = { ...offerOf().amount, value: 0n }
    const { answer } = await askForSession({ price })
    expect(words('kind')).toBe('Pay as you go')
    expect(words('amount-line')).toBe('$0.10 pathUSD')
    expect(words('deposit')).toBe('Deposit $0.10, at most $1.00. What is not used comes back.')
    await page.getByRole('button', { name: 'Start with $0.10' }).click()
    expect((await answer).status).toBe(200)
    await askForSession({ price, adds: true })
    expect(words('deposit')).toBe('Deposit $0.10, at most $1.00. What is not used comes back.')
  })

  test.each([
    ['token', 'per token'],
    ['request', 'per request'],
    [undefined, 'per use'],
    ['image_tile', 'per image tile'],
    ['\u202ekot\n(free)', 'per kot (free)'],
    ['unit'.repeat(20), 'per unitunitunitunitunituni…'],
  ])('counted in %j it says %j', async (unit, text) => {
    await askForSession({ unit })
    expect(words('amount-line')).toBe(`$0.0001 ${text}`)
  })

  test('in a token of no currency the price names the token', async () => {
    const price = { ...offerOf().amount, value: 100n, currency: undefined }
    await askForSession({ price })
    expect(words('amount-line')).toBe('0.0001 pathUSD per token')
  })
})
