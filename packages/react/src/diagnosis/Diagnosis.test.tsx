import '../styles/diagnosis.css'
import { BaseError, createPayer, HeadersUnreadableError } from '@payerkit/core'
import { openShop } from '@payerkit/testing/screens'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { Checkout } from '../components/Checkout.js'
import { PayButton } from '../components/PayButton.js'
import { de } from '../locales/de/index.js'
import { en } from '../locales/en/index.js'
import { es } from '../locales/es/index.js'
import { fr } from '../locales/fr/index.js'
import { ja } from '../locales/ja/index.js'
import { expectWell } from '../locales/testing/expectWell.js'
import { zh } from '../locales/zh/index.js'
import { photo } from '../testing/mountDialog.js'
import { expectAccessible, mountSession, part, until } from '../testing/mountSession.js'
import { checkEnvironment } from './checkEnvironment.js'
import { Diagnosis } from './Diagnosis.js'
import { diagnosed } from './diagnosed.js'

const now = 1_750_000_000_000
const blocked = new BaseError('wallet_failed', 'It failed.', { details: 'Popup window was blocked' })

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
})
afterEach(async () => {
  vi.restoreAllMocks()
  await page.viewport(414, 896)
})

test('says what happened and what helps; the developer reads it once, whatever is drawn again', async () => {
  await page.viewport(320, 640)
  const retry = vi.fn()
  const { screen } = await mountSession(
    openShop().payer,
    <>
      <Diagnosis error={blocked} onRetry={retry} remedy={({ id }) => <span>Help with {id}</span>} />
      <Diagnosis error={blocked} />
    </>,
  )
  const alert = page.getByRole('alert').first()
  await expect
    .element(alert)
    .toHaveTextContent(
      'The browser blocked the window of your wallet. Nothing was paid. Allow windows for this page',
    )
  await expect.element(page.getByText('Help with popupBlocked')).toBeVisible()
  await expectAccessible()
  const again = page.getByRole('button', { name: 'Try again' })
  expect(again.element().getBoundingClientRect().height).toBeGreaterThanOrEqual(44)
  expect(retry).not.toHaveBeenCalled()
  await again.click()
  expect(retry).toHaveBeenCalledTimes(1)
  await screen.unmount()
  await mountSession(openShop().payer, <Diagnosis error={blocked} />)
  await expect.element(alert).toBeVisible()
  const lines = vi.mocked(console.warn).mock.calls.map(([line]) => String(line))
  expect(
    lines.filter((line) => line.startsWith("[payerkit] The browser blocked the wallet's window")),
  ).toHaveLength(1)
})

test('where the seller has to mend it, nobody is sent to try again', async () => {
  const hidden = new HeadersUnreadableError('https://api.example/')
  await mountSession(openShop().payer, <Diagnosis error={hidden} onRetry={() => {}} />)
  await expect.element(page.getByRole('alert')).toHaveTextContent('trying again does not help')
  expect(page.getByRole('button').elements()).toEqual([])
})

test('shows nothing where nothing is wrong, or where the reason is another', async () => {
  await mountSession(
    openShop().payer,
    <>
      <p>Page</p>
      <Diagnosis />
      <Diagnosis error={new BaseError('declined', 'Declined.')} />
    </>,
  )
  await checkEnvironment()
  await expect.element(page.getByText('Page')).toBeVisible()
  expect([part('diagnosis'), vi.mocked(console.warn).mock.calls]).toEqual([null, []])
})

test('a clock that is wrong is told by how much, as soon as a price comes', async () => {
  const { payer } = openShop()
  const [server, ends] = [now - 7_200_000, now - 6_900_000]
  const challenge = `Payment id="c", realm="photos.example", method="points", intent="charge", request="eyJhbW91bnQiOiIxMDAwMCJ9", expires="${new Date(ends).toISOString()}"`
  const headers = { 'WWW-Authenticate': challenge, Date: new Date(server).toUTCString() }
  const late = createPayer({
    methods: payer.methods,
    now: () => now,
    fetch: async () => new Response(null, { status: 402, headers }),
  })
  await mountSession(
    late,
    <>
      <Diagnosis />
      <Checkout input={photo} />
    </>,
    { locale: diagnosed(en) },
  )
  await expect.element(page.getByText('The clock of this device is 2 hours fast.')).toBeVisible()
  // Whoever knows only the error knows no more than that.
  await expect.element(page.getByText('The clock of this device seems to be wrong.')).toBeVisible()
})

test('a language that diagnoses speaks through every notice', async () => {
  const shop = openShop()
  shop.payer = {
    ...shop.payer,
    quote: () => Promise.reject(new HeadersUnreadableError('https://api.example/')),
  }
  await mountSession(shop.payer, <PayButton input={photo} />, { locale: diagnosed(de) })
  await page.getByRole('button').click()
  await expect.element(page.getByText(de.diagnosis.headersHidden.what)).toBeVisible()
  await expect.element(page.getByText(/ein neuer Versuch hilft nicht/)).toBeVisible()
})

describe('the environment', () => {
  test('of a page that has all it needs, with a wallet that announces itself', async () => {
    expect(await checkEnvironment()).toEqual({ secure: true, storage: true, wallets: 0 })
    const announce = () =>
      window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail: { info: { uuid: 'one' } } }))
    window.addEventListener('eip6963:requestProvider', announce)
    expect((await checkEnvironment()).wallets).toBe(1)
    window.removeEventListener('eip6963:requestProvider', announce)
    const left = async () => (await indexedDB.databases()).map(({ name }) => name)
    await vi.waitFor(async () => expect(await left()).not.toContain('payerkit-probe'))
  })

  test('of a browser that keeps nothing', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    })
    expect((await checkEnvironment()).storage).toBe(false)
  })
})

test.each([en, de, es, fr, ja, zh])('$tag, 320 pixels: every finding', async (locale) => {
  await page.viewport(320, 640)
  document.documentElement.lang = 'en'
  const codes = [
    'headers_unreadable',
    'card_form_unavailable',
    'keys_unavailable',
    'store_forbidden',
    'store_full',
  ]
  const errors = [...codes, 'chain_mismatch'].map(
    (code) => new BaseError(code, 'https://a.example In English.'),
  )
  const lost = Object.assign(new Error(), { name: 'ProviderNotFoundError' })
  await mountSession(
    openShop().payer,
    [blocked, lost, ...errors].map((error, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: they never change.
      <Diagnosis key={at} error={error} onRetry={() => {}} />
    )),
    { locale },
  )
  await until(() => expect(document.querySelectorAll('[data-part=diagnosis]').length).toBe(8))
  expect(document.body.textContent).not.toContain('In English.')
  await expectWell(locale.tag)
})
