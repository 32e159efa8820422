import { BaseError } from '@payerkit/core'
import { describe, expect, test } from 'vitest'
import { en } from '../locales/en.js'
import { messageOf } from './messages.js'

test('every message says what happened; all but the good news also what to do', () => {
  for (const [id, { what, money, next }] of Object.entries(en.notices)) {
    expect(what, id).toMatch(/\.$/)
    expect(money, id).toMatch(/\.$/)
    if (id !== 'paid') expect(next, id).toMatch(/\.$/)
  }
})

test('no text uses words that only engineers know', () => {
  expect(JSON.stringify(en)).not.toMatch(/\b(gas|nonce|SPT|voucher|EIP|402)\b/i)
})

describe('which message', () => {
  test.each([
    ['declined', undefined, 'declined', 'bad'],
    ['cancelled', 'cancelled', 'cancelled', 'ok'],
    ['unknown', 'unknown', 'unknown', 'unknown'],
    ['paid_undelivered', 'paidUndelivered', 'undelivered', 'unknown'],
    ['challenge_expired', 'failed', 'expired', 'bad'],
    ['something_new', 'failed', 'failed', 'bad'],
    ['toString', 'toString', 'failed', 'bad'],
  ])('%s, %s: %s', (code, phase, id, tone) => {
    expect(messageOf(new BaseError(code, 'x'), phase)).toEqual({ id, tone })
  })

  test('an abort after the proof was sent is an open outcome, whatever its error is called', () => {
    expect(messageOf(new DOMException('', 'AbortError'), 'unknown').id).toBe('unknown')
    expect(messageOf(new DOMException('', 'AbortError')).id).toBe('cancelled')
    expect(messageOf(new TypeError('Failed to fetch')).id).toBe('network')
    expect(messageOf(undefined).id).toBe('failed')
  })
})
