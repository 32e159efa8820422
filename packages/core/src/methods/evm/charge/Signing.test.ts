import { getAddress, hashStruct, hashTypedData, keccak256, toHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import type { TypedData } from '../../../chain/TypedData.js'
import { chargeChallenge, shop, spender, token } from '../testing/challenges.js'
import * as ChargeRequest from './ChargeRequest.js'
import * as Signing from './Signing.js'

const payer = privateKeyToAccount(`0x${'42'.repeat(32)}`)
const partner = '0x8ba1f109551bd432803012645ac136ddd64dba72'
const end = 1_743_523_500
const domain = { name: 'USD Coin', version: '2', chainId: 8453, verifyingContract: token }

function boundOf(change: object = {}, details: object = {}) {
  const challenge = chargeChallenge(change, {
    chainId: 8453,
    credentialTypes: ['permit2', 'authorization'],
    spender,
    ...details,
  })
  return { challenge, end, request: ChargeRequest.read(challenge) }
}

const digestOf = (typedData: TypedData) => hashTypedData(typedData as never)

describe('an authorization', () => {
  const { typedData, payload } = Signing.authorization(boundOf(), payer.address, domain)

  test('says who pays whom what until when, once for its challenge', () => {
    const nonce = keccak256(toHex('kM9xPqWvT2nJrHsY4aDfEbshop.test'))
    expect(payload).toEqual({
      type: 'authorization',
      from: payer.address,
      to: getAddress(shop),
      value: '10000',
      validAfter: '0',
      validBefore: '1743523500',
      nonce,
    })
    // Frozen: what was signed before has to be what is signed.
    expect(nonce).toBe('0x0f8abc3e3b941c67c321b84a27f076a324dd8d971e7e3d98c8523623c63ee8d1')
  })

  test('is signed as EIP-3009 has it', () => {
    const { type: _, ...message } = payload
    const digest = hashTypedData({
      domain,
      primaryType: 'TransferWithAuthorization',
      types: {
        TransferWithAuthorization: [
          { name: 'from', type: 'address' },
          { name: 'to', type: 'address' },
          { name: 'value', type: 'uint256' },
          { name: 'validAfter', type: 'uint256' },
          { name: 'validBefore', type: 'uint256' },
          { name: 'nonce', type: 'bytes32' },
        ],
      },
      message: { ...message, value: 10_000n, validAfter: 0n, validBefore: BigInt(end) },
    })
    expect(digestOf(typedData)).toBe(digest)
    expect(digest).toBe('0x66b5d8faeba12016c655f9bd51016d8554875d28bcb3626aec5c08f4b6ccf815')
  })
})

describe('a permit', () => {
  const types = {
    TokenPermissions: [
      { name: 'token', type: 'address' },
      { name: 'amount', type: 'uint256' },
    ],
    PaymentWitness: [
      { name: 'challengeHash', type: 'bytes32' },
      { name: 'externalId', type: 'string' },
    ],
  } as const
  const rest = [
    { name: 'spender', type: 'address' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
    { name: 'witness', type: 'PaymentWitness' },
  ] as const
  const permit2 = {
    name: 'Permit2',
    chainId: 8453,
    verifyingContract: '0x000000000022D473030F116dDEE9F6B43aC78BA3',
  } as const
  const hash = keccak256(toHex('kM9xPqWvT2nJrHsY4aDfEbshop.test'))

  test('for one payee is of one token, its witness names the challenge', () => {
    const { typedData, payload } = Signing.permit2(boundOf(), spender)
    const digest = hashTypedData({
      domain: permit2,
      primaryType: 'PermitWitnessTransferFrom',
      types: {
        PermitWitnessTransferFrom: [{ name: 'permitted', type: 'TokenPermissions' }, ...rest],
        ...types,
      },
      message: {
        permitted: { token, amount: 10_000n },
        spender,
        nonce: BigInt(hash),
        deadline: BigInt(end),
        witness: { challengeHash: hash, externalId: '' },
      },
    })
    expect(digestOf(typedData)).toBe(digest)
    expect(digest).toBe('0x97fa90402a0fefbeb111dcda5b864c5b3953104673b39eae24e6532eda085cf3')
    expect(payload).toEqual({
      type: 'permit2',
      permit: {
        permitted: [{ token: getAddress(token), amount: '10000' }],
        nonce: String(BigInt(hash)),
        deadline: '1743523500',
      },
      transferDetails: [{ to: getAddress(shop), requestedAmount: '10000' }],
      witness: { challengeHash: hash },
    })
  })

  test('with splits is a batch: the payee first, with what the splits leave, then each of them', () => {
    const splits = [
      { recipient: partner, amount: '3000' },
      { recipient: shop, amount: '1' },
    ]
    const { typedData, payload } = Signing.permit2(boundOf({ externalId: 'Ångström 7' }, { splits }), spender)
    const digest = hashTypedData({
      domain: permit2,
      primaryType: 'PermitBatchWitnessTransferFrom',
      types: {
        PermitBatchWitnessTransferFrom: [{ name: 'permitted', type: 'TokenPermissions[]' }, ...rest],
        ...types,
      },
      message: {
        permitted: [
          { token, amount: 6_999n },
          { token, amount: 3_000n },
          { token, amount: 1n },
        ],
        spender,
        nonce: BigInt(hash),
        deadline: BigInt(end),
        witness: { challengeHash: hash, externalId: 'Ångström 7' },
      },
    })
    expect(digestOf(typedData)).toBe(digest)
    expect(digest).toBe('0x3e23ef4e71effb680cb3c8f8fe752fd7e0940365dede67a62ea2d78ed24772a7')
    expect(payload.transferDetails).toEqual([
      { to: getAddress(shop), requestedAmount: '6999' },
      { to: getAddress(partner), requestedAmount: '3000' },
      { to: getAddress(shop), requestedAmount: '1' },
    ])
    expect(payload.permit.permitted.map(({ amount }) => amount)).toEqual(['6999', '3000', '1'])
    expect(payload.witness).toEqual({ challengeHash: hash, externalId: 'Ångström 7' })
  })

  test('has the witness that the draft names, without the space that its type string has', () => {
    const { typedData } = Signing.permit2(boundOf({ externalId: 'x' }), spender)
    const { types: all, message } = typedData
    const typeHash = keccak256(toHex('PaymentWitness(bytes32 challengeHash,string externalId)'))
    const words = [typeHash, hash, keccak256(toHex('x'))].map((word) => word.slice(2)).join('')
    expect(
      hashStruct({
        data: message.witness as never,
        primaryType: 'PaymentWitness' as never,
        types: all as never,
      }),
    ).toBe(keccak256(`0x${words}`))
  })
})
