import { cardOf, hash, paidOf } from '@payerkit/testing/screens'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { receiptLink, safeLink } from './links.js'
import { receiptOf } from './testing/receipt.js'

const wallet = receiptOf()
const card = receiptOf(cardOf())

describe('the page of a payment', () => {
  test.each([
    [4217, 'https://explore.tempo.xyz/tx/'],
    [42431, 'https://explore.testnet.tempo.xyz/tx/'],
    [1, 'https://etherscan.io/tx/'],
    [8453, 'https://basescan.org/tx/'],
  ])('on chain %i', (chainId, start) => {
    expect(receiptLink({ ...wallet, chainId })).toBe(start + hash)
  })

  test('of a card is at Stripe', () => {
    expect(receiptLink(card)).toBe('https://dashboard.stripe.com/payments/pi_1N4abcdefghKlW')
  })

  test.each([
    ['an unknown chain', { ...wallet, chainId: 31337 }],
    ['no chain', { ...wallet, chainId: undefined }],
    ['a reference that is no hash', { ...wallet, reference: `${hash}/../../evil` }],
    ['two lines of which one is a hash', { ...wallet, reference: `x\n${hash}` }],
    ['no reference', { ...wallet, reference: undefined }],
    ['a session, whose channel has an id like a hash', { ...wallet, by: 'session' as const }],
    ['a payment of nothing', { ...wallet, amount: { ...wallet.amount, value: 0n } }],
    ['a hash at Stripe', { ...card, reference: hash }],
    ['a PaymentIntent with more behind it', { ...card, reference: 'pi_1N4abcdefgh?x=1' }],
    ['a PaymentIntent on a chain', { ...wallet, reference: 'pi_1N4abcdefghKlW' }],
  ])('%s has none', (_, receipt) => {
    expect(receiptLink(receipt)).toBeUndefined()
  })

  test('whatever a server sends, nothing but an id of the right shape is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(wallet, card), (reference, receipt) => {
        const link = receiptLink({ ...receipt, reference })
        expect(link ?? 'https://explore.testnet.tempo.xyz/tx/0x').toMatch(
          /^https:\/\/(explore\.testnet\.tempo\.xyz\/tx\/0x|dashboard\.stripe\.com\/payments\/pi_)\w*$/,
        )
      }),
    )
  })
})

test("an application's own link is a page, and no script", () => {
  expect(safeLink('https://shop.example/orders/1')).toBe('https://shop.example/orders/1')
  for (const link of ['javascript:alert(1)', 'data:text/html,x', '/orders/1', '', undefined])
    expect(safeLink(link)).toBeUndefined()
  expect(receiptOf(paidOf()).link).toContain(hash)
})
