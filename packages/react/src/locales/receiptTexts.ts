import { counted } from './counted.js'

/** The texts of receipts, which no other component has. */
export type ReceiptTexts = {
  readonly receipts: string
  readonly search: string
  /** What can be searched for, in the empty field. */
  readonly searchHint: string
  /** How many receipts a search found. */
  found(count: number, total: number): string
  /** Nothing fits what is searched for. */
  nothing(search: string): string
  readonly all: string
  /** There is no receipt yet. */
  readonly empty: string
  /** What earlier pages left could not be read. */
  readonly failed: string
  readonly csv: string
  readonly json: string
  saved(count: number, file: string): string
  more(count: number): string
  /** What was bought, what it was paid with, when, and how it stands: whatever of these there is. */
  about(parts: readonly string[]): string
  /** In place of an amount of nothing. */
  readonly free: string
  readonly undelivered: string
  readonly open: string
  cameBack(amount: string): string
  /** The names of what the details hold. */
  readonly reference: string
  readonly channel: string
  readonly externalId: string
  readonly paidTo: string
  readonly alsoTo: string
  readonly paidFrom: string
  readonly seller: string
  readonly address: string
  readonly agreed: string
  readonly paid: string
  readonly timestamp: string
  readonly opened: string
  readonly lastUsed: string
  /** There is no reference. */
  readonly unchecked: string
  /** Opens the page of the payment, in a new tab. */
  readonly transaction: string
  readonly stripe: string
  readonly show: string
  readonly showing: string
  readonly gone: string
  readonly unshown: string
}

const receipts = (count: number) => counted(count, 'en', { one: '# receipt', other: '# receipts' })

/**
 * The texts in English.
 *
 * @example
 * ```tsx
 * <PayerProvider payer={payer} locale={{ ...en, receipts: { ...receiptTexts, csv: 'Spreadsheet' } }}>
 * ```
 */
export const receiptTexts: ReceiptTexts = {
  receipts: 'Receipts',
  search: 'Search receipts',
  searchHint: 'Shop, what, amount, day…',
  found: (count, total) => `${counted(count, 'en', { other: '#' })} of ${receipts(total)}.`,
  nothing: (search) => `No receipt fits “${search}”.`,
  all: 'Show all',
  empty: 'Nothing was paid here yet.',
  failed: 'Receipts of earlier visits could not be read just now. Nothing was charged.',
  csv: 'Save as CSV',
  json: 'Save as JSON',
  saved: (count, file) => `${receipts(count)} in ${file}.`,
  more: (count) => counted(count, 'en', { other: 'Show # more' }),
  about: (parts) => parts.join(' · '),
  free: 'Free',
  undelivered: 'Not delivered',
  open: 'Still open',
  cameBack: (amount) => `${amount} came back`,
  reference: 'Reference',
  channel: 'Session',
  externalId: "Seller's reference",
  paidTo: 'Paid to',
  alsoTo: 'Also to',
  paidFrom: 'Paid from',
  seller: 'Seller',
  address: 'Address',
  agreed: 'Agreed',
  paid: 'Known as paid',
  timestamp: "On the seller's clock",
  opened: 'Opened',
  lastUsed: 'Last used',
  unchecked: "The seller's receipt did not fit this payment, so nothing of it is shown.",
  transaction: 'See the transaction (new tab)',
  stripe: 'Open in Stripe (new tab)',
  show: 'Show it again',
  showing: 'Fetching it…',
  gone: 'It is not kept any more.',
  unshown: 'It could not be shown. Showing it again costs nothing.',
}
