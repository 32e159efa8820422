import { describe, expect, test } from 'vitest'
import * as Permit2 from '../../../chain/Permit2.js'
import { chainId, chargeChallenge, shop, spender, token } from '../testing/challenges.js'
import * as ChargeRequest from './ChargeRequest.js'

const other = `0x${'ab'.repeat(20)}` as const
const split = { recipient: other, amount: '4000' }

const read = (change?: object, details?: object, allowed?: ChargeRequest.Allowed) =>
  ChargeRequest.read(chargeChallenge(change, details), allowed)

/** The path of the field that is refused. */
function fieldOf(...parameters: Parameters<typeof read>): string | undefined {
  try {
    read(...parameters)
  } catch (error) {
    expect(error).toMatchObject({ code: 'request_invalid' })
    return (error as ChargeRequest.EvmChargeRequest & { field: string }).field
  }
  return undefined
}

describe('a charge', () => {
  test('is read with its addresses in lower case', () => {
    const recipient = '0x742d35Cc6634C0532925a3b844Bc9e7595f8fE00'
    expect(read({ recipient, description: 'A photo', externalId: 'order 7' }, { decimals: 6 })).toEqual({
      amount: 10_000n,
      currency: token,
      recipient: shop,
      externalId: 'order 7',
      chainId,
      decimals: 6,
      splits: [],
      credentialTypes: ['authorization'],
      permit2Address: Permit2.canonical,
    })
  })

  test('without credentialTypes is one by transaction, and mostly by hash', () => {
    expect(read({}, { credentialTypes: undefined }).credentialTypes).toEqual(['transaction', 'hash'])
  })

  test('keeps the order of the server, once each, and passes over what came later', () => {
    const credentialTypes = ['hash', 'telepathy', 'permit2', 'hash', 'authorization']
    expect(read({}, { credentialTypes, spender }).credentialTypes).toEqual([
      'hash',
      'permit2',
      'authorization',
    ])
  })

  test.each([
    [{ amount: '0' }, {}, 'amount'],
    [{ amount: 10_000 }, {}, 'amount'],
    [{ amount: '010' }, {}, 'amount'],
    [{ amount: '1.5' }, {}, 'amount'],
    [{ amount: String(2n ** 256n) }, {}, 'amount'],
    [{ currency: 'usd' }, {}, 'currency'],
    [{ currency: `0x${'00'.repeat(20)}` }, {}, 'currency'],
    [{ recipient: '0x12' }, {}, 'recipient'],
    [{ recipient: `0x${'00'.repeat(20)}` }, {}, 'recipient'],
    [{ description: 7 }, {}, 'description'],
    [{ externalId: {} }, {}, 'externalId'],
    [{ methodDetails: undefined }, {}, 'methodDetails'],
    [{}, { chainId: undefined }, 'methodDetails.chainId'],
    [{}, { chainId: '1' }, 'methodDetails.chainId'],
    [{}, { chainId: 1.5 }, 'methodDetails.chainId'],
    [{}, { decimals: '6' }, 'methodDetails.decimals'],
    [{}, { decimals: 256 }, 'methodDetails.decimals'],
    [{}, { credentialTypes: 'hash' }, 'methodDetails.credentialTypes'],
    [{}, { credentialTypes: [] }, 'methodDetails.credentialTypes'],
    [{}, { credentialTypes: [7] }, 'methodDetails.credentialTypes'],
    [{}, { credentialTypes: ['telepathy'] }, 'methodDetails.credentialTypes'],
    [{}, { permit2Address: 'canonical' }, 'methodDetails.permit2Address'],
    [{}, { spender: '0x' }, 'methodDetails.spender'],
  ])('is refused for %j %j', (change, details, field) => {
    expect(fieldOf(change, details)).toBe(field)
  })

  test('is refused on a network that the application does not pay on', () => {
    expect(fieldOf({}, {}, { chains: [1, 8453] })).toBe('methodDetails.chainId')
    expect(read({}, {}, { chains: [1, chainId] }).chainId).toBe(chainId)
  })

  test('is refused where the application pays in no way that the server takes', () => {
    const allowed = { credentialTypes: ['hash'] } as const
    expect(fieldOf({}, {}, allowed)).toBe('methodDetails.credentialTypes')
    expect(read({}, { credentialTypes: ['authorization', 'hash'] }, allowed).credentialTypes).toEqual([
      'hash',
    ])
  })
})

describe('a charge by Permit2', () => {
  const permit2 = { credentialTypes: ['permit2'], spender }

  test('needs to know who will use the signature', () => {
    expect(read({}, permit2).spender).toBe(spender)
    expect(fieldOf({}, { ...permit2, spender: undefined })).toBe('methodDetails.spender')
    const two = { credentialTypes: ['permit2', 'authorization'] }
    expect(read({}, two).credentialTypes).toEqual(['authorization'])
  })

  test('is for the spenders of the application, where it lists them', () => {
    const listed = (address: typeof other) => ({ spenders: [{ chainId, address }] })
    expect(read({}, permit2, listed(spender)).credentialTypes).toEqual(['permit2'])
    expect(fieldOf({}, permit2, listed(other))).toBe('methodDetails.spender')
    expect(fieldOf({}, permit2, { spenders: [{ chainId: 1, address: spender }] })).toBe(
      'methodDetails.spender',
    )
  })

  test('is for a contract that is Permit2, as far as the application knows', () => {
    const elsewhere = { ...permit2, permit2Address: other }
    expect(fieldOf({}, elsewhere)).toBe('methodDetails.permit2Address')
    expect(read({}, elsewhere, { permit2: [{ chainId, address: other }] }).permit2Address).toBe(other)
    expect(fieldOf({}, elsewhere, { permit2: [{ chainId: 1, address: other }] })).toBe(
      'methodDetails.permit2Address',
    )
    const two = { ...elsewhere, credentialTypes: ['permit2', 'hash'] }
    expect(read({}, two).credentialTypes).toEqual(['hash'])
  })

  test('may be split, in no other way', () => {
    const splits = [split, { ...split, memo: 'a fee' }]
    expect(
      read({}, { ...permit2, credentialTypes: ['hash', 'permit2', 'authorization'], splits }),
    ).toMatchObject({
      credentialTypes: ['permit2'],
      splits: [
        { recipient: other, amount: 4_000n },
        { recipient: other, amount: 4_000n },
      ],
    })
    expect(fieldOf({}, { credentialTypes: ['authorization', 'hash'], splits })).toBe('methodDetails.splits')
    expect(fieldOf({}, { ...permit2, spender: undefined, splits })).toBe('methodDetails.spender')
  })

  test.each([
    [[], 'methodDetails.splits'],
    [{}, 'methodDetails.splits'],
    [[split, { ...split, amount: '6000' }], 'methodDetails.splits'],
    [Array(11).fill({ ...split, amount: '1' }), 'methodDetails.splits'],
    [[7], 'methodDetails.splits[0]'],
    [[split, { ...split, amount: '0' }], 'methodDetails.splits[1].amount'],
    [[{ ...split, amount: '-1' }], 'methodDetails.splits[0].amount'],
    [[{ amount: '1' }], 'methodDetails.splits[0].recipient'],
    [[{ ...split, memo: 7 }], 'methodDetails.splits[0].memo'],
    [[{ ...split, memo: 'x'.repeat(257) }], 'methodDetails.splits[0].memo'],
  ])('is refused for the splits %j', (splits, field) => {
    expect(fieldOf({}, { ...permit2, splits })).toBe(field)
  })
})
