import { BaseError, HeadersUnreadableError, NoOfferError, type Offer, type Refused } from '@payerkit/core'
import { describe, expect, test, vi } from 'vitest'
import { de } from '../locales/de/index.js'
import { en } from '../locales/en/index.js'
import { type DiagnoseContext, diagnose } from './diagnose.js'
import { diagnosed } from './diagnosed.js'
import { type Finding, tell } from './Finding.js'
import { findingSays } from './says.js'

const now = Date.UTC(2026, 0, 1, 12)
const minute = 60_000
const hour = 60 * minute

const named = (name: string, message = 'Something.') => Object.assign(new Error(message), { name })
const coded = (code: string, options?: BaseError.Options) => new BaseError(code, 'Something.', options)
const expired = (ends: number): Refused => ({
  challenge: { id: 'c', realm: 'r', method: 'points', intent: 'charge', request: 'e30', expires: iso(ends) },
  error: coded('challenge_expired'),
})
const iso = (time: number) => new Date(time).toISOString()

/** What a seller asked whose clock shows `server`, with offers that had ended at `ends` or end then. */
function quoteOf(server: number | undefined, { ended, ends }: { ended?: number; ends?: number }) {
  const headers = new Headers(server === undefined ? {} : { Date: new Date(server).toUTCString() })
  return {
    required: true,
    url: 'https://photos.example/photo',
    offers: ends === undefined ? [] : [{ expiresAt: ends } as Offer],
    refused: ended === undefined ? [] : [expired(ended)],
    response: new Response(null, { status: 402, headers }),
  }
}
const noOffer = (...parameters: Parameters<typeof quoteOf>) => new NoOfferError(quoteOf(...parameters))

type Row = [what: string, error: unknown, context: DiagnoseContext, found: Partial<Finding> | undefined]

const rows: readonly Row[] = [
  [
    'another origin hides its offers',
    new HeadersUnreadableError('https://api.example/photo'),
    {},
    {
      id: 'headersHidden',
      help: 'nothing',
      developer:
        'https://api.example answers 402 and hides its offers from this page: it has to send "Access-Control-Expose-Headers: WWW-Authenticate, Payment-Receipt", or for x402 "PAYMENT-REQUIRED, PAYMENT-RESPONSE".',
    },
  ],
  ['the card form is blocked', coded('card_form_unavailable'), {}, { id: 'cardBlocked', help: 'again' }],
  // What wallets say of a window that did not open, as core's errors carry it and as wagmi throws it.
  ...['Pop up window failed to open', 'Popup window was blocked', 'Failed to open popup'].map(
    (details): Row => [details, coded('wallet_failed', { details }), {}, { id: 'popupBlocked' }],
  ),
  [
    'a window that was blocked, deep in the causes',
    new Error('Connect failed.', { cause: named('PostMessage.PopupBlockedError') }),
    {},
    { id: 'popupBlocked' },
  ],
  ['a wallet that failed otherwise', coded('wallet_failed', { details: 'Internal error.' }), {}, undefined],
  ['no keys', coded('keys_unavailable'), {}, { id: 'insecurePage', help: 'https' }],
  [
    'a page over http that uses what only https has',
    coded('authorize_failed', {
      cause: new TypeError("Cannot read properties of undefined (reading 'digest')"),
    }),
    { environment: { secure: false } },
    { id: 'insecurePage' },
  ],
  [
    'the same mistake on a page over https',
    coded('authorize_failed', {
      cause: new TypeError("Cannot read properties of undefined (reading 'digest')"),
    }),
    { environment: { secure: true } },
    undefined,
  ],
  [
    'a seller over http, on a page over https',
    coded('insecure'),
    { environment: { secure: true } },
    undefined,
  ],
  ['both over http', coded('insecure'), { environment: { secure: false } }, { id: 'insecurePage' }],
  [
    'nothing can be written down',
    coded('store_failed', { cause: coded('store_forbidden') }),
    {},
    { id: 'storageRefused' },
  ],
  ['no room', coded('store_failed', { cause: coded('store_full') }), {}, { id: 'storageFull' }],
  ['another network', coded('chain_mismatch'), {}, { id: 'otherNetwork', help: 'wallet' }],
  ['another network, as wagmi says it', named('ConnectorChainMismatchError'), {}, { id: 'otherNetwork' }],
  ['no wallet at all', coded('disconnected'), { environment: { wallets: 0 } }, { id: 'noWallet' }],
  ['a wallet that waits to be connected', coded('disconnected'), { environment: { wallets: 1 } }, undefined],
  ['no wallet behind a connector', named('ProviderNotFoundError'), {}, { id: 'noWallet' }],
  [
    'every offer has ended, and the server says it is an hour earlier',
    noOffer(now - hour, { ended: now - hour + 5 * minute }),
    { at: now },
    { id: 'clock', ahead: hour },
  ],
  [
    'the same, without knowing when it came',
    noOffer(now - hour, { ended: now - hour + 5 * minute }),
    {},
    { id: 'clock', ahead: undefined },
  ],
  [
    'every offer has ended, by the server’s own clock',
    noOffer(now, { ended: now - minute }),
    { at: now },
    { id: 'sellerClock' },
  ],
  [
    'every offer has ended, and nothing says what time it is there',
    noOffer(undefined, { ended: now - minute }),
    { at: now },
    {
      id: 'clock',
      developer: expect.stringContaining('photos.example have ended when they arrive'),
    },
  ],
  [
    'one offer is left, whatever has ended',
    noOffer(now - hour, { ended: now - minute, ends: now + minute }),
    { at: now },
    undefined,
  ],
  [
    'an offer that ends in ninety days, by a clock that is ninety days slow',
    undefined,
    { quote: quoteOf(now + 90 * 24 * hour, { ends: now + 90 * 24 * hour + minute }), at: now },
    { id: 'clock', ahead: -90 * 24 * hour },
  ],
  [
    'an offer that stands for ninety days',
    undefined,
    { quote: quoteOf(now, { ends: now + 90 * 24 * hour }), at: now },
    { id: 'sellerClock' },
  ],
  ['an offer for a day', undefined, { quote: quoteOf(now, { ends: now + 24 * hour }), at: now }, undefined],
  // What the person waited too long for is no clock that is wrong.
  ['an offer that ended while it was looked at', coded('challenge_expired'), { at: now }, undefined],
  ['a declined card', coded('declined'), {}, undefined],
  [
    'money that may have moved, whatever led to it',
    coded('unknown', { cause: coded('store_forbidden') }),
    {},
    undefined,
  ],
  [
    'a page over http, before anything was tried',
    undefined,
    { environment: { secure: false, storage: false } },
    { id: 'insecurePage' },
  ],
  [
    'a browser that keeps nothing, before anything was tried',
    undefined,
    { environment: { storage: false } },
    { id: 'storageRefused' },
  ],
  ['nothing wrong', undefined, { environment: { secure: true, storage: true, wallets: 0 } }, undefined],
  ['what is no error', 'oops', {}, undefined],
]

test.each(rows)('%s', (_, error, context, found) => {
  const finding = diagnose(error, context)
  if (!found) return expect(finding).toBeUndefined()
  expect(finding).toMatchObject(found)
  expect(finding?.docsPath).toBe(`docs/diagnosis.md#${finding?.id.toLowerCase()}`)
  // One line, and every language has a sentence for each third of it.
  expect(finding?.developer).not.toMatch(/\n/)
  for (const locale of [en, de])
    expect(Object.values(findingSays(finding as Finding, locale)).every(Boolean)).toBe(true)
})

test('a clock is told by how much, and in which direction', () => {
  const says = (ahead: number, locale: typeof en) =>
    findingSays({ id: 'clock', help: 'again', ahead, developer: '', docsPath: '' }, locale).what
  expect(says(5 * minute, en)).toBe('The clock of this device is 5 minutes fast.')
  expect(says(-26 * hour, en)).toBe('The clock of this device is 26 hours slow.')
  expect(says(-72 * hour, de)).toBe('Die Uhr dieses Geräts geht 3 Tage nach.')
})

describe('a language that diagnoses', () => {
  test('says more of what is about the page, and nothing of anything else; the developer reads it once', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const locale = diagnosed(de)
    const error = new HeadersUnreadableError('https://once.example/')
    expect(locale.diagnose?.(error)).toEqual(de.diagnosis.headersHidden)
    expect(locale.diagnose?.(error)).toEqual(de.diagnosis.headersHidden)
    expect(locale.diagnose?.(coded('declined'))).toBeUndefined()
    await Promise.resolve()
    const finding = diagnose(error) as Finding
    tell(finding)
    expect(warn.mock.calls).toEqual([
      [`[payerkit] ${finding.developer} See docs/diagnosis.md#headershidden.`],
    ])
    warn.mockRestore()
  })
})
