import { BaseError } from '@payerkit/core'
import { expect, test } from 'vitest'
import { sessionTexts } from '../locales/sessionTexts.js'
import { messageOf } from './messages.js'
import { sessionMessageOf } from './sessionMessages.js'

test('every message says what happened, whether money moved and what to do', () => {
  for (const [id, { what, money, next }] of Object.entries(sessionTexts.notices))
    for (const sentence of [what, money, next]) expect(sentence, id).toMatch(/^[A-Z].*\.$/)
})

test('no text uses words that only engineers know', () => {
  expect(JSON.stringify(sessionTexts)).not.toMatch(/\b(gas|nonce|SPT|voucher|channel|escrow|EIP|402)\b/i)
})

test.each([
  ['session_deposit_used', 'depositUsed', 'bad', 'session'],
  ['session_headroom', 'headroom', 'bad', 'session'],
  ['session_not_open', 'over', 'bad', 'session'],
  ['session_refused', 'refused', 'bad', 'session'],
  ['session_answer_lost', 'lost', 'unknown', 'session'],
  ['session_key_missing', 'keyGone', 'bad', 'session'],
  ['session_unserved', 'unserved', 'unknown', 'session'],
  ['session_terms_missing', 'refused', 'bad', 'session'],
  ['session_receipt_mismatch', 'refused', 'bad', 'session'],
  ['stream_failed', 'broken', 'bad', 'session'],
  ['socket_failed', 'broken', 'bad', 'session'],
  ['channel_still_open', 'holdsMoney', 'bad', 'session'],
  ['channel_ending_unconfirmed', 'notYet', 'bad', 'session'],
  ['channel_payer_mismatch', undefined, undefined, 'wallet'],
  ['channel_not_found', 'over', 'bad', 'session'],
  ['channel_too_early', 'notYet', 'bad', 'session'],
  ['channel_ending_failed', 'notYet', 'bad', 'session'],
  ['session_deposit_small', undefined, undefined, 'limit'],
  ['session_method_missing', undefined, undefined, 'offer'],
  ['session_not_opened', undefined, undefined, 'failed'],
])('%s', (code, id, tone, elsewhere) => {
  const error = new BaseError(code, 'x')
  expect(sessionMessageOf(error)).toEqual(id && { id, tone })
  expect(messageOf(error).id).toBe(elsewhere)
})

test('what is no error of a session is as with any payment', () => {
  expect(sessionMessageOf(new TypeError('Failed to fetch'))).toBeUndefined()
  expect(sessionMessageOf(new BaseError('toString', 'x'))).toBeUndefined()
})
