import {
  brokenAnswer,
  declinedAnswer,
  expiredAnswer,
  gate,
  openShop,
  origin,
  paidAnswer,
} from '@payerkit/testing/screens'
import { describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { ask, dialog, mountDialog, pay, photo, until } from '../testing/mountDialog.js'

describe('several', () => {
  test('questions come one at a time and in their order', async () => {
    const shop = openShop()
    await mountDialog(shop)
    const answers = [ask(shop, `${origin}/a`), ask(shop, `${origin}/b`)]
    await expect.element(pay).toBeEnabled()
    expect(document.querySelectorAll('dialog')).toHaveLength(1)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(answers[0]).rejects.toMatchObject({ code: 'cancelled' })
    await pay.click()
    expect(await (await answers[1])?.text()).toBe('paid /b')
    await until(() => expect(dialog()).toBeNull())
    expect(shop.sent()).toBe(1)
  })

  test('unmounting answers all of them with no', async () => {
    const shop = openShop()
    const screen = await mountDialog(shop)
    const answers = [ask(shop, `${origin}/a`), ask(shop, `${origin}/b`)]
    await expect.element(pay).toBeVisible()
    await screen.unmount()
    for (const answer of answers) await expect(answer).rejects.toMatchObject({ code: 'cancelled' })
    await expect(shop.payer.fetch(photo)).rejects.toMatchObject({ code: 'approval_required' })
    expect(dialog()).toBeNull()
  })

  test('with ui={false} nobody is asked, and with a function it is your own dialog', async () => {
    const shop = openShop()
    const screen = await mountDialog(shop, { ui: false })
    await expect(shop.payer.fetch(photo)).rejects.toMatchObject({ code: 'approval_required' })
    await screen.unmount()
    await mountDialog(shop, {
      ui: ({ offers: [offer], approve }) => (
        <button type="button" onClick={() => offer && approve(offer)}>
          mine
        </button>
      ),
    })
    const answer = ask(shop)
    await page.getByRole('button', { name: 'mine' }).click()
    expect((await answer).status).toBe(200)
    expect(dialog()).toBeNull()
  })
})

describe('after the yes', () => {
  test('it steps aside for the wallet, and the focus is back in the page', async () => {
    const shop = openShop()
    const wallet = gate()
    shop.prompt = () => wallet.promise
    await mountDialog(shop)
    const before = page.getByRole('button', { name: 'before' })
    await before.click()
    const answer = ask(shop)
    await expect.element(pay).toBeEnabled()
    const width = pay.element().getBoundingClientRect().width
    await pay.click()
    await expect.element(page.getByRole('status')).toHaveTextContent('Confirm in your wallet')
    expect(dialog()?.open).toBe(true)
    expect(dialog()?.matches(':modal')).toBe(false)
    expect(pay.element().getBoundingClientRect().width).toBe(width)
    await expect.element(pay).toHaveAttribute('aria-busy', 'true')
    expect(document.activeElement).toBe(before.element())
    wallet.open()
    await answer
    await until(() => expect(dialog()).toBeNull())
  })

  test('closed meanwhile, the payment goes on', async () => {
    const shop = openShop()
    const wallet = gate()
    shop.prompt = () => wallet.promise
    await mountDialog(shop)
    const answer = ask(shop)
    await pay.click()
    await page.getByRole('button', { name: 'Close' }).click()
    await until(() => expect(dialog()).toBeNull())
    wallet.open()
    expect((await answer).status).toBe(200)
  })

  test('declined: what happened, whether money moved, what next, and whose words', async () => {
    const shop = openShop()
    shop.answer = declinedAnswer
    await mountDialog(shop)
    const answer = ask(shop)
    await pay.click()
    await expect(answer).rejects.toMatchObject({ code: 'declined' })
    const alert = page.getByRole('alert')
    await expect
      .element(alert)
      .toHaveTextContent('The payment was declined. Nothing was charged. Try again, or pay another way.')
    await expect.element(alert).toHaveTextContent('photos.example says: “Not enough points.”')
    expect(dialog()?.matches(':modal')).toBe(true)
    expect(pay.query()).toBeNull()
    await page.getByRole('button', { name: 'Close' }).nth(1).click()
    await until(() => expect(dialog()).toBeNull())
  })

  test('a server that makes a new offer is asked about on the same sheet', async () => {
    const shop = openShop()
    // What is known to have cost nothing is worth another question.
    for (const method of shop.payer.methods) Object.assign(method, { resolve: async () => 'unpaid' })
    let answers = 0
    shop.answer = (url) => (++answers === 1 ? expiredAnswer() : paidAnswer(url))
    await mountDialog(shop)
    const answer = ask(shop)
    await pay.click()
    const again = page.getByRole('button', { name: 'Try again · $0.02' })
    const sheet = dialog()
    await expect.element(page.getByRole('alert')).toHaveTextContent('Nothing was charged.')
    await expect.element(again).toBeEnabled()
    expect(dialog()).toBe(sheet)
    expect(sheet?.matches(':modal')).toBe(true)
    expect(shop.sent()).toBe(1)
    await again.click()
    expect((await answer).status).toBe(200)
    expect([shop.signed(), shop.sent()]).toEqual([2, 2])
  })

  test('paid, and the body breaks in the middle: the sheet is gone, and nothing is asked a second time', async () => {
    const shop = openShop()
    shop.answer = brokenAnswer
    await mountDialog(shop)
    const answer = ask(shop)
    await pay.click()
    await expect((await answer).text()).rejects.toThrow(TypeError)
    await until(() => expect(dialog()).toBeNull())
    expect([shop.attempts().map(({ phase }) => phase), shop.signed(), shop.sent()]).toEqual([['paid'], 1, 1])
  })

  test('unknown: Pay is gone, and looking again is left to whoever gets the answer', async () => {
    const shop = openShop()
    shop.answer = () => Promise.reject(new TypeError('Failed to fetch'))
    await mountDialog(shop)
    const answer = ask(shop)
    await pay.click()
    await expect(answer).rejects.toMatchObject({ code: 'unknown' })
    await expect.element(page.getByText("We don't know yet whether this was paid.")).toBeVisible()
    expect(pay.query()).toBeNull()
    shop.answer = paidAnswer
    await page.getByRole('button', { name: 'Close' }).last().click()
    await until(() => expect(dialog()).toBeNull())
    expect((await ask(shop)).status).toBe(200)
    expect([shop.signed(), shop.sent()]).toEqual([1, 2])
    expect(shop.attempts()[0]?.phase).toBe('paid')
  })
})

describe("a method's own form", () => {
  test('hands its input over, once, and stays while it works', async () => {
    const shop = openShop({ offers: [{ method: 'stripe' }] })
    const wallet = gate()
    shop.prompt = () => wallet.promise
    await mountDialog(shop, {
      renderOffer: {
        stripe: ({ offer, state, approve }) => (
          <button type="button" data-form={state} onClick={() => approve({ card: offer.method })}>
            use card
          </button>
        ),
      },
    })
    const answer = ask(shop)
    const form = page.getByRole('button', { name: 'use card' })
    const node = await vi.waitFor(() => form.element())
    await form.click()
    await form.click()
    await expect.element(form).toHaveAttribute('data-form', 'working')
    expect(form.element()).toBe(node)
    expect(pay.query()).toBeNull()
    wallet.open()
    await answer
    expect([shop.signed(), shop.sent()]).toEqual([1, 1])
  })

  test('without a form a card cannot be chosen', async () => {
    const shop = openShop({ offers: [{ method: 'stripe' }] })
    await mountDialog(shop)
    ask(shop)
    await expect.element(page.getByText('This cannot be paid here.')).toBeVisible()
    await expect.element(pay).toBeDisabled()
  })
})
