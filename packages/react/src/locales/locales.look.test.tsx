import {
  attemptOf,
  cardOf,
  channelOf,
  createFakeAttempts,
  createFakeChannels,
  createFakeSession,
  declinedAnswer,
  fakePayer,
  lost,
  offerOf,
  openShop,
  paidOf,
  payerOf,
  type Shop,
  sayYes,
} from '@payerkit/testing/screens'
import '../styles/budget.css'
import '../styles/receipts.css'
import { type Attempt, BaseError } from '@payerkit/core'
import { createBudget, type Limit } from '@payerkit/core/budget'
import { createMemoryStore } from '@payerkit/core/stores'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { AttemptBanner } from '../attempts/index.js'
import { BudgetMeter } from '../budget/index.js'
import { Notice, PayButton } from '../index.js'
import { ReceiptList } from '../receipts/index.js'
import { ChannelList, SessionMeter, SessionNotice, type SessionNoticeId } from '../session/index.js'
import { ask, photo } from '../testing/mountDialog.js'
import { frame, mountSession, part, until } from '../testing/mountSession.js'
import { de } from './de/index.js'
import { en } from './en/index.js'
import { es } from './es/index.js'
import { fr } from './fr/index.js'
import { ja } from './ja/index.js'
import type { NoticeId } from './Locale.js'
import { expectWell } from './testing/expectWell.js'
import { zh } from './zh/index.js'

const now = 1_750_000_000_000
const hour = 3_600_000
/** An error for each message of a session. */
const codes: { readonly [code: string]: SessionNoticeId } = {
  channel_bounds: 'refused',
  channel_ending_failed: 'notYet',
  channel_not_found: 'over',
  channel_still_open: 'holdsMoney',
  session_answer_lost: 'lost',
  session_deposit_used: 'depositUsed',
  session_headroom: 'headroom',
  session_key_missing: 'keyGone',
  session_unanswered: 'broken',
  session_unserved: 'unserved',
}
const limits: readonly Limit[] = [
  { currency: 'usd', amount: '0.01', per: 'origin', period: 168 * hour },
  { currency: 'usd', amount: '12.5', per: 'all', period: 24 * hour },
  { currency: 'usd', amount: '2', per: 'payment' },
]

beforeEach(() => {
  document.documentElement.lang = 'en'
})
afterEach(async () => {
  document.documentElement.removeAttribute('lang')
  await page.viewport(414, 896)
})

const press = (at = 0) => document.querySelectorAll<HTMLElement>('[data-pk] button')[at]?.click()

describe.each(Object.values({ en, de, es, fr, ja, zh }))('$tag, 320 pixels', (locale) => {
  const { tag } = locale
  const mount = async (payer: Shop['payer'], children: ReactNode, ui = false) => {
    await page.viewport(320, 640)
    return mountSession(payer, children, { locale, ui })
  }

  test('the consent dialog asks, is declined, and ends', async () => {
    const shop = openShop({
      offers: [{ description: 'One photo', realm: 'A Long Name, Inc.' }, { method: 'stripe' }],
    })
    await mount(shop.payer, <p>Page</p>, true)
    shop.answer = declinedAnswer
    const answer = ask(shop)
    const main = page.getByRole('dialog').getByRole('button', { name: locale.pay('').trim() })
    await until(() => expect(part('dialog')?.dataset.state).toBe('asking'))
    await expectWell(tag)
    await expect.element(main).toBeEnabled()
    await main.click()
    await answer.catch(() => {})
    await until(() => expect(part('dialog')?.dataset.state).toBe('ended'))
    await expectWell(tag)
  })

  test('the consent dialog asks for a session', async () => {
    const shop = openShop()
    const { amount, payee, session } = offerOf()
    for (const adds of [false, true]) {
      const [method] = shop.payer.methods
      if (method && session)
        method.describe = () => ({
          ...{ amount, payee, fees: 'payer', prompt: 'transaction', payer: payee.id },
          session: { ...session, adds },
        })
      const { screen } = await mount(shop.payer, <p>Page</p>, true)
      const answer = ask(shop)
      await until(() => expect(part('deposit')?.textContent).toContain(adds ? locale.perUnit('token') : ''))
      await expectWell(tag)
      part('close')?.click()
      await answer.catch(() => {})
      await screen.unmount()
    }
  })

  test.each([
    ['idle', undefined, false],
    ['paid', undefined, true],
    ['declined', declinedAnswer, true],
    ['unknown', lost, true],
  ] as const)('the Pay button: %s', async (state, answer, presses) => {
    const shop = openShop({ approve: sayYes })
    if (answer) shop.answer = answer
    const quote = await shop.payer.quote(photo)
    await mount(shop.payer, <PayButton input={photo} quote={quote} />)
    if (presses) press()
    await until(() => expect(part('pay')?.dataset.state).toBe(state))
    await expectWell(tag)
  })

  test('the session meter, in every state', async () => {
    const session = createFakeSession({ status: 'active', channel: channelOf() })
    await mount(
      fakePayer(session, createFakeChannels(), () => now),
      <SessionMeter session={session} />,
    )
    await page.getByRole('button', { name: locale.sessions.stop }).click()
    await expectWell(tag)
    for (const status of [
      'toppingUp',
      'closing',
      'closeRequested',
      'withdrawable',
      'closed',
      'stale',
    ] as const) {
      session.update({ status, withdrawableAt: now + hour })
      await frame()
      expect(part('meter')?.textContent).toContain(locale.sessions.states[status])
      await expectWell(tag)
    }
  })

  test('the list of sessions', async () => {
    const each = ['active', 'stale', 'closeRequested', 'closed'] as const
    const channels = createFakeChannels(
      each.map((status, at) => channelOf({ id: `0x${at}`, status, withdrawableAt: now + hour })),
    )
    await mount(
      fakePayer(createFakeSession(), channels, () => now),
      <ChannelList />,
    )
    await expect.element(page.getByRole('button', { name: locale.sessions.takeBack })).toBeVisible()
    await expectWell(tag)
  })

  test('open payments, and what giving one up means', async () => {
    const attempts = createFakeAttempts([attemptOf(), attemptOf({ id: 'a2', phase: 'paidUndelivered' })])
    await mount(payerOf(attempts), <AttemptBanner onDelivered={() => {}} />)
    await until(() => expect(document.querySelectorAll('summary').length).toBe(2))
    for (const summary of document.querySelectorAll('summary')) summary.click()
    await page.getByRole('button', { name: locale.attempts.giveUp }).first().click()
    await expectWell(tag)
  })

  test('the budget, an amount that is none, and the question before more is paid', async () => {
    const shop = openShop()
    const budget = createBudget({ store: createMemoryStore(), limits })
    await mount(shop.payer, <BudgetMeter budget={budget} />)
    await until(() => expect(part('budget')?.dataset.state).toBe('ready'))
    await expectWell(tag)
    await page.getByRole('button', { name: locale.budget.change }).first().click()
    for (const [amount, next] of [
      ['1,50', 'limit-problem'],
      ['99', 'limit-ask'],
    ] as const) {
      await page.getByRole('textbox').fill(amount)
      await page.getByRole('button', { name: locale.budget.save }).click()
      await until(() => expect(part(next)?.textContent).toBeTruthy())
      await expectWell(tag)
    }
    await expect.element(page.getByRole('button', { name: locale.budget.yes })).toBeVisible()
  })

  test('receipts, with all that is behind them', async () => {
    const list: readonly Attempt[] = [
      paidOf({ id: 'kept', kept: true }),
      cardOf({ times: { authorizing: now - 30 * hour } }),
      paidOf({
        id: 'lost',
        phase: 'paidUndelivered',
        receipt: undefined,
        times: { authorizing: now - 50 * hour },
      }),
    ]
    await mount(
      payerOf(createFakeAttempts(list), () => now),
      <ReceiptList onShow={() => {}} />,
    )
    await until(() => expect(document.querySelectorAll('summary').length).toBe(3))
    for (const summary of document.querySelectorAll('summary')) summary.click()
    await expectWell(tag)
    await page.getByRole('searchbox').fill('nothing like it')
    await until(() =>
      expect(part('receipts-says')?.textContent).toBe(locale.receipts.nothing('nothing like it')),
    )
    await expectWell(tag)
  })

  test('every notice', async () => {
    const ids = Object.keys(locale.notices) as NoticeId[]
    const errors = Object.entries(codes).map(([code, id]) => ({
      id,
      error: new BaseError(code, 'In English.'),
    }))
    await mount(openShop().payer, [
      ...ids.map((id) => <Notice key={id} id={id} />),
      ...errors.map(({ id, error }) => <SessionNotice key={`session ${id}`} error={error} />),
    ])
    for (const id of ids) expect(document.body.textContent).toContain(locale.notices[id].next)
    for (const { id } of errors) expect(document.body.textContent).toContain(locale.sessions.notices[id].next)
    expect(document.body.textContent).not.toContain('In English.')
    await expectWell(tag)
  })
})
