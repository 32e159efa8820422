'use client'

export {
  ReceiptList,
  type ReceiptListProps,
  type ReceiptListRender,
  type ReceiptListState,
} from '../components/ReceiptList.js'
export { type UseReceipts, type UseReceiptsOptions, useReceipts } from '../hooks/useReceipts.js'
export { type ReceiptTexts, receiptTexts } from '../locales/receiptTexts.js'
export type { ReceiptDay } from './days.js'
export { toCsv, toJson } from './files.js'
export { receiptLink } from './links.js'
export type { ReceiptEntry } from './ReceiptEntry.js'
export type { ReceiptsView } from './receiptDesk.js'
export type { ReceiptFile } from './save.js'
export type { ReceiptWords } from './words.js'
