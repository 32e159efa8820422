'use client'

import { type ReceiptTexts, receiptTexts } from '../locales/receiptTexts.js'
import { useSurroundings } from '../provider/context.js'

/** The texts of receipts; apart from the others, so that no page carries them that shows none. */
export function useReceiptTexts(): ReceiptTexts {
  const { locale } = useSurroundings()
  return locale.receipts ?? receiptTexts
}
