import { gate, openShop } from '@payerkit/testing/screens'
import { afterEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { de } from '../locales/de/index.js'
import { ask, dialog, mountDialog, pay, photo, until } from '../testing/mountDialog.js'

const words = () =>
  [...(dialog()?.querySelectorAll('dt, dd') ?? [])].map((each) => each.textContent).join('|')

afterEach(() => page.viewport(414, 896))

describe('what it says', () => {
  test('who asks, how much, for what, to whom, who pays the fee and until when', async () => {
    const shop = openShop({ offers: [{ description: 'One generated photo' }], lasts: 272_000 })
    await mountDialog(shop)
    ask(shop)
    const sheet = page.getByRole('dialog', { name: 'photos.example' })
    await expect.element(sheet).toBeVisible()
    await expect.element(sheet).toHaveAccessibleDescription(/\$0\.01 pathUSD\s*One generated photo/)
    expect(words()).toContain('To|Photos Inc. 0x742d…fE00')
    expect(words()).toContain('Network fee|paid by the seller')
    expect(words()).toContain('Offer ends|in 4:32')
    await expect.element(page.getByRole('status')).toHaveTextContent('You are asked once, in your wallet')
    await expect.element(pay).toHaveTextContent('Pay $0.01')
    expect(dialog()?.matches(':modal')).toBe(true)
  })

  test('splits with what the first payee keeps, and fees that the person pays', async () => {
    const splits = [{ payee: { id: '0x1111111111111111111111111111111111111111' }, value: '3000' }]
    const shop = openShop({ offers: [{ request: { fees: 'payer' } }] })
    const [method] = shop.payer.methods
    const describe = method?.describe
    if (method)
      method.describe = async (request, context) =>
        ({
          ...(await describe?.(request, context)),
          splits: splits.map(({ payee, value }) => ({ payee, value: BigInt(value) })),
        }) as Awaited<ReturnType<NonNullable<typeof describe>>>
    await mountDialog(shop)
    ask(shop)
    await expect.element(pay).toBeVisible()
    expect(words()).toContain('To|Photos Inc. 0x742d…fE00$0.007')
    expect(words()).toContain('And to|0x1111…1111$0.003')
    expect(words()).toContain('Network fee|paid by you')
  })

  test('another realm, refused offers and full addresses', async () => {
    const shop = openShop({ offers: [{ realm: 'api.photos.example' }, { method: 'barter' }] })
    await mountDialog(shop)
    ask(shop)
    await expect.element(page.getByText('asks for a payment as api.photos.example')).toBeVisible()
    expect(page.getByText('0x742d35Cc6634C0532925a3b844Bc9e7595f8fE00').query()).not.toBeVisible()
    await page.getByRole('button', { name: 'Details' }).click()
    await expect.element(page.getByText('0x742d35Cc6634C0532925a3b844Bc9e7595f8fE00')).toBeVisible()
    await expect.element(page.getByText('This page cannot pay by barter/charge.')).toBeVisible()
  })

  test('a token that nobody vouches for says so, in its smallest parts', async () => {
    const amount = {
      value: 123n,
      decimals: undefined,
      symbol: '0x20c0…0009',
      asset: '0x20c0000000000000000000000000000000000009',
    }
    const shop = openShop()
    const [method] = shop.payer.methods
    if (method) method.describe = () => ({ amount, payee: { id: 'shop' }, fees: 'none', prompt: 'signature' })
    await mountDialog(shop)
    ask(shop)
    await expect.element(page.getByText("We don't know this token.")).toBeVisible()
    await expect.element(page.getByText('smallest parts of 0x20c0…0009')).toBeVisible()
    await expect.element(pay).toHaveTextContent('Pay 123 0x20c0…0009')
  })

  test.each([320, 414])('fits a page of %i pixels', async (width) => {
    await page.viewport(width, 640)
    const shop = openShop({
      offers: [{ description: 'Word '.repeat(60), amount: '123456789123456789' }, { method: 'stripe' }],
    })
    await mountDialog(shop, { renderOffer: { stripe: () => <p>card</p> } })
    ask(shop)
    await expect.element(pay).toBeVisible()
    const sheet = dialog() as HTMLDialogElement
    expect(sheet.scrollWidth).toBeLessThanOrEqual(sheet.clientWidth)
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width)
    const small = [...sheet.querySelectorAll('button, label')].filter(
      (each) => Math.round(each.getBoundingClientRect().height) < 44,
    )
    expect(small).toEqual([])
  })
})

describe('yes and no', () => {
  test('one yes, however often it is pressed', async () => {
    const shop = openShop()
    const wallet = gate()
    shop.prompt = () => wallet.promise
    await mountDialog(shop)
    const answer = ask(shop)
    await pay.dblClick()
    await until(() => expect(dialog()?.dataset.state).toBe('working'))
    wallet.open()
    expect((await answer).status).toBe(200)
    await until(() => expect(dialog()).toBeNull())
    expect([shop.signed(), shop.sent()]).toEqual([1, 1])
  })

  test('the click that opened it neither pays nor cancels', async () => {
    const shop = openShop()
    await mountDialog(shop)
    ask(shop)
    await until(() => expect(dialog()).not.toBeNull())
    const button = dialog()?.querySelector<HTMLButtonElement>('[data-part=button]')
    expect(button?.ariaDisabled).toBe('true')
    dialog()?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))
    dialog()?.click()
    button?.click()
    expect([dialog()?.dataset.state, shop.signed()]).toEqual(['asking', 0])
    await expect.element(pay).not.toHaveAttribute('aria-disabled')
  })

  test.each(['Escape', '×', 'backdrop'])('%s is a no, and the focus returns', async (way) => {
    const shop = openShop()
    await mountDialog(shop)
    const before = page.getByRole('button', { name: 'before' })
    await before.click()
    const answer = ask(shop)
    await expect.element(pay).toBeEnabled()
    expect(document.activeElement).toBe(dialog()?.querySelector('[data-part=title]'))
    if (way === 'Escape') await userEvent.keyboard('{Escape}')
    else if (way === '×') await page.getByRole('button', { name: 'Cancel' }).click()
    else {
      // A press that began inside is a selection of text, and no click beside.
      dialog()
        ?.querySelector('[data-part=title]')
        ?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))
      dialog()?.click()
      await new Promise((resolve) => setTimeout(resolve, 50))
      expect(dialog()).not.toBeNull()
      dialog()?.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))
      dialog()?.click()
    }
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' })
    await until(() => expect(dialog()).toBeNull())
    expect(document.activeElement).toBe(before.element())
    expect([shop.signed(), shop.seen.length]).toEqual([0, 1])
  })

  test('a form of the page is told the language, and when a press would come too early', async () => {
    const shop = openShop({ offers: [{ method: 'stripe' }] })
    const told: boolean[] = []
    await mountDialog(shop, {
      locale: de,
      renderOffer: {
        stripe: ({ held, locale, approve }) => {
          if (told.at(-1) !== held) told.push(held)
          return (
            <button
              type="button"
              lang={locale.tag}
              aria-disabled={held}
              onClick={() => held || approve('card')}
            >
              Form
            </button>
          )
        },
      },
    })
    const answer = ask(shop)
    const form = page.getByRole('button', { name: 'Form' })
    await expect.element(form).toHaveAttribute('lang', 'de')
    await expect.element(form).toHaveAttribute('aria-disabled', 'false')
    await form.click()
    expect((await answer).status).toBe(200)
    // Until the person has seen it, then not, and again while it is paid.
    expect(told).toEqual([true, false, true])
  })

  test('by keyboard alone: Tab, arrows, Enter', async () => {
    const shop = openShop({ offers: [{}, { method: 'stripe' }] })
    let form = 0
    await mountDialog(shop, { renderOffer: { stripe: () => <p>form {++form}</p> } })
    const answer = ask(shop)
    await expect.element(pay).toBeEnabled()
    await userEvent.keyboard('{Tab}')
    expect(document.activeElement).toHaveAccessibleName('Cancel')
    await userEvent.keyboard('{Tab}')
    expect(document.activeElement).toHaveAccessibleName('Wallet')
    await userEvent.keyboard('{ArrowRight}')
    expect(document.activeElement).toHaveAccessibleName('Card')
    await expect.element(page.getByText(/form/)).toBeVisible()
    await userEvent.keyboard('{ArrowLeft}{Tab}')
    expect(document.activeElement).toHaveTextContent('Pay $0.01')
    await userEvent.keyboard('{Enter}')
    expect((await answer).status).toBe(200)
  })

  test('its signal takes it back', async () => {
    const shop = openShop()
    await mountDialog(shop)
    const control = new AbortController()
    const answer = ask(shop, photo, control.signal)
    await expect.element(pay).toBeVisible()
    control.abort()
    await expect(answer).rejects.toThrow()
    await until(() => expect(dialog()).toBeNull())
  })

  test('an offer that ends is renewed on the same sheet, and another price is told with the one before', async () => {
    const offers = [{ amount: '10000' }]
    const shop = openShop({ offers, lasts: 60_000 })
    await mountDialog(shop)
    const answer = ask(shop)
    await expect.element(pay).toBeEnabled()
    const sheet = dialog()
    offers[0] = { amount: '20000' }
    shop.clock.now += 61_000
    await expect.element(page.getByText('The price has changed: $0.01 before, $0.02 now.')).toBeVisible()
    expect([dialog(), shop.signed(), shop.seen.length]).toEqual([sheet, 0, 2])
    await page.getByRole('button', { name: 'Pay $0.02' }).click()
    expect((await answer).status).toBe(200)
    expect(shop.attempts().map(({ phase }) => phase)).toEqual(['failed', 'paid'])
  })

  test('a server whose offers end at once is not asked for ever, and what ended cannot be paid', async () => {
    const shop = openShop({ lasts: 0 })
    await mountDialog(shop)
    ask(shop)
    const renew = page.getByRole('button', { name: 'Get a new offer' })
    // One less where React runs each effect twice.
    await until(() => expect(shop.seen.length).toBeGreaterThanOrEqual(12))
    await expect.element(renew).toBeEnabled()
    await expect.element(page.getByRole('status')).toHaveTextContent('Nothing was paid.')
    expect(shop.seen.length).toBeLessThanOrEqual(13)
    expect([dialog()?.dataset.state, shop.signed()]).toEqual(['expired', 0])
  })
})
