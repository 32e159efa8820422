/// <reference types="@vitest/browser-playwright" />
import {
  cardOf,
  channelOf,
  createFakeAttempts,
  createFakeChannels,
  hash,
  paidOf,
  payerOf,
} from '@payerkit/testing/screens'
import '../styles/receipts.css'
import '../styles/contrast.css'
import type { Attempt } from '@payerkit/core'
import { BaseError } from '@payerkit/core'
import { afterEach, describe, expect, test } from 'vitest'
import { cdp, page } from 'vitest/browser'
import type { Theme } from '../provider/context.js'
import { ReceiptList } from '../receipts/index.js'
import { expectAccessible, mountSession, part, until } from '../testing/mountSession.js'

const now = new Date(2025, 5, 15, 12).getTime()
const emulate = (features: readonly { name: string; value: string }[]) =>
  cdp().send('Emulation.setEmulatedMedia', { features: [...features] })

afterEach(async () => {
  await page.viewport(414, 896)
  await emulate([])
  document.documentElement.removeAttribute('dir')
})

const long = 'https://a-very-long-name-of-a-shop-that-nobody-can-remember.example'
const huge = {
  value: 123_456_789_012_345_678_901n,
  decimals: 6,
  symbol: 'pathUSD',
  asset: '0x1',
  currency: 'usd',
}
const times = (id: string, hours: number) => ({ id, times: { authorizing: now - hours * 3_600_000 } })
const list: readonly Attempt[] = [
  paidOf({ ...times('kept', 1), kept: true }),
  cardOf(times('card', 30)),
  paidOf({ ...times('lost', 50), phase: 'paidUndelivered', receipt: undefined }),
  paidOf(
    {
      ...times('long', 60),
      receipt: undefined,
      receiptError: new BaseError('receipt_mismatch', 'No.'),
      url: `${long}/a?${'b'.repeat(300)}`,
    },
    {
      origin: long,
      realm: 'A name that the shop gives itself, which is long as well',
      amount: huge,
      payee: { id: `0x${'a'.repeat(40)}` },
      description: 'One photo '.repeat(20),
      splits: [{ payee: { id: `0x${'b'.repeat(40)}` }, value: 5n }],
    },
  ),
]
const channels = createFakeChannels([
  channelOf({ id: hash, usedAt: now - 1 }),
  channelOf({ id: '0x2', status: 'closed', usedAt: now - 2 }),
])

type Look = {
  state: string
  attempts?: readonly Attempt[]
  type?: string
  fails?: true
  reach?(): Promise<void>
}

const open = async () => {
  for (const summary of document.querySelectorAll('summary')) summary.click()
}
const looks: readonly Look[] = [
  { state: 'empty', attempts: [] },
  { state: 'filled' },
  { state: 'filled', reach: open },
  { state: 'filled', type: 'photo' },
  { state: 'nothing', type: 'something that nobody has ever bought anywhere' },
  { state: 'empty', attempts: [], fails: true },
  {
    state: 'filled',
    async reach() {
      await open()
      await page.getByRole('button', { name: 'Show it again' }).click()
      await expect.element(page.getByText('It is not kept any more.')).toBeVisible()
    },
  },
]

async function reach(look: Look, theme: Theme): Promise<void> {
  const { attempts = list, type, fails, state } = look
  const fake = createFakeAttempts(attempts)
  const payer = payerOf(fails ? { ...fake, ready: () => Promise.reject(new Error('No.')) } : fake, () => now)
  const all = attempts.length > 0 ? { ...payer, channels } : payer
  await mountSession(all, <ReceiptList onShow={() => {}} />, { theme })
  await until(() => expect(part('receipts')?.dataset.state).not.toBe('loading'))
  if (type) {
    await page.getByRole('searchbox').fill(type)
    await until(() => expect(part('receipts-says')?.textContent).not.toBe(''))
  }
  await look.reach?.()
  await until(() => expect(part('receipts')?.dataset.state).toBe(state))
}

/** Nothing overflows, a thumb hits everything, nothing is too small to read, and axe finds nothing. */
async function expectWell(): Promise<void> {
  await expectAccessible()
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth)
  const all = [...document.querySelectorAll('[data-part="receipts"] *')].filter((each) =>
    each.checkVisibility(),
  )
  const small = all.filter(
    (each) =>
      each.matches('button, summary, input, a') && Math.round(each.getBoundingClientRect().height) < 44,
  )
  expect(small).toEqual([])
  expect(all.filter((each) => Number.parseFloat(getComputedStyle(each).fontSize) < 12.5)).toEqual([])
  // An amount stands beside or below the name, never on it.
  for (const row of document.querySelectorAll('summary')) {
    const boxes = [...row.children].map((each) => each.getBoundingClientRect())
    for (const [at, one] of boxes.entries())
      for (const other of boxes.slice(at + 1))
        expect(
          one.right <= other.left + 1 ||
            other.right <= one.left + 1 ||
            one.bottom <= other.top + 1 ||
            other.bottom <= one.top + 1,
        ).toBe(true)
  }
}

describe.each(['light', 'dark'] as const)('%s, 320 pixels', (theme) => {
  test.each(looks.map((look, at) => ({ ...look, at })))('$at: $state $type', async (look) => {
    await page.viewport(320, 640)
    await reach(look, theme)
    await expectWell()
  })
})

describe('high contrast', () => {
  test.each(['light', 'dark'] as const)('more of it, %s', async (theme) => {
    await emulate([{ name: 'prefers-contrast', value: 'more' }])
    await reach({ state: 'filled', reach: open }, theme)
    await expectWell()
    const faintest = document.querySelector('[data-part="receipt-about"]')
    const title = part('receipts-title')
    expect(faintest && getComputedStyle(faintest).color).toBe(title && getComputedStyle(title).color)
  })

  // axe reads the colours that a page wants, not those that are forced on it.
  test.each(['system', 'dark'] as const)('colours of the system, %s', async (theme) => {
    await emulate([{ name: 'forced-colors', value: 'active' }])
    await reach({ state: 'filled', reach: open }, theme)
    if (theme === 'system') await expectWell()
    const list = part('receipts')
    const note = part('receipt-note')
    if (!list || !note) throw new Error('There is nothing to look at.')
    const system = document.createElement('p')
    system.style.cssText = 'color: CanvasText; background: Canvas'
    document.body.append(system)
    const { color, backgroundColor } = getComputedStyle(system)
    system.remove()
    expect(getComputedStyle(list)).toMatchObject({ color, backgroundColor })
    // Without its colour, a line is left around it.
    expect(getComputedStyle(note)).toMatchObject({ borderTopWidth: '1px', borderTopColor: color })
  })
})

test('from right to left: amounts at the left, ids as they are', async () => {
  document.documentElement.dir = 'rtl'
  await page.viewport(600, 800)
  await reach({ state: 'filled', reach: open }, 'light')
  await expectWell()
  for (const row of document.querySelectorAll('summary')) {
    const [who, amount] = [...row.children].map((each) => {
      const range = document.createRange()
      range.selectNodeContents(each)
      return range.getBoundingClientRect()
    })
    if (!who || !amount) throw new Error('A receipt says too little.')
    expect(amount.right).toBeLessThanOrEqual(who.left)
    expect(row.getBoundingClientRect().right - who.right).toBeLessThan(2)
  }
  const reference = document.querySelector('dd[data-state="id"]')
  expect(reference && getComputedStyle(reference).direction).toBe('ltr')
  await page.viewport(320, 640)
  await expectWell()
})

test('nothing moves', () => {
  const moving = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule.cssText.includes('receipt') && /transition|animation/.test(rule.cssText))
  expect(moving).toEqual([])
})
