import type { Attempt } from '@payerkit/core'
import { paidOf } from '@payerkit/testing/screens'
import { entryOfAttempt, type ReceiptEntry } from '../ReceiptEntry.js'

/** The receipt of an attempt that is paid. */
export function receiptOf(attempt: Attempt = paidOf(), news: Partial<ReceiptEntry> = {}): ReceiptEntry {
  const entry = entryOfAttempt(attempt)
  if (!entry) throw new Error('That is not paid.')
  return { ...entry, ...news }
}
