import { dateOf } from './days.js'
import { toCsv, toJson } from './files.js'
import type { ReceiptEntry } from './ReceiptEntry.js'

/** What receipts can be saved as. */
export type ReceiptFile = 'csv' | 'json'

// Some browsers read the file only after they have asked where to put it.
const readBy = 40_000

/** Has the browser save receipts as a file; gives the file's name. */
export function saveReceipts(receipts: readonly ReceiptEntry[], as: ReceiptFile, now: number): string {
  const name = `receipts-${dateOf(now)}.${as}`
  const blob =
    as === 'csv'
      ? // With the mark at its start, spreadsheets read it as UTF-8.
        new Blob(['\ufeff', toCsv(receipts)], { type: 'text/csv;charset=utf-8' })
      : new Blob([toJson(receipts)], { type: 'application/json' })
  const url = URL.createObjectURL(blob)
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = name
  anchor.click()
  setTimeout(() => URL.revokeObjectURL(url), readBy)
  return name
}
