import { formatUnits } from '@payerkit/core'
import type { ReceiptEntry } from './ReceiptEntry.js'

type Field = readonly [name: string, read: (receipt: ReceiptEntry) => string | undefined]

// The columns of a table and the members of a JSON object, in their order.
const fields: readonly Field[] = [
  ['time', ({ time }) => isoOf(time)],
  ['amount', ({ amount }) => decimalOf(amount)],
  ['symbol', ({ amount }) => amount.symbol],
  ['baseUnits', ({ amount }) => String(amount.value)],
  ['decimals', ({ amount }) => amount.decimals?.toString()],
  ['asset', ({ amount }) => amount.asset],
  ['currency', ({ amount }) => amount.currency],
  ['by', ({ by }) => by],
  ['state', stateOf],
  ['payee', ({ payee }) => payee.id],
  ['payeeName', ({ payee }) => payee.name],
  ['payer', ({ payer }) => payer],
  ['host', ({ host }) => host],
  ['realm', ({ realm }) => realm],
  ['description', ({ description }) => description],
  ['method', ({ method }) => method],
  ['intent', ({ intent }) => intent],
  ['chainId', ({ chainId }) => chainId?.toString()],
  ['reference', ({ reference }) => reference],
  ['externalId', ({ externalId }) => externalId],
  ['timestamp', ({ timestamp }) => timestamp],
  ['refund', ({ refund }) => refund && decimalOf(refund)],
  ['url', ({ url }) => url],
  ['link', ({ link }) => link],
  ['id', ({ id }) => id],
]

/** Where a receipt stands, in one word. */
export function stateOf({
  by,
  isOpen,
  isUndelivered,
}: ReceiptEntry): 'paid' | 'undelivered' | 'open' | 'closed' {
  if (by === 'session') return isOpen ? 'open' : 'closed'
  return isUndelivered ? 'undelivered' : 'paid'
}

/**
 * Receipts as a table: RFC 4180, with a header. Amounts are decimal texts, times ISO 8601 in UTC. What a spreadsheet
 * would take for a formula has an apostrophe before it.
 *
 * @example
 * ```ts
 * const { receipts } = useReceipts()
 * save(new Blob([toCsv(receipts)], { type: 'text/csv' }))
 * ```
 */
export function toCsv(receipts: readonly ReceiptEntry[]): string {
  const rows = [
    fields.map(([name]) => name),
    ...receipts.map((each) => fields.map(([, read]) => read(each) ?? '')),
  ]
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/**
 * Receipts as JSON, with the names of the table's columns; what is not known is not there. Splits are added, in base
 * units.
 *
 * @example
 * ```ts
 * const [{ time, amount, reference }] = JSON.parse(toJson(receipts))
 * ```
 */
export function toJson(receipts: readonly ReceiptEntry[]): string {
  const objects = receipts.map((receipt) => ({
    ...Object.fromEntries(fields.map(([name, read]) => [name, read(receipt)])),
    decimals: receipt.amount.decimals,
    chainId: receipt.chainId,
    ...(receipt.splits.length > 0 && {
      splits: receipt.splits.map(({ payee, value }) => ({
        payee: payee.id,
        payeeName: payee.name,
        baseUnits: String(value),
      })),
    }),
  }))
  return `${JSON.stringify(objects, undefined, 2)}\n`
}

/** One cell, quoted where it must be. */
function cell(text: string): string {
  const safe = harmless(text)
  return /[",;\r\n\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/**
 * A text that no spreadsheet computes. Not only at the start: where a semicolon separates cells, it starts a new one
 * within the quotes of this one. Texts that look like the outcome get one more, so that they can be told apart.
 */
function harmless(text: string): string {
  return text.replace(/(?<=^|[;\t\r\n])(?='*[=+\-@＝＋－＠\t\r\n\0])/g, "'")
}

function isoOf(time: number): string | undefined {
  const date = new Date(time)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

/** Exact; nothing where nobody knows the decimals. */
function decimalOf({ value, decimals }: ReceiptEntry['amount']): string | undefined {
  return decimals === undefined ? undefined : formatUnits(value, decimals)
}
