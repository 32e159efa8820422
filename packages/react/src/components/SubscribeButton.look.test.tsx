import { type NewsShop, openNewsShop } from '@payerkit/testing/screens'
import '../styles/subscription.css'
import { createMemoryStore } from '@payerkit/core/stores'
import { afterEach, describe, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { de } from '../locales/de/index.js'
import { SubscribeButton } from '../subscription/index.js'
import { expectAccessible, mountSession, part, until } from '../testing/mountSession.js'

afterEach(() => page.viewport(414, 896))

type Look = { name: string; state: string; honest?: boolean; reach?(shop: NewsShop): Promise<void> }

const press = async (name: string) => {
  const button = page.getByRole('button', { name }).first()
  await expect.element(button).not.toHaveAttribute('aria-disabled')
  await button.click()
}
const subscribe = async (shop: NewsShop) => {
  await shop.payer.fetch(shop.url).catch(() => {})
  await until(() => expect(part('subscription')).not.toBeNull())
}
const no = () => Promise.reject(Object.assign(new Error('no'), { code: 4001 }))

const looks: readonly Look[] = [
  { name: 'before', state: 'idle' },
  { name: 'active', state: 'active', reach: subscribe },
  { name: 'unknown', state: 'unknown', honest: false, reach: subscribe },
  {
    name: 'sure',
    state: 'active',
    async reach(shop) {
      await subscribe(shop)
      await press('Abo kündigen')
      await until(() => expect(part('subscription-sure')).not.toBeNull())
    },
  },
  {
    name: 'refused',
    state: 'active',
    async reach(shop) {
      await subscribe(shop)
      shop.prompt = no
      await shop.subscriptions.cancel(shop.subscriptions.list()[0]?.id ?? '').catch(() => {})
      await press('Abo kündigen')
      await press('Ja, kündigen')
      await until(() => expect(part('subscription-problem')).not.toBeNull())
    },
  },
  {
    name: 'cancelled',
    state: 'cancelled',
    async reach(shop) {
      await subscribe(shop)
      await shop.subscriptions.cancel(shop.subscriptions.list()[0]?.id ?? '')
    },
  },
]

/** In German, which is the longest. */
async function mountLook({ state, honest = true, reach }: Look, theme: 'light' | 'dark') {
  const shop = openNewsShop(createMemoryStore(), { approve: true })
  shop.honest = honest
  const quote = await shop.payer.quote(shop.url)
  const button = <SubscribeButton subscriptions={shop.subscriptions} input={shop.url} quote={quote} />
  await mountSession(shop.payer, button, { theme, locale: de })
  await reach?.(shop)
  await until(() => expect(part('subscribe')?.dataset.state).toBe(state))
}

describe.each(['light', 'dark'] as const)('%s, 320 pixels', (theme) => {
  test.each(looks)('$name', async (look) => {
    await page.viewport(320, 640)
    await mountLook(look, theme)
    await expectAccessible()
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth)
    const all = [...document.querySelectorAll('[data-part="subscribe"] *')]
    const small = all.filter(
      (each) => each.matches('button') && Math.round(each.getBoundingClientRect().height) < 44,
    )
    expect(small).toEqual([])
    expect(all.filter((each) => Number.parseFloat(getComputedStyle(each).fontSize) < 12.5)).toEqual([])
  })
})

test('the keyboard alone cancels it, in two steps', async () => {
  await mountLook({ name: 'keys', state: 'active', reach: subscribe }, 'light')
  await userEvent.tab()
  expect(document.activeElement?.textContent).toBe('Abo kündigen')
  await until(() => expect(document.activeElement?.getAttribute('aria-disabled')).toBeNull())
  await userEvent.keyboard('{Enter}')
  await until(() => expect(document.activeElement?.textContent).toBe('Ja, kündigen'))
  await until(() => expect(document.activeElement?.getAttribute('aria-disabled')).toBeNull())
  await userEvent.keyboard('{Enter}')
  await until(() => expect(part('subscribe')?.dataset.state).toBe('cancelled'))
  await until(() => expect(document.activeElement).toBe(part('subscription')))
})
