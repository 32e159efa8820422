import { Transaction } from 'viem/tempo'
import { describe, expect, test, vi } from 'vitest'
import { BaseError } from '../Errors.js'
import { tempo } from '../methods/tempo/Charge.js'
import {
  chargeChallenge,
  contextOf,
  fakeClient,
  localAccount,
  pathUsd,
} from '../methods/tempo/testing/fakeClient.js'
import { Challenge } from '../protocol/index.js'
import { codeOf, codesOf, payerOf, useShop, yes } from '../testing/harness.js'
import { pointsChallenge } from '../testing/points.js'
import { cleanText } from './Offer.js'
import type { PayerOptions } from './Payer.js'

// What a server that means harm can write into its challenges and refusals: names, words and times.

const held = useShop()
const url = () => held.current.url

describe('look-alike realms', () => {
  // The second letter of the first is Cyrillic, and the second ends in a letter that is not there to see.
  const realms = ['sh\u043ep.test', 'shop.test\u200b', 'SHOP.TEST.', 'shop.test:443', 'https://shop.test']
  const offered = (realm: string) => Challenge.serialize(pointsChallenge({ payee: 'mallory' }, { realm }))
  const from = (address: string, realm: string, options: Partial<PayerOptions> = {}) => {
    const headers = { 'WWW-Authenticate': offered(realm) }
    const fetch = async () => new Response('', { status: 402, headers })
    return { ...payerOf({ fetch, ...options }), address }
  }
  const policy = { payees: { 'shop.test': ['shop'] } }

  test.each(realms)('%j does not get around the payees of its host', async (realm) => {
    const { payer, points } = from('https://shop.test/', realm, { policy })
    expect(await codesOf(payer.fetch('https://shop.test/'))).toContain('payee_refused')
    expect(points.authorized).toBe(0)
  })

  test('a stranger who poses as a realm is bound by its payees', async () => {
    const { payer, points } = from('https://evil.test/', 'shop.test', { policy })
    expect(await codesOf(payer.fetch('https://evil.test/'))).toContain('payee_refused')
    expect(points.authorized).toBe(0)
  })

  test.each(realms)('who asks as %j is named by its address', async (realm) => {
    const address = 'https://sh\u043ep.test/'
    const { payer } = from(address, realm, { policy: { payees: ['shop'] } })
    const error = (await payer.fetch(address).catch((each: unknown) => each)) as BaseError
    expect(error.message).toContain('- xn--shp-ted.test asks to pay')
    expect(error.message).not.toContain('\u043e')
    const [offer] = (await from(address, realm).payer.quote(address)).offers
    expect(offer?.origin).toBe('https://xn--shp-ted.test')
  })

  test('a budget is for an origin, and no realm changes that', async () => {
    const budget = [{ currency: 'usd', amount: '50', per: 'payment' as const, origin: 'https://shop.test' }]
    const { payer, points } = from('https://evil.test/', 'shop.test', {
      policy: { budget },
      approve: undefined,
    })
    expect(await codeOf(payer.fetch('https://evil.test/'))).toBe('approval_required')
    expect(points.authorized).toBe(0)
  })
})

describe('text with bidi and control characters', () => {
  const trick = 'Free\u202e!yltnatsni diap\u202c\u0000\u0007\r\nDocs: https://evil.test\u2028\u200b\u{e0041}'
  const plain = 'Free!yltnatsni diap Docs: https://evil.test'

  test('in a description is shown without them', async () => {
    held.current.challenges = () => [pointsChallenge({ description: trick })]
    const [offer] = (await payerOf().payer.quote(url())).offers
    expect(offer?.description).toBe(plain)
  })

  test('in a refusal cannot write lines of their own into an error', async () => {
    held.current.answer = ({ paid }, response) => {
      if (!paid) return false
      response.writeHead(402, { 'Content-Type': 'application/problem+json' })
      response.end(JSON.stringify({ title: 'No', detail: trick }))
      return true
    }
    const error = (await payerOf()
      .payer.fetch(url())
      .catch((each: unknown) => each)) as BaseError
    expect([error.code, error.details]).toEqual(['declined', plain])
    expect(error.message).toBe(`The payment was declined. Nothing was paid.\n\nDetails: ${plain}`)
  })

  test('anywhere in an error are gone from all that is shown of it', () => {
    const error = new BaseError('x', `a ${trick}`, { details: trick, metaMessages: [trick, trick] })
    for (const text of [error.shortMessage, error.details ?? '', ...error.metaMessages])
      expect(text).toMatch(/^[ -~]+$/)
    expect(error.message.split('\n')).toHaveLength(6)
  })

  test('and of no use but to be slow are cut before anything is done with them', () => {
    const normalize = vi.spyOn(String.prototype, 'normalize')
    cleanText(`a${'\u0301\u0323'.repeat(60_000)}`)
    const lengths = normalize.mock.contexts.map((text) => String(text).length)
    normalize.mockRestore()
    expect(lengths).toEqual([2_000])
  })

  test('in the name of a method, or one without end, make no challenge', async () => {
    const names = ['m'.repeat(100_000), 'po\u202eints', 'POINTS']
    const headers = { 'WWW-Authenticate': names.map((method) => serialized({ method })).join(', ') }
    const fetch = async () => new Response('', { status: 402, headers })
    const { payer } = payerOf({ fetch })
    const error = (await payer.fetch('https://shop.test/').catch((each: unknown) => each)) as BaseError
    expect(error.code).toBe('no_offer')
    expect(error.message.length).toBeLessThan(1_000)
  })
})

describe('expires', () => {
  const now = Date.parse('2026-05-05T12:00:00Z')
  const offering = (expires: string) => {
    held.current.challenges = () => [pointsChallenge({}, { expires })]
    const approve = vi.fn(yes)
    return { ...payerOf({ now: () => now, approve }), approve }
  }

  test.each([
    '1970-01-01T00:00:00Z',
    '2026-05-05T11:59:54Z',
    '2026-05-05T13:59:50+02:00',
    '0000-01-01t00:00:00z',
  ])('in the past, %s, is refused before anybody is asked', async (expires) => {
    const { payer, approve, points } = offering(expires)
    expect(await codesOf(payer.fetch(url()))).toContain('challenge_expired')
    expect([approve.mock.calls.length, points.authorized]).toEqual([0, 0])
  })

  test.each(['soon', '1e20', '+275760-09-13T00:00:00Z', '99999-01-01T00:00:00Z', '2026-02-30T00:00:00Z', ''])(
    'that is no time, %j, makes the challenge unreadable',
    async (expires) => {
      const { payer, points } = offering(expires)
      expect(await codesOf(payer.fetch(url()))).toContain('challenge_invalid')
      expect(points.authorized).toBe(0)
    },
  )

  test('far away is shown as it is, and keeps no proof alive: that ends by itself', async () => {
    const expires = '9999-12-31T23:59:59Z'
    expect((await offering(expires).payer.quote(url())).offers[0]?.expiresAt).toBe(253_402_300_799_000)
    const client = fakeClient(localAccount)
    const method = tempo({ client })
    const challenge = chargeChallenge({}, {}, expires)
    const { payload } = await method.authorize(method.read(challenge), contextOf(challenge))
    const signed = Transaction.deserialize(rawOf(payload))
    const left = Number(signed.validBefore) - Math.floor(Date.now() / 1000)
    expect(left).toBeLessThanOrEqual(25)
    expect(signed.calls?.[0]?.to).toBe(pathUsd)
  })
})

const rawOf = (payload: object) => (payload as { signature: '0x76' }).signature

function serialized(params: Partial<Challenge.Challenge>): string {
  return Challenge.serialize(pointsChallenge({}, params))
}
