import type { Attempt, Offer } from '@payerkit/core'
import { BaseError } from '@payerkit/core'
import { cardOf, channelOf as channelStateOf, hash, offerOf, paidOf } from '@payerkit/testing/screens'
import { describe, expect, test } from 'vitest'
import { en } from '../locales/en.js'
import { channelOf, entryOfAttempt, entryOfChannel, meansOf } from './ReceiptEntry.js'

describe('an attempt', () => {
  test('that is paid has what a list needs', () => {
    expect(entryOfAttempt(paidOf({ kept: true }))).toMatchObject({
      id: 'a1',
      by: 'wallet',
      time: 1_750_000_001_000,
      settledAt: 1_750_000_003_000,
      amount: { value: 10_000n },
      host: 'photos.example',
      chainId: 42431,
      reference: hash,
      timestamp: '2025-06-15T15:06:42Z',
      link: `https://explore.testnet.tempo.xyz/tx/${hash}`,
      isKept: true,
      isUndelivered: false,
      isUnchecked: false,
    })
    expect(entryOfAttempt(cardOf())).toMatchObject({ by: 'card', chainId: undefined })
  })

  test('says what it was paid with: a wallet, a card, or by the name of a method of its own', () => {
    const meansBy = (method: string, prompt: Offer['prompt'] = 'signature') => {
      const entry = entryOfAttempt(paidOf({ offer: { ...paidOf().offer, method, prompt } }))
      return entry && meansOf(entry, en)
    }
    for (const method of ['tempo', 'evm', 'solana', 'x402']) expect(meansBy(method)).toBe('Wallet')
    // A key in the page asks for nothing, and pays as a wallet does.
    expect(meansBy('tempo', 'none')).toBe('Wallet')
    expect(meansBy('coins', 'transaction')).toBe('Wallet')
    expect(meansBy('stripe', 'card')).toBe('Card')
    expect(meansBy('points', 'none')).toBe('points')
    expect(meansBy('points\u202e', 'none')).toBe('points')
  })

  const phases: Attempt['phase'][] = [
    'approving',
    'authorizing',
    'submitting',
    'unknown',
    'declined',
    'cancelled',
    'failed',
  ]
  test.each(phases)('that is %s is no receipt', (phase) => {
    expect(entryOfAttempt(paidOf({ phase }))).toBeUndefined()
  })

  test('that was not delivered is one, while it is presented again too, and at the same time', () => {
    const times = { authorizing: 1, submitting: 2, paidUndelivered: 3 }
    const undelivered = { phase: 'paidUndelivered', times, receipt: undefined } as const
    const expected = { isUndelivered: true, time: 1, settledAt: 3, reference: undefined, link: undefined }
    expect(entryOfAttempt(paidOf(undelivered))).toMatchObject(expected)
    expect(
      entryOfAttempt(paidOf({ ...undelivered, phase: 'submitting', times: { ...times, submitting: 9 } })),
    ).toMatchObject(expected)
    const delivered = paidOf({ times: { ...times, paid: 10 } })
    expect(entryOfAttempt(delivered)).toMatchObject({ isUndelivered: false, time: 1, settledAt: 3 })
  })

  test('whose receipt does not fit says so', () => {
    const receiptError = new BaseError('receipt_mismatch', 'No.')
    expect(entryOfAttempt(paidOf({ receipt: undefined, receiptError }))).toMatchObject({
      isUnchecked: true,
      reference: undefined,
    })
  })

  test('takes the chain from what was signed, and from nothing else', () => {
    const { challenge } = paidOf().offer
    const sources = [
      'did:pkh:eip155:0:0x1',
      'did:pkh:solana:x:y',
      'eip155:1',
      `did:pkh:eip155:1:0x${'1'.repeat(41)}`,
    ]
    for (const source of sources)
      expect(
        entryOfAttempt(paidOf({ credential: { challenge, payload: {}, source } }))?.chainId,
      ).toBeUndefined()
  })
})

describe('a session', () => {
  const opening = paidOf({
    offer: { ...offerOf(), description: 'A chat' },
    receipt: {
      status: 'success',
      method: 'points',
      timestamp: '2025-06-15T15:06:42Z',
      reference: 'x',
      channelId: channelStateOf().id.toUpperCase().replace('0X', '0x'),
    },
  })

  test('is what its channel has spent; the deposit that opened it is no receipt', () => {
    expect(entryOfAttempt(opening)).toBeUndefined()
    expect(channelOf(opening)).toBe(channelStateOf().id)
    expect(channelOf(paidOf())).toBeUndefined()
    expect(entryOfChannel(channelStateOf({ usedAt: 7, openedAt: 3 }), opening)).toMatchObject({
      by: 'session',
      time: 7,
      openedAt: 3,
      amount: { value: 34_200n, decimals: 6 },
      description: 'A chat',
      method: 'points',
      chainId: 42431,
      isOpen: true,
      refund: undefined,
    })
  })

  test('that is closed says what came back, and one that spent nothing is no receipt', () => {
    const closed = entryOfChannel(channelStateOf({ status: 'closed' }), undefined)
    expect(closed).toMatchObject({ isOpen: false, refund: { value: 65_800n }, method: undefined })
    expect(entryOfChannel(channelStateOf({ spent: 0n }), opening)).toBeUndefined()
  })
})
