import { describe, expect, test, vi } from 'vitest'
import { tempo } from '../methods/tempo/Charge.js'
import {
  chargeChallenge,
  fakeClient,
  localAccount,
  payer as mallory,
} from '../methods/tempo/testing/fakeClient.js'
import { Challenge } from '../protocol/index.js'
import { codeOf, codesOf, payerOf, useShop, yes } from '../testing/harness.js'
import { createPoints, pointsChallenge } from '../testing/points.js'
import { createPayer } from './createPayer.js'
import type { Offer } from './Offer.js'
import type { PayerOptions } from './Payer.js'

// What a server that means harm can ask for. Beside this: what it writes (`HostileTexts`), how much and how slowly it
// answers (`HostileWire`), and where it leads to (`HostileRoutes`).

const held = useShop()
const url = () => held.current.url
const limit = (amount: string) => ({ currency: 'usd', amount, per: 'payment' as const })

/** Answers an unpaid request with the first challenge, and every proof by saying that it ended, with the next one. */
function change(...challenges: Challenge.Challenge[]) {
  const next = () => (challenges.length > 1 ? challenges.shift() : challenges[0]) as Challenge.Challenge
  held.current.answer = ({ paid }, response) => {
    const challenge = next()
    if (paid && challenges.length === 1 && held.current.seen.filter((seen) => seen.paid).length > 1)
      return false
    response.writeHead(402, {
      'WWW-Authenticate': Challenge.serialize(held.current.issue(challenge)),
      'Content-Type': 'application/problem+json',
    })
    response.end(JSON.stringify({ type: 'https://paymentauth.org/problems/payment-expired' }))
    return true
  }
}

/** A payer that notes every offer it asks for, and says yes to those that `agree` takes. */
function asking(agree: (offer: Offer) => boolean, options: Partial<PayerOptions> = {}) {
  const asked: Offer[] = []
  // It can tell that a refusal has cost nothing, so that another question is worth asking.
  const points = createPoints({ resolve: async () => 'unpaid' })
  const made = payerOf({
    points,
    ...options,
    approve: async ({ offers: [offer] }) => {
      if (!offer) return undefined
      asked.push(offer)
      return agree(offer) ? { offer } : undefined
    },
  })
  return { ...made, asked }
}

/** A payer of `tempo/charge` in front of a server that sends this challenge. */
function tempoPayer(challenge: Challenge.Challenge, options: Partial<PayerOptions> = {}) {
  const sign = vi.fn(localAccount.sign)
  const client = fakeClient({ ...localAccount, sign })
  const headers = { 'WWW-Authenticate': Challenge.serialize(challenge) }
  const fetch = async () => new Response('', { status: 402, headers })
  return { sign, payer: createPayer({ methods: [tempo({ client })], approve: yes, fetch, ...options }) }
}

describe('a price that changed between quote and challenge', () => {
  const prices = () => change(pointsChallenge(), pointsChallenge({ amount: '900' }))

  test('is asked about anew, and only the last yes is paid', async () => {
    prices()
    const { payer, asked, points } = asking(() => true)
    expect((await payer.fetch(url())).status).toBe(200)
    expect(asked.map(({ amount }) => amount.value)).toEqual([100n, 900n])
    expect([points.authorized, held.current.taken.length]).toEqual([2, 1])
  })

  test('is not paid after a no', async () => {
    prices()
    const { payer, points } = asking(({ amount }) => amount.value <= 100n)
    expect(await codeOf(payer.fetch(url()))).toBe('cancelled')
    expect([points.authorized, held.current.taken.length]).toEqual([1, 0])
  })

  test('is not paid from a budget, even one that would cover it', async () => {
    prices()
    const { payer, points } = payerOf({ policy: { budget: [limit('50')] } })
    expect(await codeOf(payer.fetch(url()))).toBe('declined')
    expect([points.authorized, held.current.taken.length]).toEqual([1, 0])
  })

  test('is not paid above what the call allows', async () => {
    prices()
    const { payer, points, asked } = asking(() => true)
    const answer = payer.fetch(url(), { payment: { maxAmount: '1' } })
    expect(await codeOf(answer)).toBe('declined')
    expect([points.authorized, asked.length]).toEqual([1, 1])
  })

  test('is not paid by a quote: that is for the offer it holds', async () => {
    prices()
    const { payer, points } = asking(() => true)
    const quote = await payer.quote(url())
    expect(await codeOf(quote.pay(quote.offers[0]))).toBe('declined')
    expect([points.authorized, held.current.taken.length]).toEqual([1, 0])
  })

  test('under the id of the first challenge is not asked about again', async () => {
    change(pointsChallenge({}, { id: 'same' }), pointsChallenge({ amount: '900' }, { id: 'same' }))
    const { payer, points, asked } = asking(() => true)
    expect(await codeOf(payer.fetch(url()))).toBe('declined')
    expect([points.authorized, asked.length]).toEqual([1, 1])
  })
})

describe('a payee that changed', () => {
  const payees = () => change(pointsChallenge(), pointsChallenge({ payee: 'mallory' }))

  test('is shown to the person, and a no is a no', async () => {
    payees()
    const { payer, asked, points } = asking(({ payee }) => payee.id === 'shop')
    expect(await codeOf(payer.fetch(url()))).toBe('cancelled')
    expect(asked.map(({ payee }) => payee.id)).toEqual(['shop', 'mallory'])
    expect(points.authorized).toBe(1)
  })

  test('is refused before anybody is asked where the payees are pinned', async () => {
    payees()
    const policy = { payees: { 'shop.test': ['shop'] } }
    const { payer, asked, points } = asking(() => true, { policy })
    expect(await codeOf(payer.fetch(url()))).toBe('declined')
    expect([asked.length, points.authorized]).toEqual([1, 1])
  })
})

describe('a chain that changed', () => {
  test('is refused before the key signs', async () => {
    const { payer, sign } = tempoPayer(chargeChallenge({}, { chainId: 1 }))
    expect(await codeOf(payer.fetch('https://shop.test/'))).toBe('chain_mismatch')
    expect(sign).not.toHaveBeenCalled()
  })

  test('takes nothing from a budget: the same address there is another token', async () => {
    const approve = vi.fn(async () => undefined)
    const policy = { budget: [limit('50')] }
    const { payer, sign } = tempoPayer(chargeChallenge({}, { chainId: 1 }), { approve, policy })
    expect(await codeOf(payer.fetch('https://shop.test/'))).toBe('cancelled')
    expect([approve.mock.calls.length, sign.mock.calls.length]).toEqual([1, 0])
  })
})

describe('decimals that are lied about', () => {
  test('in the challenge are passed over: what is shown and limited is the real amount', async () => {
    const lies = { decimals: 2, symbol: 'cents', formatted: '0.01', amount: '1000000000' }
    const { payer } = tempoPayer(chargeChallenge(lies, { decimals: 18, symbol: 'cents' }))
    const [offer] = (await payer.quote('https://shop.test/')).offers
    expect(offer?.amount).toMatchObject({ value: 1_000_000_000n, decimals: 6, symbol: 'pathUSD' })
    const answer = payer.fetch('https://shop.test/', { payment: { maxAmount: '999.99' } })
    expect(await codesOf(answer)).toContain('limit_exceeded')
  })

  test('of a token that nobody knows make it worth nothing to a budget and too much for a limit', async () => {
    const unknown = chargeChallenge({ currency: `0x${'20'.repeat(20)}`, decimals: 18 }, { decimals: 18 })
    const approve = vi.fn(async () => undefined)
    const { payer } = tempoPayer(unknown, { approve, policy: { budget: [limit('50')] } })
    expect(await codeOf(payer.fetch('https://shop.test/'))).toBe('cancelled')
    expect(approve).toHaveBeenCalledOnce()
    const capped = payer.fetch('https://shop.test/', { payment: { maxAmount: '50' } })
    expect(await codesOf(capped)).toContain('limit_exceeded')
  })
})

describe('splits that take all', () => {
  const split = (amount: string) => ({ amount, recipient: mallory })
  test.each([
    ['in one', [split('10000')]],
    ['in many', [split('9999'), split('1')]],
    ['and more', [split('10000'), split('10000')]],
    ['in eleven parts', Array(11).fill(split('1'))],
    ['and nothing', [split('0')]],
  ])('%s are refused before anybody is asked', async (_, splits) => {
    const approve = vi.fn(yes)
    const { payer, sign } = tempoPayer(chargeChallenge({}, { splits }), { approve })
    expect(await codesOf(payer.fetch('https://shop.test/'))).toContain('request_invalid')
    expect([approve.mock.calls.length, sign.mock.calls.length]).toEqual([0, 0])
  })

  test('but one unit are shown, and refused where the payees are pinned', async () => {
    const challenge = chargeChallenge({}, { splits: [split('9999')] })
    const [offer] = (await tempoPayer(challenge).payer.quote('https://shop.test/')).offers
    expect(offer?.splits?.map(({ payee, value }) => [payee.id.toLowerCase(), value])).toEqual([
      [mallory, 9_999n],
    ])
    const policy = { payees: { 'shop.test': [offer?.payee.id ?? ''] } }
    const pinned = tempoPayer(challenge, { policy }).payer.fetch('https://shop.test/')
    expect(await codesOf(pinned)).toContain('payee_refused')
  })
})
