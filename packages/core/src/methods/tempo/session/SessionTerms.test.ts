import { describe, expect, test } from 'vitest'
import { checksum } from '../../../chain/Hex.js'
import { fakeClient, localAccount, pathUsd, payer, remoteAccount, shop } from '../testing/fakeClient.js'
import { tempoScheme } from './Session.js'
import { type TempoSessionOptions, tempoTerms } from './SessionTerms.js'
import { sessionChallenge } from './testing/challenges.js'

function setup(change: object = {}, details: object = {}, options: Partial<TempoSessionOptions> = {}) {
  const all = { client: fakeClient(remoteAccount), ...options }
  const terms = tempoTerms(all)
  return { terms, request: terms.read(sessionChallenge(change, details)), scheme: tempoScheme(all) }
}

describe('describe', () => {
  const describe = async (...parameters: Parameters<typeof setup>) => {
    const { terms, request } = setup(...parameters)
    return terms.describe(request)
  }

  test('says the deposit and the price in units of the token', async () => {
    const dollars = { decimals: 6, symbol: 'pathUSD', asset: pathUsd, currency: 'usd' }
    const payees = { [shop.toUpperCase().replace('X', 'x')]: 'The Shop' }
    expect(await describe({ suggestedDeposit: '10000' }, {}, { payees })).toEqual({
      amount: { value: 10_000n, ...dollars },
      payee: { id: checksum(shop), name: 'The Shop' },
      fees: 'payer',
      prompt: 'transaction',
      payer: checksum(payer),
      session: { price: { value: 25n, ...dollars }, unit: 'llm_token' },
    })
    expect((await describe({}, { feePayer: true })).fees).toBe('payee')
  })

  test.each([
    [{}, 2_500n],
    [{ suggestedDeposit: '24' }, 25n],
    [{ suggestedDeposit: '26' }, 26n],
    [{ amount: String(2n ** 96n - 1n) }, 2n ** 96n - 1n],
  ])('a deposit is a hundred units, at least one, at most what fits (%#)', async (change, value) => {
    expect((await describe(change)).amount.value).toBe(value)
  })

  test('an account in the page is not asked, a passkey is', async () => {
    const client = fakeClient(localAccount)
    expect((await describe({}, {}, { client })).prompt).toBe('none')
    const passkey = fakeClient({ ...localAccount, keyType: 'webAuthn' })
    expect((await describe({}, {}, { client: passkey })).prompt).toBe('signature')
  })

  test("the server's word is cut to what can be shown", async () => {
    const { session } = await describe({ unitType: 'x'.repeat(500) })
    expect(session.unit).toHaveLength(40)
  })
})

describe('capable', () => {
  const capable = (...parameters: Parameters<typeof setup>) => {
    const { terms, request } = setup(...parameters)
    return terms.capable(request)
  }

  test('whoever has the deposit is', async () => {
    // The account has 1,000,000.
    expect(await capable({ suggestedDeposit: '1000000' })).toEqual({ able: true })
    expect(await capable({ suggestedDeposit: '1000001' })).toMatchObject({ able: false, reason: 'balance' })
    const client = fakeClient(localAccount)
    const suggestedDeposit = '1000000'
    expect(await capable({ suggestedDeposit }, {}, { client })).toMatchObject({ reason: 'balance' })
    expect(await capable({ suggestedDeposit }, { feePayer: true }, { client })).toEqual({ able: true })
  })

  test('an ordinary wallet is, sponsored or not; one that has to sign by itself must know how', async () => {
    expect(await capable({}, { feePayer: true })).toEqual({ able: true })
    expect(await capable({}, {}, { opening: 'wallet' })).toMatchObject({ reason: 'unsupported' })
  })

  test('nobody is without a wallet', async () => {
    expect(await capable({}, {}, { client: () => undefined })).toMatchObject({ reason: 'disconnected' })
  })
})

test('the terms are in the words that every rail shares', () => {
  const { scheme, request } = setup({ suggestedDeposit: '99' }, { minVoucherDelta: '3', feePayer: true })
  expect(scheme.terms(request)).toEqual({
    price: 25n,
    unit: 'llm_token',
    suggestedDeposit: 99n,
    route: `tempo/v2/42431/0x4d50500000000000000000000000000000000000/${shop}/${pathUsd}/0x${'0'.repeat(40)}`,
    minVoucherDelta: 3n,
    largest: 2n ** 96n - 1n,
    sponsored: true,
    snapshot: undefined,
  })
})
