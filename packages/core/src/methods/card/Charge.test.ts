import { describe, expect, test, vi } from 'vitest'
import { BaseError } from '../../Errors.js'
import { createMemoryStore } from '../../stores/MemoryStore.js'
import type { AuthorizeContext } from '../Method.js'
import { type CardOptions, card, type Enabled } from './index.js'
import {
  challengeOf,
  createEnabler,
  decrypt,
  encrypt,
  keyPair,
  requestOf,
  start,
  visa,
} from './testing/enabler.js'

const { jwk, secret } = keyPair()
const other = keyPair('enc-other')
const mute = () => new Promise<never>(() => {})
const master = { id: 'card_2', network: 'mastercard', panLastFour: '4444' }

function set(
  parts: ReturnType<typeof createEnabler> = createEnabler(),
  details: object = {},
  more: Partial<CardOptions> = {},
) {
  const method = card({ enabler: parts.enabler, ...more })
  const challenge = challengeOf(requestOf(jwk, details))
  const store = createMemoryStore()
  const context: AuthorizeContext = { challenge, store, now: () => start, idempotencyKey: 'attempt-1' }
  const request = method.read(challenge)
  return {
    ...{ method, request, context, wishes: parts.wishes },
    authorize: (rest: Partial<AuthorizeContext> = {}) => method.authorize(request, { ...context, ...rest }),
  }
}

async function failureOf(work: Promise<unknown>) {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof BaseError)) throw new Error(`Expected a BaseError, got ${String(error)}`)
  return { code: error.code, text: `${error.message} ${JSON.stringify(error)} ${String(error.cause)}` }
}

test('it says what is paid by the decimals it knows, to whom the application vouches for', async () => {
  const { method, request, context } = set(undefined, {}, { names: { merch_abc123: 'Acme, really' } })
  expect(await method.describe(request, context)).toEqual({
    amount: { value: 4999n, decimals: 2, symbol: 'USD', asset: 'usd', currency: 'usd' },
    payee: { id: 'merch_abc123', name: 'Acme, really' },
    fees: 'none',
    prompt: 'none',
  })
  const yen = challengeOf(requestOf(jwk, {}, { currency: 'jpy', recipient: undefined }))
  const terms = await method.describe(method.read(yen), { ...context, challenge: yen })
  // What a merchant calls itself is no name that anybody vouches for.
  expect([terms.amount.decimals, terms.payee]).toEqual([0, { id: 'api.shop.example' }])
})

describe('which card', () => {
  test('is the only one that the seller takes, or has to be said', async () => {
    const amex = { id: 'card_3', network: 'amex', panLastFour: '0005' }
    const one = set(createEnabler([amex, visa]))
    await one.authorize()
    expect(one.wishes.map(({ cardId }) => cardId)).toEqual(['card_1'])
    const two = set(createEnabler([visa, master]))
    expect((await two.method.describe(two.request, two.context)).prompt).toBe('card')
    expect((await failureOf(two.authorize())).code).toBe('input_missing')
    expect((await two.authorize({ input: { cardId: 'card_2' } })).payload).toMatchObject({
      panLastFour: '4444',
    })
    const none = set(createEnabler([amex]))
    expect(await none.method.capable?.(none.request, none.context)).toMatchObject({ able: false })
    for (const input of [{}, { cardId: 1 }, { cardId: 'two words' }])
      expect((await failureOf(none.authorize({ input }))).code).toBe('input_missing')
  })

  test('has to be said where the enabler does not tell, or is away', async () => {
    const { enabler } = createEnabler()
    for (const cards of [undefined, () => Promise.reject(new TypeError('Failed to fetch'))]) {
      const { method, request, context } = set(
        undefined,
        {},
        {
          enabler: { enable: enabler.enable, ...(cards && { cards }) },
        },
      )
      expect((await method.describe(request, context)).prompt).toBe('card')
      expect(await method.capable?.(request, context)).toEqual({ able: true })
    }
  })
})

test('the enabler learns of the challenge what the draft says, and its answer is handed on as it is', async () => {
  const { authorize, wishes } = set(undefined, { billingRequired: true })
  const { payload, moves } = await authorize()
  expect(moves).toBe('after')
  expect(wishes).toEqual([
    {
      cardId: 'card_1',
      challenge: {
        ...{ id: 'ch_9xK2mR4vB7nQ', realm: 'api.shop.example', expires: '2030-01-15T12:05:00Z' },
        ...{ amount: '4999', currency: 'usd', recipient: 'merch_abc123', merchantName: 'Acme Corp' },
        ...{ acceptedNetworks: ['visa', 'mastercard'], encryptionJwk: jwk, billingRequired: true },
      },
    },
  ])
  expect(payload).toEqual({
    encryptedPayload: expect.any(String),
    ...{ network: 'visa', panLastFour: '4242', panExpirationMonth: '06', panExpirationYear: '2034' },
    billingAddress: { zip: '94102', countryCode: 'US' },
    paymentAccountReference: 'PAR9876543210987654321012345',
  })
  expect(decrypt(payload.encryptedPayload, secret)).toMatchObject({ token: { eci: '07' } })
})

test('an enabler that answers the same key by the same proof makes one for each offer and card', async () => {
  const { enabler } = createEnabler([visa, master])
  const answers = new Map<string, ReturnType<typeof enabler.enable>>()
  const method = card({
    enabler: {
      enable(wish, { idempotencyKey }) {
        const answer = answers.get(idempotencyKey) ?? enabler.enable(wish)
        answers.set(idempotencyKey, answer)
        return answer
      },
    },
  })
  const pay = async (id: string, cardId: string) => {
    const challenge = challengeOf(requestOf(jwk), { id })
    const context = { challenge, store: createMemoryStore(), now: () => start, idempotencyKey: 'order 7' }
    return (await method.authorize(method.read(challenge), { ...context, input: { cardId } })).payload
  }
  const first = await pay('ch_1', 'card_1')
  expect((await pay('ch_1', 'card_2')).panLastFour).toBe('4444')
  expect((await pay('ch_2', 'card_1')).encryptedPayload).not.toBe(first.encryptedPayload)
  expect(await pay('ch_1', 'card_1')).toEqual(first)
})

describe('of the answer', () => {
  test('only what the draft names is sent, and an address only where it is asked for', async () => {
    const more = { pan: '4242424242424242', cvc: '123' } as Partial<Enabled>
    const { payload } = await set(createEnabler([visa], more)).authorize()
    expect(JSON.stringify(payload)).not.toMatch(/4242424242424242|123"|94102/)
    expect(Object.keys(payload)).not.toContain('billingAddress')
  })

  const jwe = encrypt({ token: 'hidden' }, jwk)
  const swap = (at: number, part: string) =>
    jwe
      .split('.')
      .map((each, index) => (index === at ? part : each))
      .join('.')
  test.each<[string, Partial<Record<keyof Enabled, unknown>>, string]>([
    ['a network that is not taken', { network: 'amex' }, 'payment_method_refused'],
    ['no network', { network: undefined }, 'enabler_invalid'],
    ['five digits', { panLastFour: '14242' }, 'enabler_invalid'],
    ['a month that is none', { panExpirationMonth: '13' }, 'enabler_invalid'],
    ['a month of one digit', { panExpirationMonth: '6' }, 'enabler_invalid'],
    ['a year of two digits', { panExpirationYear: '34' }, 'enabler_invalid'],
    ['a name that is none', { cardholderFullName: 1 }, 'enabler_invalid'],
    ['no address where one is asked for', { billingAddress: undefined }, 'billing_missing'],
    ['an empty address', { billingAddress: {} }, 'billing_missing'],
    ['an address that is none', { billingAddress: { zip: 94102 } }, 'enabler_invalid'],
    ['a token for another key', { encryptedPayload: encrypt({}, other.jwk) }, 'enabler_invalid'],
    ['a compressed token', { encryptedPayload: encrypt({}, jwk, { zip: 'DEF' }) }, 'enabler_invalid'],
    ['another wrapping', { encryptedPayload: encrypt({}, jwk, { alg: 'RSA1_5' }) }, 'enabler_invalid'],
    ['another cipher', { encryptedPayload: encrypt({}, jwk, { enc: 'A128CBC-HS256' }) }, 'enabler_invalid'],
    ['four parts', { encryptedPayload: jwe.split('.').slice(1).join('.') }, 'enabler_invalid'],
    ['a short key', { encryptedPayload: swap(1, 'AAAA') }, 'enabler_invalid'],
    ['a short tag', { encryptedPayload: swap(4, 'AAAA') }, 'enabler_invalid'],
    ['a header that is no JSON', { encryptedPayload: swap(0, 'AAAA') }, 'enabler_invalid'],
    ['a card number in the clear', { encryptedPayload: '4242424242424242' }, 'enabler_invalid'],
  ])('%s is not sent, nor told', async (_, changes, code) => {
    const parts = createEnabler([visa], changes as Partial<Enabled>)
    const { authorize, context } = set(parts, { billingRequired: true })
    const failure = await failureOf(authorize())
    expect(failure.code).toBe(code)
    expect(failure.text).not.toContain(jwe.slice(0, 40))
    expect(await context.store.list('card/')).toEqual([])
  })

  test('a failure says of what kind it was, and nothing of what it quotes', async () => {
    const enable = () => Promise.reject(new TypeError('4242424242424242 was declined'))
    const failure = await failureOf(
      set(undefined, {}, { enabler: { ...createEnabler().enabler, enable } }).authorize(),
    )
    expect(failure).toMatchObject({ code: 'enabler_failed', text: expect.stringContaining('TypeError') })
    expect(failure.text).not.toContain('4242')
  })
})

test('what was never made charges no card, and of what was the seller alone can say', async () => {
  const { method, request, context, authorize } = set()
  expect(await method.resolve?.(request, context)).toBe('unpaid')
  const authorization = await authorize({ input: { cardId: visa.id } })
  expect(await method.resolve?.(request, { ...context, authorization })).toBeUndefined()
  // A page that is gone had it in hand, and may have sent it.
  expect(await method.resolve?.(request, context)).toBe('unknown')
})

describe('no second proof is made', () => {
  test('for the same challenge, at once and after a reload', async () => {
    const first = set()
    const ends = await Promise.allSettled([first.authorize(), first.authorize()])
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    const later = set()
    expect((await failureOf(later.authorize({ store: first.context.store }))).code).toBe('card_sent')
    expect([first.wishes.length, later.wishes.length]).toEqual([1, 0])
  })

  test('and none for an offer that ended, before or meanwhile, or that nobody wants any more', async () => {
    const late = start + 600_000
    const before = set()
    expect((await failureOf(before.authorize({ now: () => late }))).code).toBe('challenge_expired')
    expect((await failureOf(before.authorize({ signal: AbortSignal.abort() }))).code).toBe('cancelled')
    expect(before.wishes).toEqual([])
    const { enabler } = createEnabler()
    for (const part of ['cards', 'enable']) {
      const abort = new AbortController()
      const given = set(undefined, {}, { enabler: { ...enabler, [part]: mute } }).authorize({
        signal: abort.signal,
      })
      setTimeout(() => abort.abort())
      expect((await failureOf(given)).code).toBe('cancelled')
    }
    const now = vi.fn(() => late).mockReturnValueOnce(start)
    expect((await failureOf(set().authorize({ now }))).code).toBe('challenge_expired')
  })
})
