import type { Attempt } from '@payerkit/core'
import { BaseError } from '@payerkit/core'
import { attemptOf, createFakeAttempts, payerOf } from '@payerkit/testing/screens'
import { afterEach, describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import type { Theme } from '../provider/context.js'
import { expectAccessible, mountSession, part, until } from '../testing/mountSession.js'
import { AttemptBanner } from './AttemptBanner.js'

afterEach(() => page.viewport(414, 896))

type Look = { state: string; phase: Attempt['phase']; ends?: Attempt['phase']; shows?: false; leaves?: true }

// Each state, and how it comes about.
const looks: readonly Look[] = [
  { state: 'unknown', phase: 'unknown' },
  { state: 'stillUnknown', phase: 'unknown', ends: 'unknown' },
  { state: 'undelivered', phase: 'paidUndelivered' },
  { state: 'stillUndelivered', phase: 'paidUndelivered', ends: 'paidUndelivered' },
  { state: 'delivered', phase: 'unknown', ends: 'paid' },
  { state: 'unshown', phase: 'unknown', ends: 'paid', shows: false },
  { state: 'declined', phase: 'unknown', ends: 'declined' },
  { state: 'gaveUp', phase: 'unknown', leaves: true },
]

const long = 'a-very-long-name-of-a-shop-that-nobody-can-remember.example'
const problem = {
  type: 'about:blank',
  title: 'Broken',
  detail: 'Out of paper, out of ink, and out of patience.',
}

async function reach({ state, phase, ends, shows, leaves }: Look, theme?: Theme) {
  const { offer } = attemptOf()
  const one = attemptOf({
    phase,
    problem,
    offer: {
      ...offer,
      origin: `https://${long}`,
      payee: { id: '0x1' },
      description: 'One photo '.repeat(20),
    },
  })
  const attempts = createFakeAttempts([one])
  const onDelivered = async () => {
    if (shows === false) throw new Error('No canvas.')
  }
  const { screen } = await mountSession(payerOf(attempts), <AttemptBanner onDelivered={onDelivered} />, {
    theme,
  })
  const main = () => document.querySelector<HTMLElement>('[data-part="attempt"] button')
  if (ends !== undefined) {
    main()?.click()
    await until(() => expect(part('attempt')?.dataset.state).toBe('looking'))
    await expectWell()
    attempts.set([{ ...one, phase: ends }])
    attempts.end(ends === 'paid' ? new Response() : new BaseError('unknown', 'Still.'))
  }
  if (leaves) {
    await page.getByText('If nothing comes of it').click()
    await page.getByRole('button', { name: /^Give up/ }).click()
    await expectWell()
    const sure = page.getByRole('button', { name: 'Yes, give up' })
    await expect.element(sure).not.toHaveAttribute('aria-disabled')
    await sure.click()
    attempts.end(new Response())
  }
  await until(() => expect(part('attempt')?.dataset.state).toBe(state))
  await expectWell()
  await screen.unmount()
}

/** Nothing overflows, a thumb hits everything, and axe finds nothing. */
async function expectWell(): Promise<void> {
  await expectAccessible()
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth)
  const small = [...document.querySelectorAll('[data-part="attempts"] :is(button, summary)')].filter(
    (each) => each.checkVisibility() && Math.round(each.getBoundingClientRect().height) < 44,
  )
  expect(small).toEqual([])
}

describe.each(['light', 'dark'] as const)('%s, 320 pixels', (theme) => {
  test.each(looks)('$state', async (look) => {
    await page.viewport(320, 640)
    await reach(look, theme)
  })
})

test('nothing moves for whoever wants no motion', async () => {
  const attempts = createFakeAttempts([attemptOf()])
  await mountSession(payerOf(attempts), <AttemptBanner onDelivered={() => {}} />)
  await until(() => expect(part('attempt')).not.toBeNull())
  const moving = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule.cssText.includes('attempt') && /transition|animation/.test(rule.cssText))
  expect(moving).toEqual([])
})

test('nothing jumps when it is looked again', async () => {
  const attempts = createFakeAttempts([attemptOf()])
  await mountSession(
    payerOf(attempts),
    <>
      <AttemptBanner onDelivered={() => {}} />
      <p data-part="below">Below</p>
    </>,
  )
  await until(() => expect(part('attempt')).not.toBeNull())
  const place = () => [part('below'), part('notice-actions')].map((each) => each?.getBoundingClientRect().top)
  const before = place()
  document.querySelector<HTMLElement>('[data-part="attempt"] button')?.click()
  await until(() => expect(part('attempt')?.dataset.state).toBe('looking'))
  expect(place()).toEqual(before)
})
