import { describe, expect, test } from 'vitest'
import * as Base64Url from '../../protocol/Base64Url.js'
import * as ChargeRequest from './ChargeRequest.js'
import { chargeChallenge, pathUsd, shop } from './testing/fakeClient.js'

const other = '0xA1B2C3D4E5F6A1B2C3D4E5F6A1B2C3D4E5F6A1B2'
const memo = `0x${'Ab'.repeat(32)}`
const read = (change?: object, details?: object) => ChargeRequest.read(chargeChallenge(change, details))

function fieldOf(change?: object, details?: object): string | undefined {
  try {
    read(change, details)
  } catch (error) {
    expect(error).toBeInstanceOf(ChargeRequest.InvalidError)
    const { code, field, message } = error as ChargeRequest.InvalidError
    expect(code).toBe('request_invalid')
    expect(message).toContain(field)
    return field
  }
  return undefined
}

describe('read', () => {
  test('what the draft has by default', () => {
    expect(read({ methodDetails: undefined })).toEqual({
      amount: 10_000n,
      currency: pathUsd,
      recipient: shop,
      chainId: 42431,
      feePayer: false,
      splits: [],
      modes: ['pull', 'push'],
    })
  })

  test('everything the draft has, addresses and memos in lower case', () => {
    const splits = [
      { amount: '4000', recipient: other },
      { amount: '1', recipient: other, memo },
    ]
    const details = {
      chainId: 4217,
      feePayer: true,
      memo,
      splits,
      supportedModes: ['pull'],
      machineTokenEnabled: true,
    }
    expect(read({ description: 'A photo', externalId: '7' }, details)).toEqual({
      amount: 10_000n,
      currency: pathUsd,
      recipient: shop,
      chainId: 4217,
      feePayer: true,
      memo: memo.toLowerCase(),
      splits: [
        { amount: 4_000n, recipient: other.toLowerCase() },
        { amount: 1n, recipient: other.toLowerCase(), memo: memo.toLowerCase() },
      ],
      modes: ['pull'],
    })
  })

  test('the largest amount', () => {
    expect(read({ amount: String(2n ** 256n - 1n) }).amount).toBe(2n ** 256n - 1n)
  })

  test.each([
    undefined,
    null,
    10,
    '',
    '01',
    '+1',
    '-1',
    '1.0',
    '1e3',
    ' 1',
    '1 ',
    '١',
    '0x10',
    String(2n ** 256n),
    '9'.repeat(100_000),
  ])('refuses the amount %#', (amount) => {
    expect(fieldOf({ amount })).toBe('amount')
  })

  test.each([
    undefined,
    null,
    7,
    '',
    '0x',
    pathUsd.slice(2),
    `${pathUsd}00`,
    pathUsd.replace('c', 'g'),
    [pathUsd],
  ])('refuses the address %#', (address) => {
    expect(fieldOf({ currency: address })).toBe('currency')
    expect(fieldOf({ recipient: address })).toBe('recipient')
    expect(fieldOf({}, { splits: [{ amount: '1', recipient: address }] })).toBe(
      'methodDetails.splits[0].recipient',
    )
  })

  test('refuses to pay nobody, though nobody may be paid nothing', () => {
    const recipient = `0x${'0'.repeat(40)}`
    expect(fieldOf({ recipient })).toBe('recipient')
    expect(fieldOf({ recipient, amount: '0' })).toBeUndefined()
  })

  test.each([
    ['methodDetails', { methodDetails: null }],
    ['methodDetails', { methodDetails: [] }],
    ['methodDetails', { methodDetails: 'x' }],
    ['description', { description: 7 }],
    ['externalId', { externalId: null }],
  ])('refuses another %s (%#)', (field, change) => {
    expect(fieldOf(change)).toBe(field)
  })

  test.each([
    ['chainId', { chainId: '42431' }],
    ['chainId', { chainId: 0 }],
    ['chainId', { chainId: 1.5 }],
    ['chainId', { chainId: 2 ** 53 }],
    ['chainId', { chainId: null }],
    ['feePayer', { feePayer: 'true' }],
    ['feePayer', { feePayer: null }],
    ['memo', { memo: '0x12' }],
    ['memo', { memo: null }],
    ['supportedModes', { supportedModes: [] }],
    ['supportedModes', { supportedModes: 'pull' }],
    ['supportedModes', { supportedModes: ['pull', 'toString'] }],
    ['splits', { splits: [] }],
    ['splits', { splits: {} }],
    ['splits', { splits: null }],
    ['splits', { splits: Array(11).fill({ amount: '1', recipient: other }) }],
    ['splits', { splits: [{ amount: '10000', recipient: other }] }],
    [
      'splits',
      {
        splits: [
          { amount: '9999', recipient: other },
          { amount: '1', recipient: other },
        ],
      },
    ],
    ['splits[0]', { splits: ['x'] }],
    ['splits[1]', { splits: [{ amount: '1', recipient: other }, null] }],
    ['splits[0].amount', { splits: [{ amount: '0', recipient: other }] }],
    ['splits[0].amount', { splits: [{ amount: 1, recipient: other }] }],
    ['splits[0].memo', { splits: [{ amount: '1', recipient: other, memo: '0x' }] }],
  ])('refuses another methodDetails.%s (%#)', (field, details) => {
    expect(fieldOf({}, details)).toBe(`methodDetails.${field}`)
  })

  test('ten splits that leave one unit', () => {
    const splits = Array(10).fill({ amount: '999', recipient: other })
    expect(read({ amount: '9991' }, { splits }).splits).toHaveLength(10)
  })

  test('looks at no field that is inherited or named __proto__', () => {
    const json = `{"amount":"1","currency":"${pathUsd}","__proto__":{"recipient":"${shop}"},"methodDetails":{"__proto__":{"feePayer":true}}}`
    const challenge = { ...chargeChallenge(), request: Base64Url.fromText(json) }
    expect(() => ChargeRequest.read(challenge)).toThrow(/recipient/)
    const details = JSON.parse('{"__proto__":{"feePayer":true,"chainId":1}}')
    const { feePayer, chainId } = ChargeRequest.read({
      ...challenge,
      request: Base64Url.fromText(json.replace('"__proto__":', `"recipient":"${shop}","__proto__":`)),
    })
    expect([feePayer, chainId, Object.keys(details)]).toEqual([false, 42431, ['__proto__']])
  })
})
