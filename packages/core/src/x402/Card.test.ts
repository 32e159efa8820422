import { afterEach, describe, expect, test } from 'vitest'
import { codeOf } from '../chain/testing/fakeClient.js'
import { stripe } from '../methods/stripe/index.js'
import { fakeTokens } from '../methods/stripe/testing/fakes.js'
import { createPayer } from '../payer/createPayer.js'
import type { Offer } from '../payer/Offer.js'
import { x402Card } from './index.js'
import { answer, challengeOf } from './testing/asks.js'
import { cardEntry, startCardGateway } from './testing/cardGateway.js'

const open: { stop(): void }[] = []
afterEach(() => {
  for (const each of open.splice(0)) each.stop()
})

/** Somebody who pays by card at a gateway, as often as they are asked. */
async function customer(
  accepts: readonly object[] = [cardEntry()],
  first: Parameters<typeof fakeTokens>[0] = {},
) {
  const tokens = fakeTokens(first)
  const gateway = await startCardGateway({ tokens, accepts })
  open.push(gateway)
  const card = stripe({ ...tokens.source, names: { profile_shop: 'A shop' } })
  const asked: Offer[] = []
  const confirmed: string[] = []
  const payer = createPayer({
    methods: [card, x402Card({ charge: card })],
    retries: 0,
    async approve({ offers: [offer] }) {
      if (!offer) return undefined
      asked.push(offer)
      const handleNextAction = async (value: string) => {
        confirmed.push(value)
        for (const spt of tokens.tokens.keys()) tokens.change(spt, { status: 'active' })
        return {}
      }
      return { offer, input: { paymentMethod: 'pm_card_visa', paymentMethodType: 'card', handleNextAction } }
    },
  })
  return { tokens, gateway, payer, asked, confirmed }
}

const phases = ({ payer }: Awaited<ReturnType<typeof customer>>) =>
  payer.attempts.list().map(({ phase }) => phase)

describe('a payment by the scheme "card"', () => {
  test("is a Stripe charge whose token ends with the server's time", async () => {
    const before = Date.now() / 1000
    const { payer, tokens, gateway, asked } = await customer()
    const response = await payer.fetch(gateway.url)
    expect([response.status, await response.json()]).toEqual([200, { photo: true }])
    expect(asked).toMatchObject([
      {
        method: 'x402-card',
        intent: 'card',
        amount: { value: 1n, decimals: 2, currency: 'usd' },
        payee: { id: 'profile_shop', name: 'A shop' },
        prompt: 'card',
      },
    ])
    expect(tokens.requests).toMatchObject([{ amount: 1, currency: 'usd', networkId: 'profile_shop' }])
    const { expiresAt = 0 } = tokens.requests[0] ?? {}
    expect(expiresAt).toBeGreaterThan(before + 298)
    expect(expiresAt).toBeLessThanOrEqual(Date.now() / 1000 + 300)
    const [attempt] = payer.attempts.list()
    expect(attempt).toMatchObject({ phase: 'paid', receipt: { method: 'x402-card', reference: 'pi_1' } })
    expect(attempt?.receiptError).toBeUndefined()
  })

  test('asks the bank where it wants to be asked, before anything is sent', async () => {
    const first = { status: 'requires_action', nextAction: { hashedValue: 'seti_1' } } as const
    const { payer, gateway, confirmed } = await customer([cardEntry()], first)
    expect((await payer.fetch(gateway.url)).status).toBe(200)
    expect([confirmed, gateway.log.length]).toEqual([['seti_1'], 1])
  })

  test('that the bank refused is one that cost nothing, and is asked for anew', async () => {
    const all = await customer()
    all.gateway.next.push('refuse')
    expect((await all.payer.fetch(all.gateway.url)).status).toBe(200)
    expect(phases(all)).toEqual(['declined', 'paid'])
    expect(all.payer.attempts.list()[0]?.problem?.detail).toBe('card_declined')
    expect([...all.tokens.tokens.values()].map(({ deactivatedReason }) => deactivatedReason)).toEqual([
      'revoked',
      'consumed',
    ])
    expect(new Set(all.asked.map(({ challenge }) => challenge.id)).size).toBe(2)
  })

  test('whose answer was lost is known from its token, and nothing is paid twice', async () => {
    const all = await customer()
    all.gateway.next.push('lose')
    expect(await codeOf(all.payer.fetch(all.gateway.url))).toBe('unknown')
    expect(await codeOf(all.payer.fetch(all.gateway.url))).toBe('paid_undelivered')
    expect([phases(all), all.tokens.mints()]).toEqual([['paidUndelivered'], 1])
  })
})

describe('no token is made', () => {
  test.each([
    ['of another network', cardEntry({ network: 'base' }), 'network'],
    ['of another method', cardEntry({}, { method: 'card' }), 'extra.method'],
    ['of another intent', cardEntry({}, { intent: 'subscription' }), 'extra.intent'],
    ['of a dearer amount outside', cardEntry({ amount: '100' }), 'extra.request.amount'],
    ['of a dearer amount within', cardEntry({}, {}, { amount: '1' }), 'extra.request.amount'],
    ['of an amount that is too fine', cardEntry({}, {}, { amount: '0.011' }), 'extra.request.amount'],
    ['of an amount that is a number', cardEntry({}, {}, { amount: 0.01 }), 'extra.request.amount'],
    ['of a fraction', cardEntry({ amount: '0.01' }), 'amount'],
    ['of two currencies', cardEntry({}, { currency: 'eur' }), 'extra.request.currency'],
    ['of decimals that differ', cardEntry({}, {}, { decimals: 3 }), 'extra.request.decimals'],
    ['of decimals that cannot be', cardEntry({}, { decimals: -1 }), 'extra.decimals'],
    [
      'of decimals that the currency has not',
      cardEntry({}, { currency: 'jpy' }, { currency: 'jpy' }),
      'extra.decimals',
    ],
    [
      'of another seller within',
      cardEntry({}, {}, {}, { networkId: 'profile_thief' }),
      'extra.request.methodDetails.networkId',
    ],
    [
      'of other ways to pay within',
      cardEntry({}, {}, {}, { paymentMethodTypes: ['card', 'link'] }),
      'extra.request.methodDetails.paymentMethodTypes',
    ],
    ['without a seller', cardEntry({}, { networkId: undefined }), 'extra.request.methodDetails.networkId'],
    ['without an end', cardEntry({ maxTimeoutSeconds: undefined }), 'maxTimeoutSeconds'],
    ['without details', cardEntry({}, { request: undefined }), 'extra.request'],
  ])('for an entry %s', async (_, entry, field) => {
    const { payer, tokens, gateway, asked } = await customer([entry])
    const { refused } = await payer.quote(gateway.url)
    expect(refused.map(({ error }) => error)).toMatchObject([{ code: 'request_invalid', field }])
    expect(await codeOf(payer.fetch(gateway.url))).toBe('no_offer')
    expect([tokens.mints(), asked.length]).toEqual([0, 0])
  })

  test('for what the method of card charges refuses itself', async () => {
    const entry = cardEntry({}, { currency: 'xxx' }, { currency: 'xxx' })
    const { payer, gateway } = await customer([entry])
    expect((await payer.quote(gateway.url)).refused[0]?.error.code).toBe('currency_refused')
    const pinned = x402Card({
      charge: stripe({ ...fakeTokens().source, networks: { 'shop.test': 'profile_own' } }),
    })
    const body = JSON.stringify({ x402Version: 2, accepts: [cardEntry()] })
    const challenge = await challengeOf(answer(body, { headers: { 'Content-Type': 'application/json' } }))
    expect(() => pinned.read(challenge)).toThrow(expect.objectContaining({ code: 'payee_mismatch' }))
  })

  test('by a method that says nothing of ability or outcome, nothing is said', () => {
    const { createToken } = fakeTokens().source
    const { resolve, capable, ...bare } = stripe({ createToken })
    expect(Object.keys(x402Card({ charge: bare })).sort()).toEqual([
      'authorize',
      'describe',
      'dialect',
      'intent',
      'name',
      'read',
    ])
    expect([typeof capable, typeof resolve]).toEqual(['function', 'function'])
  })
})
