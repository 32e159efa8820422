import '../styles/checkout.css'
import '../styles/paywall.css'
import type { Payer } from '@payerkit/core'
import { createIndexedDbStore } from '@payerkit/core/stores'
import { declinedAnswer, lost, openLostShop, openShop, paidAnswer } from '@payerkit/testing/screens'
import { StrictMode } from 'react'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { de } from '../locales/de/index.js'
import { en } from '../locales/en/index.js'
import { es } from '../locales/es/index.js'
import { fr } from '../locales/fr/index.js'
import { ja } from '../locales/ja/index.js'
import { expectWell } from '../locales/testing/expectWell.js'
import { zh } from '../locales/zh/index.js'
import { PayerProvider, type PayerProviderProps } from '../provider/PayerProvider.js'
import { dialog, pay, photo, until } from '../testing/mountDialog.js'
import { expectAccessible, part } from '../testing/mountSession.js'
import { Paywall, type PaywallProps } from './Paywall.js'

type Props = Partial<PaywallProps<string>>

afterEach(() => page.viewport(414, 896))

let stores = 0
const newName = () => `paywall ${stores++} ${performance.timeOrigin}`
const openStore = (name = newName()) => createIndexedDbStore({ name })
const text = (response: Response) => response.text()
const isState = (state: string) => until(() => expect(part('paywall')?.dataset.state).toBe(state))
const says = () => part('paywall-says')?.textContent

function tree(payer: Payer, props: Props = {}, provider: Partial<PayerProviderProps> = {}) {
  return (
    <StrictMode>
      <PayerProvider payer={payer} {...provider}>
        <Paywall input={photo} read={text} teaser={<p>The first lines.</p>} {...props}>
          {(words) => (
            <>
              <h2>The whole story</h2>
              <p>{words}</p>
            </>
          )}
        </Paywall>
      </PayerProvider>
    </StrictMode>
  )
}

const press = (name: string | RegExp) => page.getByRole('button', { name }).click()
const heading = page.getByRole('heading', { name: 'The whole story' })

test.each(['light', 'dark'] as const)(
  'in the page, %s, 320 pixels: the teaser and the price; one press pays, once, and the focus is where it goes on',
  async (theme) => {
    await page.viewport(320, 640)
    const shop = openShop()
    await render(tree(shop.payer, {}, { theme }))
    await expect.element(pay).toBeEnabled()
    await expect.element(page.getByText('The first lines.')).toBeVisible()
    expect([part('paywall')?.dataset.state, part('paywall-content'), says()]).toEqual(['asking', null, ''])
    expect(document.body.textContent).not.toContain('paid /photo')
    await expectAccessible()
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320)
    await pay.dblClick()
    await isState('unlocked')
    expect(document.activeElement?.textContent).toBe('The whole story')
    expect(says()).toBe('Unlocked. $0.01 was paid, once.')
    expect(document.body.textContent).not.toContain('The first lines.')
    expect(document.body.textContent).toContain('paid /photo')
    expect([shop.sent(), shop.signed()]).toEqual([1, 1])
    await expectAccessible()
    // What only carried the focus is not left behind.
    ;(document.activeElement as HTMLElement).blur()
    expect(document.querySelector('h2')?.hasAttribute('tabindex')).toBe(false)
  },
)

test('in the dialog: a no leaves it locked, a decline is told with a way to go on, a yes unlocks', async () => {
  await page.viewport(320, 640)
  const shop = openShop()
  const seen: (string | undefined)[] = []
  const watch = new MutationObserver(() => seen.push(part('paywall')?.dataset.state))
  watch.observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-state'] })
  await render(tree(shop.payer, { ui: 'dialog' }))
  await isState('locked')
  const buy = part('paywall-buy')
  expect(buy?.querySelector('button')?.getBoundingClientRect().height).toBeGreaterThanOrEqual(44)
  await expectAccessible()
  expect(dialog()).toBeNull()
  await press('Unlock for $0.01')
  await until(() => expect(dialog()?.dataset.state).toBe('asking'))
  await press('Cancel')
  await isState('locked')
  expect(shop.signed()).toBe(0)

  shop.answer = declinedAnswer
  await press('Unlock for $0.01')
  await until(() => expect(pay.elements().length).toBe(1))
  await expect.element(pay).toBeEnabled()
  await pay.click()
  await until(() => expect(dialog()?.dataset.state).toBe('ended'))
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await expect.element(page.getByText('The payment was declined.')).toBeVisible()
  await expectAccessible()

  shop.answer = paidAnswer
  await press('Try again · $0.01')
  await expect.element(pay).toBeEnabled()
  await pay.click()
  await isState('unlocked')
  watch.disconnect()
  await until(() => expect(document.activeElement?.textContent).toBe('The whole story'))
  expect(says()).toBe('Unlocked. $0.01 was paid, once.')
  expect(new Set(seen)).toEqual(new Set(['loading', 'locked', 'asking', 'working', 'unlocked']))
})

describe('what is bought', () => {
  test('is there again after a reload, without a word, a question or a payment', async () => {
    const shop = openLostShop(openStore())
    const { unmount } = await render(tree(shop.open()))
    await pay.click()
    await isState('unlocked')
    await unmount()
    await render(tree(shop.open()))
    await isState('unlocked')
    await expect.element(heading).toBeVisible()
    expect([says(), document.activeElement]).toEqual(['', document.body])
    expect([shop.signed(), shop.proofs.length]).toEqual([1, 1])
  })

  test('in one tab is seen in the other', async () => {
    const name = newName()
    const [shop, its] = [openLostShop(openStore(name)), openLostShop(openStore(name))]
    await render([
      <div key="a">{tree(shop.open())}</div>,
      <div key="b">{tree(its.open(), { ui: 'dialog' })}</div>,
    ])
    const states = () =>
      [...document.querySelectorAll<HTMLElement>('[data-part=paywall]')].map((each) => each.dataset.state)
    await until(() => expect(states()).toEqual(['asking', 'locked']))
    await pay.click()
    await until(() => expect(states()).toEqual(['unlocked', 'unlocked']))
    expect([shop.signed(), its.signed()]).toEqual([1, 0])
    const [, other] = document.querySelectorAll('[data-part=paywall-says]')
    expect(other?.textContent).toBe('Unlocked.')
    expect(document.querySelector('[data-part=paywall]')?.contains(document.activeElement)).toBe(true)
  })

  test('on an earlier page, its answer lost, is got and not sold again; read again where that fails', async () => {
    const shop = openLostShop(openStore())
    const before = shop.open()
    shop.answer = lost
    await before.fetch(shop.url, { payment: { keep: true } }).catch(() => {})
    const read = vi.fn(text).mockRejectedValueOnce(new Error('No ink.'))
    await render(tree(shop.open(), { read }))
    await isState('unknown')
    await expect.element(page.getByText("We don't know yet whether this was paid.")).toBeVisible()
    expect(pay.elements()).toEqual([])
    await press('Check now')
    await until(() => expect(shop.proofs.length).toBe(2))
    await expect.element(page.getByRole('button', { name: 'Check now' })).not.toHaveAttribute('aria-disabled')
    expect(pay.elements()).toEqual([])
    shop.answer = () => paidAnswer(shop.url)
    await press('Check now')
    await isState('unread')
    await press('Try again')
    await isState('unlocked')
    expect([says(), document.activeElement?.textContent]).toEqual(['Unlocked.', 'The whole story'])
    expect([shop.signed(), new Set(shop.proofs).size]).toEqual([1, 1])
  })
})

test('what costs nothing is shown at once, and nothing is told', async () => {
  const shop = openShop({ free: ['/photo'] })
  await render(tree(shop.payer))
  await isState('free')
  expect([says(), shop.attempts()]).toEqual(['', []])
})

test.each(['inline', 'dialog'] as const)(
  '%s: what is paid and cannot be read is read again, and not paid again',
  async (ui) => {
    const shop = openShop()
    const read = vi.fn(text).mockRejectedValueOnce(new Error('No ink.'))
    await render(tree(shop.payer, { read, ui }))
    if (ui === 'dialog') await press(/^Unlock/)
    await expect.element(pay).toBeEnabled()
    await pay.click()
    await isState('unread')
    await press('Try again')
    await isState('unlocked')
    expect(shop.signed()).toBe(1)
  },
)

test.each(['inline', 'dialog'] as const)('%s: an answer that is lost here is looked for here', async (ui) => {
  const shop = openShop()
  shop.answer = lost
  await render(tree(shop.payer, { ui }))
  if (ui === 'dialog') await press(/^Unlock/)
  await expect.element(pay).toBeEnabled()
  await pay.click()
  if (ui === 'dialog') await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await isState('unknown')
  expect(pay.elements()).toEqual([])
  shop.answer = paidAnswer
  await press('Check now')
  await isState('unlocked')
  expect(shop.signed()).toBe(1)
})

test('a seller who is out of reach can be asked again, and another address is another paywall', async () => {
  const shop = openShop()
  const { payer } = shop
  let quotes = 0
  const flaky: Payer = {
    ...payer,
    quote: (...args) =>
      quotes++ < 1 ? Promise.reject(new TypeError('Failed to fetch')) : payer.quote(...args),
  }
  const { rerender } = await render(<PayerProvider payer={flaky}>{one(photo)}</PayerProvider>)
  await isState('failed')
  await press('Try again')
  await isState('locked')
  await press('Unlock for $0.01')
  await expect.element(pay).toBeEnabled()
  await pay.click()
  await isState('unlocked')
  await rerender(<PayerProvider payer={flaky}>{one(`${photo}/2`)}</PayerProvider>)
  await isState('locked')
  expect(document.body.textContent).not.toContain('paid /photo')
})

const one = (input: string) => (
  <Paywall input={input} read={text} teaser="Some" ui="dialog">
    {(words) => <p>{words}</p>}
  </Paywall>
)

test.each([en, de, es, fr, ja, zh])('$tag, 320 pixels', async (locale) => {
  document.documentElement.lang = 'en'
  await page.viewport(320, 640)
  const shop = openShop()
  await render(tree(shop.payer, { ui: 'dialog' }, { locale }))
  await isState('locked')
  await expect.element(page.getByText(locale.paywall.once)).toBeVisible()
  await expectWell(locale.tag)
})
